"""Package clauses: a package is defined where it is documented."""

from __future__ import annotations

import pytest

from codeprism_lsp.analysis import navigation
from codeprism_lsp.resolution.resolver import Resolver
from tests import fixtures
from tests.resolution.checks import name_place

CASES = {
    "the documented file": """
//- a.go
package l$0ib
//- b.go
// Package lib does it.
package lib
        ^^^ def
""",
    "a comment apart is no documentation": """
//- a.go
/*
package nothing
*/

package lib
//- b.go
package l$0ib
        ^^^ def
""",
    "what is built comes first": """
//- a_windows.go
// Package lib is built elsewhere.
package lib
//- b.go
// Package lib does it.
package lib
        ^^^ def
//- c.go
package l$0ib
""",
    "tests do not document": """
//- a.go
package l$0ib
        ^^^ def
//- a_test.go
// Package lib is tested here.
package lib
""",
}


@pytest.mark.parametrize("name", CASES)
def test_definition_of_a_clause(name: str) -> None:
    fixture = fixtures.parse(CASES[name])
    assert fixture.cursor is not None
    resolver = Resolver(fixtures.project(fixture))
    found = navigation.definitions(resolver, *fixture.cursor)
    assert [name_place(resolver, one) for one in found] == fixture.marked("def")
