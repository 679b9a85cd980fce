"""The tables of languages' libraries: every line can be read, and says what the library says."""

from __future__ import annotations

from codeprism_lsp.languages.java.rules import RULES


def test_every_type_can_be_read() -> None:
    library = RULES.library()
    names = library.names
    assert len(names) > 900 and names == sorted(names)
    for name in names:
        known = library.type(name)
        assert known is not None and known.name == name and known.sort in "ice@"
        assert all(one.name == member for member, found in known.members.items() for one in found)


def test_types_go_by_short_names_where_those_are_unique() -> None:
    library = RULES.library()
    assert library.full_name("Map.Entry") == "java.util.Map.Entry"
    assert library.full_name("List") == "java.util.List"
    assert library.full_name("org.example.List") == "org.example.List"
    assert "java.util.Map.Entry" in library and "java.util.Nothing" not in library


def test_members_tell_their_signatures() -> None:
    mapping = RULES.library().type("java.util.Map")
    assert mapping is not None and mapping.generics == "<K,V>" and mapping.sort == "i"
    (compute,) = mapping.members["computeIfAbsent"]
    assert compute.parameters == "(K,Function<? super K,? extends V>)" and compute.result == "V"
    (keyed,) = mapping.members["copyOf"]
    assert keyed.is_static and keyed.generics == "<K,V>"
    assert mapping.members["get"][0].is_abstract
    system = RULES.library().type("java.lang.System")
    assert system is not None and system.members["out"][0].parameters is None
