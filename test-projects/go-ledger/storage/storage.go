// Package storage keeps the entries of the book.
package storage

import (
	"fmt"

	"example.org/ledger/money"
)

// Entry is one posting.
type Entry struct {
	Day     int
	Account string
	Amount  money.Amount
}

// Backend stores entries.
type Backend interface {
	Append(entry Entry)
	Entries() []Entry
}

// Factory makes a backend.
type Factory = func() Backend

var factories = map[string]Factory{}

// Add registers a backend by name.
func Add(name string, factory Factory) { factories[name] = factory }

// Open makes a backend by name.
func Open(name string) (Backend, error) {
	if factory, ok := factories[name]; ok {
		return factory(), nil
	}
	return nil, fmt.Errorf("no backend %q", name)
}
