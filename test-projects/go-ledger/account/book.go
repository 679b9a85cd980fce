package account

import (
	"fmt"

	"example.org/ledger/internal/clock"
	"example.org/ledger/money"
	"example.org/ledger/storage"
)

// Book holds the accounts and writes every posting to a backend.
type Book struct {
	accounts map[string]Account
	backend  storage.Backend
	clock    clock.Clock
}

// NewBook makes an empty book.
func NewBook(backend storage.Backend, clock clock.Clock) *Book {
	return &Book{accounts: map[string]Account{}, backend: backend, clock: clock}
}

// Register adds an account.
func (b *Book) Register(a Account) { b.accounts[a.Name()] = a }

// Transfer moves money.
func (b *Book) Transfer(from, to string, amount money.Amount) error {
	for _, name := range []string{from, to} {
		if _, ok := b.accounts[name]; !ok {
			return fmt.Errorf("no account %q", name)
		}
	}
	b.post(from, -amount)
	b.post(to, amount)
	return nil
}

// Each calls visit for every account.
func (b *Book) Each(visit func(Account)) {
	for _, account := range b.accounts {
		visit(account)
	}
}

func (b *Book) post(name string, amount money.Amount) {
	b.accounts[name].Post(amount)
	b.backend.Append(storage.Entry{Day: b.clock.Today(), Account: name, Amount: amount})
}
