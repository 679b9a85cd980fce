"""JavaScript."""

from __future__ import annotations

import re

from codeprism_lsp.facts.kinds import DefKind, Modifier, Role
from codeprism_lsp.languages.javascript import doc_tags
from codeprism_lsp.languages.spec import (
    ClassScope,
    Context,
    DocTypes,
    Form,
    Label,
    LanguageSpec,
    NameVisibility,
    PatternRoot,
    PatternStep,
    Shape,
    TypeDialect,
    TypeTests,
)

MODIFIER_WORDS = {
    b"async": Modifier.ASYNC,
    b"static": Modifier.STATIC,
    b"get": Modifier.GETTER,
    b"set": Modifier.SETTER,
    b"export": Modifier.EXPORTED,
    b"default": Modifier.DEFAULT,
    b"function*": Modifier.GENERATOR,
    b"*": Modifier.GENERATOR,
}
NESTED_KINDS = {
    (DefKind.CLASS, DefKind.FUNCTION): DefKind.METHOD,
    (DefKind.CLASS, DefKind.VARIABLE): DefKind.FIELD,
    (DefKind.CLASS, DefKind.CONSTANT): DefKind.FIELD,
}
IDENTIFIERS = frozenset(
    {
        "identifier",
        "property_identifier",
        "private_property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "default",  # in `export {default as a}`
    }
)
_FUNCTION = {"body": "body", "parameters": "parameters", "parameter": "parameter"}
SHAPES = {
    "identifier": Shape(Form.NAME),
    "shorthand_property_identifier": Shape(Form.NAME),
    "member_expression": Shape(Form.MEMBER, {"object": "object", "name": "property"}),
    "call_expression": Shape(Form.CALL, {"callee": "function", "arguments": "arguments"}),
    "new_expression": Shape(Form.NEW, {"type": "constructor", "arguments": "arguments"}),
    "jsx_self_closing_element": Shape(Form.CALL, {"callee": "name"}),
    "jsx_opening_element": Shape(Form.CALL, {"callee": "name"}),
    "subscript_expression": Shape(Form.INDEX, {"object": "object", "index": "index"}),
    "string": Shape(Form.LITERAL, literal="string"),
    "template_string": Shape(Form.LITERAL, literal="string"),
    "number": Shape(Form.LITERAL, literal="number"),
    "true": Shape(Form.LITERAL, literal="boolean"),
    "false": Shape(Form.LITERAL, literal="boolean"),
    "null": Shape(Form.LITERAL, literal="null"),
    "undefined": Shape(Form.LITERAL, literal="undefined"),
    "regex": Shape(Form.LITERAL, literal="RegExp"),
    "array": Shape(Form.COLLECTION, literal="Array"),
    "object": Shape(Form.COLLECTION, literal="object"),
    "await_expression": Shape(Form.AWAIT, {"operand": 0}),
    "parenthesized_expression": Shape(Form.SAME, {"operand": 0}),
    "assignment_expression": Shape(Form.SAME, {"operand": "right"}),
    "ternary_expression": Shape(Form.CHOICE, {"a": "consequence", "b": "alternative"}),
    "arrow_function": Shape(Form.LAMBDA, _FUNCTION),
    "function_expression": Shape(Form.LAMBDA, _FUNCTION),
    "generator_function": Shape(Form.LAMBDA, _FUNCTION),
    "spread_element": Shape(Form.SPREAD, {"operand": 0}),
    "this": Shape(Form.THIS),
    "super": Shape(Form.SUPER),
    "binary_expression": Shape(Form.CHOICE, {"a": "left", "b": "right"}),
}
ROLES = {
    ("class_heritage", "*"): Role.INHERIT,
    ("decorator", "*"): Role.DECORATE,
    ("import_statement", "*"): Role.IMPORT,
    ("export_specifier", "*"): Role.IMPORT,
    ("namespace_export", "*"): Role.IMPORT,
    ("assignment_expression", "left"): Role.WRITE,
    ("augmented_assignment_expression", "left"): Role.WRITE,
    ("update_expression", "argument"): Role.WRITE,
    ("for_in_statement", "left"): Role.WRITE,
}
ELEMENTS = frozenset({"jsx_self_closing_element", "jsx_opening_element", "jsx_closing_element"})
# An attribute of an element names a parameter of its component.
LABELS = {
    "jsx_attribute": Label("", dict.fromkeys(ELEMENTS, "name")),
    "labeled_statement": Label("label", {}),
}
# An object literal takes the names of its members from the type that is expected where it stands.
CONTEXTS = {
    "variable_declarator": Context("declared", "type", "value"),
    "required_parameter": Context("declared", "type", "value"),
    "optional_parameter": Context("declared", "type", "value"),
    "public_field_definition": Context("declared", "type", "value"),
    "as_expression": Context("declared", 1, 0),
    "satisfies_expression": Context("declared", 1, 0),
    "type_assertion": Context("declared", 0, 1),
    "arguments": Context("argument"),
    "pair": Context("entry", value="value", key="key"),
    "method_definition": Context("entry", value="name", key="name"),
    "array": Context("element"),
    "jsx_attribute": Context("property", value=1),
    "jsx_expression": Context("same"),
    "parenthesized_expression": Context("same"),
    "ternary_expression": Context("same"),
    "binary_expression": Context("same"),
    "return_statement": Context("result"),
    "arrow_function": Context("result", value="body"),
    "assignment_expression": Context("assigned", "left", "right"),
}
PATTERNS = {
    "object_pattern": PatternStep("own"),
    "pair_pattern": PatternStep("member", label="key"),
    "object_assignment_pattern": PatternStep("member", label="left"),
    "assignment_pattern": PatternStep("same"),
    "array_pattern": PatternStep("position"),
    "rest_pattern": PatternStep("same"),
}
PATTERN_ROOTS = {
    "variable_declarator": PatternRoot("type", "value"),
    "required_parameter": PatternRoot("type", "value"),
    "optional_parameter": PatternRoot("type", "value"),
    "for_in_statement": PatternRoot("", "right", "iterate"),
    "formal_parameters": PatternRoot(),
}
CONTAINERS = {
    **dict.fromkeys(
        (
            "Array ReadonlyArray Set ReadonlySet Iterable Iterator IterableIterator AsyncIterable "
            "AsyncIterator Generator AsyncGenerator ArrayLike NodeListOf"
        ).split(),
        0,
    ),
    **dict.fromkeys("Map ReadonlyMap Record WeakMap".split(), 1),
}
DIALECT = TypeDialect(
    separator=".",
    generic="<>",
    skip_words=frozenset({"readonly", "unique", "infer", "asserts", "new", "abstract"}),
    transparent=frozenset(
        "Partial Required Readonly NonNullable NoInfer Awaited Omit Pick Extract Exclude".split()
    ),
    object_types=True,
    inferred_arguments=True,
    awaitable=frozenset({"Promise", "PromiseLike"}),
    containers=CONTAINERS,
    pairs=frozenset({"Map", "ReadonlyMap"}),
    none=frozenset({"null", "undefined", "void", "never"}),
)
TYPE_TESTS = TypeTests(
    branches={
        "if_statement": ("condition", "consequence"),
        "ternary_expression": ("condition", "consequence"),
        "while_statement": ("condition", "body"),
        "binary_expression": ("left", "right"),
    },
    conjunction=("binary_expression", "&&"),
    barriers=frozenset({"function_declaration", "method_definition", "function_expression", "class_body"}),
    leaving=frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"}),
    negation=("unary_expression", "!"),
    cases=(("switch_case", "value"), ("switch_statement", "value")),
)
DOC_NAMES = re.compile(
    rb"""@(?:param|arg|argument)[ \t]+(?:\{(?P<type>(?:[^{}]|\{[^{}]*\})*)\}[ \t]*)?"""
    rb"""\[?(?P<parameter>[\w$]+)"""
    rb"""|@(?:returns?|type|throws|satisfies|extends|augments|implements|this|typedef|property|prop|template|enum)"""
    rb"""[ \t]*\{(?P<result>(?:[^{}]|\{[^{}]*\})*)\}(?:[ \t]+\[?(?P<own>[\w$]+))?"""
    rb"""|@(?:typedef|callback)[ \t]+(?P<defined>[\w$]+)"""
    rb"""|@import[ \t]+(?:type[ \t]+)?(?P<imported>[\w$*,{} \t]+?)[ \t]*from"""
    rb"""|\{@link(?:code|plain)?[ \t]+(?P<link>[\w$.#~]+)"""
)
DOC_TYPES = DocTypes(
    doc_tags.tags,
    doc_tags.members_at,
    doc_tags.documented,
    carriers=frozenset(
        (
            "variable_declarator lexical_declaration variable_declaration export_statement "
            "expression_statement assignment_expression pair member_expression public_field_definition "
            "field_definition parenthesized_expression"
        ).split()
    ),
)

SPEC = LanguageSpec(
    id="javascript",
    family="javascript",
    grammar="javascript",
    extensions=(".js", ".mjs", ".cjs", ".jsx"),
    shebangs=("node", "nodejs", "bun"),
    modifier_words=MODIFIER_WORDS,
    visibility_of=NameVisibility("hash", Modifier.PRIVATE, Modifier.PUBLIC),
    nested_kinds=NESTED_KINDS,
    constructor_names=frozenset({"constructor"}),
    assignments_define=True,
    strip_quotes=b"\"'`",
    identifiers=IDENTIFIERS,
    shapes=SHAPES,
    roles=ROLES,
    elements=ELEMENTS,
    member_names=frozenset({"private_property_identifier"}),
    labels=LABELS,
    contexts=CONTEXTS,
    shorthands=frozenset({"shorthand_property_identifier"}),
    doc_names=DOC_NAMES,
    doc_types=DOC_TYPES,
    type_tests=TYPE_TESTS,
    untyped=True,
    assignments=frozenset({"assignment_expression"}),
    parameter_list="formal_parameters",
    result_field="return_type",
    functions=frozenset({"function_declaration", "generator_function_declaration", "method_definition"}),
    patterns=PATTERNS,
    pattern_roots=PATTERN_ROOTS,
    string_nodes=frozenset({"string", "string_fragment", "template_string"}),
    class_scope=ClassScope.NONE,
    blocks_hold_definitions=True,
    open_kinds=frozenset({DefKind.ENUM}),
    self_names=frozenset({"this"}),
    super_names=frozenset({"super"}),
    dialect=DIALECT,
)
SPECS = (SPEC,)
