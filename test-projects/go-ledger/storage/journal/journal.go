// Package journal is a backend that also prints. Importing it registers it.
package journal

import (
	"fmt"

	"example.org/ledger/storage"
)

// Journal embeds a memory backend.
type Journal struct {
	storage.Memory
	prefix string
}

// Append overrides the promoted method and calls it.
func (j *Journal) Append(entry storage.Entry) {
	fmt.Println(j.prefix, entry.Account, entry.Amount)
	j.Memory.Append(entry)
}

func init() {
	storage.Add("journal", func() storage.Backend { return &Journal{prefix: ">"} })
}
