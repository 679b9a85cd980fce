// Package money counts in cents.
package money

import "fmt"

// Amount is a number of cents.
type Amount int64

// Zero is nothing.
const Zero Amount = 0

// Cents makes an amount.
func Cents(n int64) Amount { return Amount(n) }

// Percent is a share of the amount.
func (a Amount) Percent(p int) Amount { return a * Amount(p) / 100 }

// Add sums; Book.Add and Stack.Add are other methods.
func (a Amount) Add(b Amount) Amount { return a + b }

func (a Amount) String() string {
	if a < 0 {
		return "-" + (-a).String()
	}
	return fmt.Sprintf("%d.%02d", int64(a/100), int64(a%100))
}
