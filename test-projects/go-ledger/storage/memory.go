package storage

import "example.org/ledger/internal/stack"

// Memory keeps the entries in memory.
type Memory struct {
	entries stack.Stack[Entry]
}

// Append implements Backend.
func (m *Memory) Append(entry Entry) { m.entries.Add(entry) }

// Entries implements Backend.
func (m *Memory) Entries() []Entry { return m.entries.Items() }

func init() {
	Add("memory", func() Backend { return &Memory{} })
}
