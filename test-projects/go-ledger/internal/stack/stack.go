// Package stack is generic.
package stack

// Stack grows at its end.
type Stack[T any] struct{ items []T }

// Add pushes.
func (s *Stack[T]) Add(item T) { s.items = append(s.items, item) }

// Items is a copy.
func (s *Stack[T]) Items() []T { return append([]T(nil), s.items...) }

// Map applies a function to every item.
func Map[T, U any](items []T, apply func(T) U) []U {
	result := make([]U, 0, len(items))
	for _, item := range items {
		result = append(result, apply(item))
	}
	return result
}
