package account

import "example.org/ledger/money"

// Accruer is an account that earns interest.
type Accruer interface {
	Account
	Accrue() money.Amount
}

// Savings embeds Base and overrides nothing.
type Savings struct {
	Base
	rate int
}

// NewSavings opens an account with a yearly rate in percent.
func NewSavings(id string, rate int) *Savings {
	return &Savings{Base: Base{ID: id}, rate: rate}
}

// Accrue posts the interest.
func (s *Savings) Accrue() money.Amount {
	interest := s.Balance().Percent(s.rate)
	s.Post(interest)
	return interest
}

// Bonus embeds Savings: the third level. It hides Accrue.
type Bonus struct {
	*Savings
	Extra money.Amount
}

// Accrue adds the bonus to the interest.
func (b Bonus) Accrue() money.Amount {
	b.Post(b.Extra)
	return b.Savings.Accrue().Add(b.Extra)
}

var _ Accruer = Bonus{}
