// Package account knows accounts and the book that holds them.
package account

import "example.org/ledger/money"

// Kind says what an account is for.
type Kind int

// The kinds of accounts.
const (
	Plain Kind = iota
	Interest
)

// Account is what the book needs of an account.
type Account interface {
	Name() string
	Balance() money.Amount
	Post(amount money.Amount)
}

// Base is embedded by every other account.
type Base struct {
	ID      string
	balance money.Amount
}

// Name implements Account.
func (b *Base) Name() string { return b.ID }

// Balance implements Account.
func (b *Base) Balance() money.Amount { return b.balance }

// Post implements Account.
func (b *Base) Post(amount money.Amount) { b.balance = b.balance.Add(amount) }
