// Command ledger books a few entries and prints the balances.
package main

import (
	"fmt"
	"os"

	"example.org/ledger/account"
	"example.org/ledger/internal/clock"
	. "example.org/ledger/money"
	"example.org/ledger/report"
	store "example.org/ledger/storage"
	_ "example.org/ledger/storage/journal"
)

func main() {
	backend, err := store.Open("journal")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	book := account.NewBook(backend, clock.Fixed{Day: 3})
	savings := account.NewSavings("savings", 2)
	book.Register(savings)
	book.Register(&account.Base{ID: "cash"})
	if err := book.Transfer("cash", "savings", Cents(1250)); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	savings.Accrue()
	report.Print(os.Stdout, book, report.ByName)
}
