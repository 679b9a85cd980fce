"""TypeScript and TSX: two grammars, one set of queries and rules."""

from __future__ import annotations

from dataclasses import replace

from codeprism_lsp.facts.kinds import Modifier, Role
from codeprism_lsp.languages import javascript
from codeprism_lsp.languages.spec import Form, Shape


def _readable(data: bytes) -> bytes:
    """The grammar cannot read a parenthesised type that starts with a name spelt `type`: it sees another
    name of the same length."""
    return data.replace(b"(type extends ", b"(Type extends ")


SPEC = replace(
    javascript.SPEC,
    id="typescript",
    grammar="typescript",
    untyped=False,
    doc_types=None,
    type_names=frozenset({"type_identifier"}),
    blank=_readable,
    extensions=(".ts", ".mts", ".cts"),
    shebangs=("deno", "ts-node", "tsx"),
    modifier_words={
        **javascript.MODIFIER_WORDS,
        b"public": Modifier.PUBLIC,
        b"private": Modifier.PRIVATE,
        b"protected": Modifier.PROTECTED,
        b"abstract": Modifier.ABSTRACT,
        b"readonly": Modifier.READONLY,
        b"override": Modifier.OVERRIDE,
        b"declare": Modifier.DECLARATION,
    },
    identifiers=javascript.IDENTIFIERS | {"type_identifier"},
    shapes={
        **javascript.SHAPES,
        "type_identifier": Shape(Form.NAME),
        "nested_type_identifier": Shape(Form.MEMBER, {"object": "module", "name": "name"}),
        "nested_identifier": Shape(Form.MEMBER, {"object": "object", "name": "property"}),
        "as_expression": Shape(Form.CAST, {"type": 1, "operand": 0}),
        "satisfies_expression": Shape(Form.SAME, {"operand": 0}),
        "type_assertion": Shape(Form.CAST, {"type": 0, "operand": 1}),
        "non_null_expression": Shape(Form.SAME, {"operand": 0}),
        "instantiation_expression": Shape(Form.SAME, {"operand": 0}),
    },
    roles={
        **javascript.ROLES,
        ("extends_clause", "type_arguments"): Role.TYPE,
        ("extends_clause", "value"): Role.INHERIT,
        ("extends_type_clause", "*"): Role.INHERIT,
        ("implements_clause", "*"): Role.IMPLEMENT,
        ("type_alias_declaration", "value"): Role.TYPE,
        ("import_alias", "*"): Role.IMPORT,
    },
    type_nodes=frozenset(
        {
            "type_annotation",
            "type_arguments",
            "type_parameters",
            "generic_type",
            "union_type",
            "intersection_type",
            "array_type",
            "tuple_type",
            "function_type",
            "conditional_type",
            "lookup_type",
            "type_query",
            "index_type_query",
            "object_type",
            "type_predicate",
            "asserts",
        }
    ),
)
TSX = replace(
    SPEC, id="typescriptreact", grammar="tsx", extensions=(".tsx",), shebangs=(), queries="typescript"
)
SPECS = (SPEC, TSX)
