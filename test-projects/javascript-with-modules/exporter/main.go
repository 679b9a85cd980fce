// Command exporter uses a vendored package.
package main

import (
	"fmt"

	"example.org/flags"
)

func main() { fmt.Println(flags.Parse("--all")) }
