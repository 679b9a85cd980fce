"""C++."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, ImportKind, Modifier, Role
from codeprism_lsp.languages.c import DESIGNATOR, ROLES, SHAPES, SKIPPED_WORDS
from codeprism_lsp.languages.cpp.macros import blank
from codeprism_lsp.languages.cpp.pruning import PRUNING
from codeprism_lsp.languages.cpp.standard import MAPS
from codeprism_lsp.languages.spec import ClassScope, Form, LanguageSpec, Shape, TypeDialect


def expand_using(text: str) -> list[tuple[ImportKind, str, str, str, int]]:
    """`a::b::c` of a using-declaration: the name `c` of `a::b`."""
    scope, _, name = text.rpartition("::")
    return [(ImportKind.NAME, scope.strip(), name.strip(), "", len(text) - len(name.lstrip()))]


SPEC = LanguageSpec(
    id="cpp",
    family="c",
    grammar="cpp",
    items_alone=frozenset({DefKind.FUNCTION, DefKind.METHOD}),
    pruning=PRUNING,
    extensions=(".cpp", ".cc", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".inl", ".tpp"),
    separator="::",
    blank=blank,
    expand_import=expand_using,
    modifier_words={
        b"static": Modifier.STATIC,
        b"extern": Modifier.EXTERN,
        b"inline": Modifier.INLINE,
        b"const": Modifier.CONST,
        b"constexpr": Modifier.CONST,
        b"constinit": Modifier.CONST,
        b"virtual": Modifier.VIRTUAL,
        b"mutable": Modifier.MUTABLE,
    },
    nested_kinds={
        (kind, DefKind.FUNCTION): DefKind.METHOD for kind in (DefKind.CLASS, DefKind.STRUCT, DefKind.UNION)
    }
    | {(DefKind.NAMESPACE, DefKind.CONSTRUCTOR): DefKind.FUNCTION},
    identifiers=frozenset(
        {"identifier", "type_identifier", "field_identifier", "namespace_identifier", "statement_identifier"}
    ),
    shapes={
        **SHAPES,
        "namespace_identifier": Shape(Form.NAME),
        "qualified_identifier": Shape(Form.MEMBER, {"object": "scope", "name": "name"}),
        "subscript_expression": Shape(Form.INDEX, {"object": "argument", "index": "indices"}),
        "new_expression": Shape(Form.NEW, {"type": "type", "arguments": "arguments"}),
        "this": Shape(Form.THIS),
        "lambda_expression": Shape(Form.LAMBDA, {"body": "body", "parameters": "declarator"}),
        "template_function": Shape(Form.SAME, {"operand": "name"}),
        "template_method": Shape(Form.SAME, {"operand": "name"}),
        "dependent_name": Shape(Form.SAME, {"operand": 0}),
        "template_type": Shape(Form.TYPE, {"name": "name"}),
        "class_specifier": Shape(Form.TYPE),
        "co_await_expression": Shape(Form.AWAIT, {"operand": "argument"}),
    },
    roles={
        **ROLES,
        ("base_class_clause", "*"): Role.INHERIT,
        ("using_declaration", "*"): Role.IMPORT,
        ("namespace_alias_definition", "*"): Role.IMPORT,
        ("field_initializer", "*"): Role.WRITE,
    },
    labels={"field_designator": DESIGNATOR},
    right_nested=frozenset({"qualified_identifier"}),
    type_nodes=frozenset({"type_identifier", "type_descriptor", "template_type"}),
    string_nodes=frozenset({"string_content", "string_literal", "raw_string_literal", "system_lib_string"}),
    plain_nodes=frozenset({"preproc_arg"}),
    ordered_scopes=True,
    class_scope=ClassScope.IMPLICIT,
    self_names=frozenset({"this"}),
    constructors_named_like_types=True,
    signature_tail="type_qualifier",
    dialect=TypeDialect(
        separator="::",
        generic="<>",
        skip_words=SKIPPED_WORDS,
        transparent=frozenset(
            "unique_ptr shared_ptr weak_ptr optional reference_wrapper atomic scoped_refptr intrusive_ptr "
            "raw_ptr not_null observer_ptr".split()
        ),
        containers={
            **dict.fromkeys(
                "vector list deque set multiset unordered_set forward_list array span initializer_list queue "
                "stack priority_queue valarray unordered_multiset flat_hash_set node_hash_set btree_set "
                "InlinedVector FixedArray Span iterator".split(),
                0,
            ),
            **dict.fromkeys(MAPS, 1),
        },
        pairs=MAPS,
        tuples=frozenset({"pair", "tuple"}),
        cursors=frozenset({"iterator", "const_iterator", "reverse_iterator", "const_reverse_iterator"}),
    ),
)
SPECS = (SPEC,)
