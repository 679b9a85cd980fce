"""Facts of a small source as lines of text, so that tests can state them as data."""

from __future__ import annotations

from codeprism_lsp.extraction.outline import outline_of
from codeprism_lsp.extraction.view import FileView, view_of
from codeprism_lsp.facts.outline import Outline
from codeprism_lsp.languages import registry
from codeprism_lsp.languages.spec import ModuleTarget
from codeprism_lsp.syntax import parsing
from tests.languages.fake_files import FakeFiles


def outline(language: str, source: str) -> Outline:
    data = source.encode()
    return outline_of(language, data, parsing.parse(language, data))


def definitions(facts: Outline) -> list[str]:
    """`kind qualified.name: type` of each definition, in pre-order."""
    return [
        f"{facts.kind(index).name.lower()} {facts.qualified_name(index)}"
        + (f": {facts.type_text(index)}" if facts.type_text(index) else "")
        for index in facts.walk()
    ]


def imports(facts: Outline) -> list[str]:
    """`kind module [name] [as alias]` of each import."""
    return [
        " ".join(
            part
            for part in (
                one.kind.name.lower(),
                one.module,
                one.name,
                f"as {one.alias}" if one.alias else "",
            )
            if part
        )
        for one in facts.all_imports
    ]


def supertypes(facts: Outline) -> list[str]:
    """`Type relation supertype` of each written supertype."""
    return [
        f"{facts.qualified_name(one.definition)} {one.relation.name.lower()} {one.text}"
        for one in facts.all_supertypes
    ]


def bindings(view: FileView) -> list[str]:
    """`kind name: type = how expression [positions]` of each local binding, scope by scope."""
    found = []
    for scope in view.scopes:
        for known in scope.bindings.values():
            for one in known:
                if view.outline.by_start.get(one.start):
                    continue  # a definition of the outline
                text = f"{one.kind.name.lower()} {one.name}"
                text += f": {one.type_text}" if one.type_text else ""
                text += f" = {one.bound.name.lower()} {one.value.text}" if one.value is not None else ""
                steps = one.steps if view.spec.family == "javascript" else ()
                positions = [*one.unpack, *(step.position for step in steps if step.kind == "position")]
                text += f" {positions}" if positions else ""
                found.append((one.start, text))
    return [text for _, text in sorted(found)]


def view(language: str, source: str) -> FileView:
    return view_of(language, source.encode())


def role(language: str, source: str) -> str:
    """Role of the identifier at `$0`."""
    start = len(source[: source.index("$0")].encode())
    return view(language, source.replace("$0", "")).role(start).name.lower()


def form(language: str, source: str) -> str:
    """`FORM text` of the expression that the identifier at `$0` names."""
    start = len(source[: source.index("$0")].encode())
    found = view(language, source.replace("$0", "")).expression_at(start)
    assert found is not None
    return f"{found.form.name if found.form else None} {found.text}"


def targets(texts: dict[str, str], path: str) -> list[list[ModuleTarget]]:
    """Where each import of a file leads, in the order of the imports."""
    files = FakeFiles(texts)
    language = registry.recognise(path)
    assert language is not None
    rules = registry.rules(language)
    return [list(rules.targets(files, path, one)) for one in files.outline(path).all_imports]
