"""Go."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, Modifier, Role
from codeprism_lsp.languages.go.pruning import PRUNING
from codeprism_lsp.languages.spec import (
    ClassScope,
    Form,
    Label,
    LanguageSpec,
    NameVisibility,
    Shape,
    TypeDialect,
)

SPEC = LanguageSpec(
    id="go",
    family="go",
    grammar="go",
    items_alone=frozenset({DefKind.FUNCTION, DefKind.METHOD}),
    pruning=PRUNING,
    extensions=(".go",),
    visibility_of=NameVisibility("capital", Modifier.PUBLIC, Modifier.INTERNAL),
    shapes={
        "identifier": Shape(Form.NAME),
        "type_identifier": Shape(Form.NAME),
        "package_identifier": Shape(Form.NAME),
        "selector_expression": Shape(Form.MEMBER, {"object": "operand", "name": "field"}),
        "qualified_type": Shape(Form.MEMBER, {"object": "package", "name": "name"}),
        "call_expression": Shape(Form.CALL, {"callee": "function", "arguments": "arguments"}),
        "type_conversion_expression": Shape(Form.CAST, {"type": "type", "operand": "operand"}),
        "type_assertion_expression": Shape(Form.CAST, {"type": "type", "operand": "operand"}),
        "composite_literal": Shape(Form.NEW, {"type": "type", "arguments": "body"}),
        "index_expression": Shape(Form.INDEX, {"object": "operand", "index": "index"}),
        "slice_expression": Shape(Form.SAME, {"operand": "operand"}),
        "parenthesized_expression": Shape(Form.SAME, {"operand": 0}),
        "unary_expression": Shape(Form.SAME, {"operand": "operand"}),
        "binary_expression": Shape(Form.BINARY, {"left": "left", "right": "right"}),
        # One value is the rule; where there are several, the queries pair each name with its own.
        "expression_list": Shape(Form.SAME, {"operand": 0}),
        "literal_element": Shape(Form.SAME, {"operand": 0}),
        "func_literal": Shape(Form.LAMBDA, {"body": "body", "parameters": "parameters"}),
        "interpreted_string_literal": Shape(Form.LITERAL, literal="string"),
        "raw_string_literal": Shape(Form.LITERAL, literal="string"),
        "rune_literal": Shape(Form.LITERAL, literal="rune"),
        "int_literal": Shape(Form.LITERAL, literal="int"),
        "float_literal": Shape(Form.LITERAL, literal="float64"),
        "imaginary_literal": Shape(Form.LITERAL, literal="complex128"),
        "iota": Shape(Form.LITERAL, literal="int"),
        "true": Shape(Form.LITERAL, literal="bool"),
        "false": Shape(Form.LITERAL, literal="bool"),
        "nil": Shape(Form.LITERAL, literal="nil"),
        "generic_type": Shape(Form.TYPE, {"operand": "type"}),
        "pointer_type": Shape(Form.TYPE, {"operand": 0}),
        "slice_type": Shape(Form.TYPE, {"operand": "element"}),
        "array_type": Shape(Form.TYPE, {"operand": "element"}),
        "map_type": Shape(Form.TYPE),
        "channel_type": Shape(Form.TYPE),
        "function_type": Shape(Form.TYPE),
        "struct_type": Shape(Form.TYPE),
        "interface_type": Shape(Form.TYPE),
        "parenthesized_type": Shape(Form.TYPE, {"operand": 0}),
    },
    identifiers=frozenset({"identifier", "type_identifier", "field_identifier", "package_identifier"}),
    roles={
        ("import_spec", "*"): Role.IMPORT,
        ("short_var_declaration", "left"): Role.WRITE,
        ("assignment_statement", "left"): Role.WRITE,
        ("range_clause", "left"): Role.WRITE,
        ("receive_statement", "left"): Role.WRITE,
        ("inc_statement", "*"): Role.WRITE,
        ("dec_statement", "*"): Role.WRITE,
        ("keyed_element", "key"): Role.WRITE,
    },
    type_nodes=frozenset(
        {
            "type_identifier",
            "type_arguments",
            "type_elem",
            "type_constraint",
            "map_type",
            "slice_type",
            "array_type",
            "channel_type",
        }
    ),
    labels={
        "keyed_element": Label(
            "key",
            {"composite_literal": "type"},
            frozenset({"literal_value", "literal_element", "keyed_element"}),
            or_value=True,
        )
    },
    string_nodes=frozenset({"interpreted_string_literal_content", "raw_string_literal_content"}),
    ordered_scopes=True,
    class_scope=ClassScope.NONE,
    dialect=TypeDialect(
        separator=".",
        generic="[]",
        skip_words=frozenset(),
        inferred_arguments=True,
        containers={"Seq": 0, "Seq2": 1},
        none=frozenset({"nil"}),
        union="|",
    ),
)
SPECS = (SPEC,)
