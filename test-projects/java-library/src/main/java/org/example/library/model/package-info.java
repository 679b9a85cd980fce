/** What the library holds. */
package org.example.library.model;
