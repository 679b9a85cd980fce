package flags

import "testing"

func TestParse(t *testing.T) {
	if Parse("--a") != "a" {
		t.Fatal("dashes left")
	}
}
