// Package flags is vendored.
package flags

import "strings"

// Parse strips the dashes.
func Parse(text string) string { return strings.TrimLeft(text, "-") }
