package account

import (
	"testing"

	"example.org/ledger/internal/clock"
	"example.org/ledger/money"
	"example.org/ledger/storage"
)

func TestTransfer(t *testing.T) {
	backend := &storage.Memory{}
	book := NewBook(backend, clock.Fixed{Day: 1})
	book.Register(&Base{ID: "a"})
	book.Register(NewSavings("b", 1))
	if err := book.Transfer("a", "b", money.Cents(100)); err != nil {
		t.Fatal(err)
	}
	if got := len(backend.Entries()); got != 2 {
		t.Fatalf("got %d entries", got)
	}
	if book.Transfer("a", "nobody", money.Zero) == nil {
		t.Fatal("an unknown account was accepted")
	}
}
