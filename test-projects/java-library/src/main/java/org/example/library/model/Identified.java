package org.example.library.model;

/** Anything with a key. */
public interface Identified {
    String id();

    default String key() {
        return getClass().getSimpleName() + ":" + id();
    }
}
