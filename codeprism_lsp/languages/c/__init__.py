"""C."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, Modifier, Role
from codeprism_lsp.languages.c.macros import blank
from codeprism_lsp.languages.c.pruning import PRUNING
from codeprism_lsp.languages.c.standing import standings
from codeprism_lsp.languages.spec import Form, Label, LanguageSpec, Shape, TypeDialect

SHAPES = {
    **dict.fromkeys(("identifier", "type_identifier", "field_identifier"), Shape(Form.NAME)),
    "field_expression": Shape(Form.MEMBER, {"object": "argument", "name": "field"}),
    "call_expression": Shape(Form.CALL, {"callee": "function", "arguments": "arguments"}),
    "subscript_expression": Shape(Form.INDEX, {"object": "argument", "index": "index"}),
    "pointer_expression": Shape(Form.DEREF, {"operand": "argument"}),
    "cast_expression": Shape(Form.CAST, {"type": "type", "operand": "value"}),
    "compound_literal_expression": Shape(Form.CAST, {"type": "type", "operand": "value"}),
    "parenthesized_expression": Shape(Form.SAME, {"operand": 0}),
    "conditional_expression": Shape(Form.CHOICE, {"a": "consequence", "b": "alternative"}),
    "assignment_expression": Shape(Form.SAME, {"operand": "left"}),
    "update_expression": Shape(Form.SAME, {"operand": "argument"}),
    "unary_expression": Shape(Form.SAME, {"operand": "argument"}),
    "binary_expression": Shape(Form.BINARY, {"left": "left", "right": "right"}),
    "comma_expression": Shape(Form.SAME, {"operand": "right"}),
    "string_literal": Shape(Form.LITERAL, literal="char"),
    "concatenated_string": Shape(Form.LITERAL, literal="char"),
    "char_literal": Shape(Form.LITERAL, literal="char"),
    "number_literal": Shape(Form.LITERAL, literal="int"),
    "true": Shape(Form.LITERAL, literal="bool"),
    "false": Shape(Form.LITERAL, literal="bool"),
    "null": Shape(Form.LITERAL),
    "offsetof_expression": Shape(Form.MEMBER, {"object": "type", "name": "member"}),
    "sizeof_expression": Shape(Form.LITERAL, literal="size_t"),
    **dict.fromkeys(
        ("type_descriptor", "struct_specifier", "union_specifier", "enum_specifier"), Shape(Form.TYPE)
    ),
}
ROLES = {
    ("assignment_expression", "left"): Role.WRITE,
    ("update_expression", "argument"): Role.WRITE,
    ("field_designator", "*"): Role.WRITE,
    ("preproc_ifdef", "name"): Role.MACRO,
    ("preproc_defined", "*"): Role.MACRO,
    ("preproc_include", "*"): Role.IMPORT,
}
DESIGNATOR = Label(
    "",
    {"declaration": "type", "compound_literal_expression": "type"},
    frozenset({"initializer_pair", "initializer_list", "init_declarator"}),
    nests=True,
)
SKIPPED_WORDS = frozenset(
    "const volatile struct union enum class typename static extern register inline restrict signed unsigned "
    "long short constexpr mutable virtual friend".split()
)

SPEC = LanguageSpec(
    id="c",
    family="c",
    grammar="c",
    items_alone=frozenset({DefKind.FUNCTION}),
    pruning=PRUNING,
    extensions=(".c", ".h", ".inc"),
    separator="::",
    blank=blank,
    standings=standings,
    renames_imports=False,
    modifier_words={
        b"static": Modifier.STATIC,
        b"extern": Modifier.EXTERN,
        b"inline": Modifier.INLINE,
        b"const": Modifier.CONST,
    },
    identifiers=frozenset({"identifier", "type_identifier", "field_identifier", "statement_identifier"}),
    shapes=SHAPES,
    roles=ROLES,
    labels={"field_designator": DESIGNATOR},
    type_nodes=frozenset({"type_identifier", "type_descriptor"}),
    string_nodes=frozenset({"string_content", "string_literal", "system_lib_string"}),
    plain_nodes=frozenset({"preproc_arg"}),
    ordered_scopes=True,
    dialect=TypeDialect(separator="::", generic="<>", skip_words=SKIPPED_WORDS),
)
SPECS = (SPEC,)
