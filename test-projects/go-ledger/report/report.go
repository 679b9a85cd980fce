// Package report prints balances.
package report

import (
	"fmt"
	"io"
	"sort"

	"example.org/ledger/account"
	"example.org/ledger/internal/stack"
)

// Order sorts accounts.
type Order func(a, b account.Account) bool

// ByName is the alphabetical order.
func ByName(a, b account.Account) bool { return a.Name() < b.Name() }

// ByBalance puts the richest first.
func ByBalance(a, b account.Account) bool { return a.Balance() > b.Balance() }

// Print writes one line for each account.
func Print(w io.Writer, book *account.Book, order Order) {
	var accounts stack.Stack[account.Account]
	book.Each(func(a account.Account) { accounts.Add(a) })
	items := accounts.Items()
	sort.Slice(items, func(i, j int) bool { return order(items[i], items[j]) })
	for _, line := range stack.Map(items, format) {
		fmt.Fprintln(w, line)
	}
}

func format(a account.Account) string { return fmt.Sprintf("%-10s %s", a.Name(), a.Balance()) }
