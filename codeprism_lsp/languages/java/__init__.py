"""Java."""

from __future__ import annotations

import re

from codeprism_lsp.facts.kinds import DefKind, Modifier, Role
from codeprism_lsp.languages.java.pruning import PRUNING
from codeprism_lsp.languages.spec import ClassScope, Form, Label, LanguageSpec, Shape, TypeDialect

_ELEMENT_FIRST = (
    "Iterable Iterator Collection List ArrayList LinkedList Set HashSet LinkedHashSet TreeSet SortedSet "
    "NavigableSet EnumSet Queue Deque ArrayDeque PriorityQueue BlockingQueue Vector Stack Stream Optional "
    "Enumeration ListIterator CopyOnWriteArrayList ConcurrentLinkedQueue SequencedCollection"
).split()
_VALUE_SECOND = (
    "Map HashMap LinkedHashMap TreeMap SortedMap NavigableMap ConcurrentMap ConcurrentHashMap EnumMap "
    "WeakHashMap IdentityHashMap Hashtable"
).split()

DOC_NAMES = re.compile(
    rb"""@param[ \t]+(?:<(?P<generic>\w+)>|(?P<parameter>\w+))"""
    rb"""|(?:\{@(?:link|linkplain|value)|@see|@throws|@exception)\s+(?:\*\s+)?"""
    rb"""(?P<reference>[A-Za-z_#][\w.$]*(?:\#\w+)?(?:\([^()]{0,300}\))?)"""
)

SPEC = LanguageSpec(
    id="java",
    family="java",
    grammar="java",
    items_alone=frozenset({DefKind.METHOD}),
    pruning=PRUNING,
    extensions=(".java",),
    modifier_words={
        b"public": Modifier.PUBLIC,
        b"private": Modifier.PRIVATE,
        b"protected": Modifier.PROTECTED,
        b"static": Modifier.STATIC,
        b"abstract": Modifier.ABSTRACT,
        b"final": Modifier.FINAL,
        b"native": Modifier.EXTERN,
        b"default": Modifier.DEFAULT,
        b"@Override": Modifier.OVERRIDE,
        b"@Deprecated": Modifier.DEPRECATED,
    },
    default_visibility=Modifier.INTERNAL,
    shapes={
        "identifier": Shape(Form.NAME),
        "type_identifier": Shape(Form.NAME),
        "field_access": Shape(Form.MEMBER, {"object": "object", "name": "field"}),
        "scoped_identifier": Shape(Form.MEMBER, {"object": "scope", "name": "name"}),
        "scoped_type_identifier": Shape(Form.MEMBER, {"object": 0, "name": 1}),
        "method_reference": Shape(Form.MEMBER, {"object": 0, "name": 1}),
        "method_invocation": Shape(
            Form.CALL, {"arguments": "arguments"}, fused={"object": "object", "name": "name"}
        ),
        "explicit_constructor_invocation": Shape(
            Form.CALL, {"callee": "constructor", "arguments": "arguments"}
        ),
        "object_creation_expression": Shape(Form.NEW, {"type": "type", "arguments": "arguments"}),
        "array_creation_expression": Shape(Form.COLLECTION, literal="array"),
        "array_initializer": Shape(Form.COLLECTION, literal="array"),
        "array_access": Shape(Form.INDEX, {"object": "array", "index": "index"}),
        "generic_type": Shape(Form.TYPE, {"operand": 0}),
        "array_type": Shape(Form.TYPE, {"operand": "element"}),
        "annotated_type": Shape(Form.TYPE, {"operand": -1}),
        "class_literal": Shape(Form.LITERAL, literal="Class"),
        "string_literal": Shape(Form.LITERAL, literal="String"),
        "character_literal": Shape(Form.LITERAL, literal="char"),
        "decimal_integer_literal": Shape(Form.LITERAL, literal="int"),
        "hex_integer_literal": Shape(Form.LITERAL, literal="int"),
        "octal_integer_literal": Shape(Form.LITERAL, literal="int"),
        "binary_integer_literal": Shape(Form.LITERAL, literal="int"),
        "decimal_floating_point_literal": Shape(Form.LITERAL, literal="double"),
        "hex_floating_point_literal": Shape(Form.LITERAL, literal="double"),
        "true": Shape(Form.LITERAL, literal="boolean"),
        "false": Shape(Form.LITERAL, literal="boolean"),
        "null_literal": Shape(Form.LITERAL, literal="null"),
        "parenthesized_expression": Shape(Form.SAME, {"operand": 0}),
        "assignment_expression": Shape(Form.SAME, {"operand": "right"}),
        "unary_expression": Shape(Form.SAME, {"operand": "operand"}),
        "update_expression": Shape(Form.SAME, {"operand": 0}),
        "cast_expression": Shape(Form.CAST, {"type": "type", "operand": "value"}),
        "ternary_expression": Shape(Form.CHOICE, {"a": "consequence", "b": "alternative"}),
        "binary_expression": Shape(Form.BINARY, {"left": "left", "right": "right"}),
        "instanceof_expression": Shape(Form.TEST),
        "lambda_expression": Shape(Form.LAMBDA, {"body": "body", "parameters": "parameters"}),
        "this": Shape(Form.THIS),
        "super": Shape(Form.SUPER),
    },
    identifiers=frozenset({"identifier", "type_identifier"}),
    roles={
        ("superclass", "*"): Role.INHERIT,
        ("super_interfaces", "*"): Role.IMPLEMENT,
        ("extends_interfaces", "*"): Role.INHERIT,
        ("marker_annotation", "name"): Role.DECORATE,
        ("annotation", "name"): Role.DECORATE,
        ("element_value_pair", "key"): Role.WRITE,
        ("import_declaration", "*"): Role.IMPORT,
        ("package_declaration", "*"): Role.REFERENCE,
        ("assignment_expression", "left"): Role.WRITE,
        ("update_expression", "*"): Role.WRITE,
    },
    labels={
        "element_value_pair": Label("key", {"annotation": "name"}, frozenset({"annotation_argument_list"})),
        "switch_label": Label(
            "*",
            {"switch_expression": "condition"},
            frozenset({"switch_block", "switch_rule", "switch_block_statement_group"}),
            or_value=True,
        ),
    },
    type_nodes=frozenset({"type_identifier", "type_arguments", "class_literal", "record_pattern"}),
    comment_nodes=frozenset({"line_comment", "block_comment"}),
    doc_names=DOC_NAMES,
    dead_ends=frozenset(
        {
            "package_declaration",
            "module_declaration>scoped_identifier",
            "exports_module_directive",
            "opens_module_directive",
            "requires_module_directive",
        }
    ),
    string_nodes=frozenset({"string_fragment", "multiline_string_fragment"}),
    ordered_scopes=True,
    class_scope=ClassScope.IMPLICIT,
    self_names=frozenset({"this"}),
    super_names=frozenset({"super"}),
    dialect=TypeDialect(
        separator=".",
        generic="<>",
        skip_words=frozenset({"final", "extends", "super", "var"}),
        awaitable=frozenset(),
        containers={**dict.fromkeys(_ELEMENT_FIRST, 0), **dict.fromkeys(_VALUE_SECOND, 1)},
    ),
)
SPECS = (SPEC,)
