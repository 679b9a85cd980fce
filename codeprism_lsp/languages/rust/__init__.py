"""Rust."""

from __future__ import annotations

from codeprism_lsp.facts.kinds import DefKind, Modifier, Role
from codeprism_lsp.languages.rust import usetree
from codeprism_lsp.languages.rust.blanking import blank
from codeprism_lsp.languages.rust.pruning import PRUNING
from codeprism_lsp.languages.spec import (
    Form,
    Label,
    LanguageSpec,
    PatternRoot,
    PatternStep,
    Shape,
    TypeDialect,
)

_SAME = PatternStep("same")

SPEC = LanguageSpec(
    id="rust",
    family="rust",
    grammar="rust",
    items_alone=frozenset({DefKind.FUNCTION, DefKind.METHOD}),
    pruning=PRUNING,
    extensions=(".rs",),
    shebangs=("rust-script", "cargo"),
    separator="::",
    blank=blank,
    blanks_far=True,
    expand_import=usetree.expand,
    modifier_words={
        b"pub": Modifier.PUBLIC,
        b"crate)": Modifier.INTERNAL,
        b"super)": Modifier.INTERNAL,
        b"async": Modifier.ASYNC,
        b"const": Modifier.CONST,
        b"unsafe": Modifier.UNSAFE,
        b"extern": Modifier.EXTERN,
        b"static": Modifier.STATIC,
        b"mut": Modifier.MUTABLE,
        b"default": Modifier.DEFAULT,
    },
    default_visibility=Modifier.PRIVATE,
    nested_kinds={
        (DefKind.IMPL, DefKind.FUNCTION): DefKind.METHOD,
        (DefKind.TRAIT, DefKind.FUNCTION): DefKind.METHOD,
    },
    identifiers=frozenset(
        {
            "identifier",
            "type_identifier",
            "field_identifier",
            "shorthand_field_identifier",
            "self",
            "super",
            "crate",
        }
    ),
    shapes={
        "identifier": Shape(Form.NAME),
        "type_identifier": Shape(Form.NAME),
        "self": Shape(Form.NAME),
        "super": Shape(Form.NAME),
        "crate": Shape(Form.NAME),
        "primitive_type": Shape(Form.NAME),
        "field_expression": Shape(Form.MEMBER, {"object": "value", "name": "field"}),
        "scoped_identifier": Shape(Form.MEMBER, {"object": "path", "name": "name"}),
        "scoped_type_identifier": Shape(Form.MEMBER, {"object": "path", "name": "name"}),
        "call_expression": Shape(Form.CALL, {"callee": "function", "arguments": "arguments"}),
        "generic_function": Shape(Form.SAME, {"operand": "function"}),
        "struct_expression": Shape(Form.NEW, {"type": "name", "arguments": "body"}),
        "index_expression": Shape(Form.INDEX, {"object": 0, "index": 1}),
        "try_expression": Shape(Form.TRY, {"operand": 0}),
        "await_expression": Shape(Form.AWAIT, {"operand": 0}),
        "parenthesized_expression": Shape(Form.SAME, {"operand": 0}),
        "reference_expression": Shape(Form.SAME, {"operand": "value"}),
        "unary_expression": Shape(Form.SAME, {"operand": 0}),
        "type_cast_expression": Shape(Form.CAST, {"type": "type", "operand": "value"}),
        "binary_expression": Shape(Form.BINARY, {"left": "left", "right": "right"}),
        "closure_expression": Shape(Form.LAMBDA, {"body": "body", "parameters": "parameters"}),
        # What a block is worth stands last in it; the same holds for what consists of blocks.
        "block": Shape(Form.SAME, {"operand": -1}),
        "unsafe_block": Shape(Form.SAME, {"operand": 0}),
        "async_block": Shape(Form.SAME, {"operand": 0}),
        "if_expression": Shape(Form.CHOICE, {"a": "consequence", "b": "alternative"}),
        "else_clause": Shape(Form.SAME, {"operand": 0}),
        "match_expression": Shape(Form.SAME, {"operand": "body"}),
        "match_block": Shape(Form.CHOICE, {"a": 0, "b": 1}),
        "match_arm": Shape(Form.SAME, {"operand": "value"}),
        "tuple_expression": Shape(Form.COLLECTION, literal="tuple"),
        "array_expression": Shape(Form.COLLECTION, literal="array"),
        "string_literal": Shape(Form.LITERAL, literal="str"),
        "raw_string_literal": Shape(Form.LITERAL, literal="str"),
        "char_literal": Shape(Form.LITERAL, literal="char"),
        "integer_literal": Shape(Form.LITERAL, literal="i32"),
        "float_literal": Shape(Form.LITERAL, literal="f64"),
        "boolean_literal": Shape(Form.LITERAL, literal="bool"),
        "bracketed_type": Shape(Form.SAME, {"operand": 0}),
        "qualified_type": Shape(Form.CHOICE, {"a": "type", "b": "alias"}),
        "generic_type": Shape(Form.TYPE, {"operand": "type"}),
        "reference_type": Shape(Form.TYPE),
        "array_type": Shape(Form.TYPE),
        "tuple_type": Shape(Form.TYPE),
        "dynamic_type": Shape(Form.TYPE),
    },
    roles={
        ("use_declaration", "*"): Role.IMPORT,
        ("extern_crate_declaration", "*"): Role.IMPORT,
        ("mod_item", "name"): Role.IMPORT,
        ("trait_item", "bounds"): Role.INHERIT,
        ("impl_item", "trait"): Role.IMPLEMENT,
        ("macro_invocation", "macro"): Role.MACRO,
        ("attribute_item", "*"): Role.DECORATE,
        ("assignment_expression", "left"): Role.WRITE,
        ("compound_assignment_expr", "left"): Role.WRITE,
        ("field_initializer", "field"): Role.WRITE,
    },
    labels={
        "field_initializer": Label(
            "field", {"struct_expression": "name"}, frozenset({"field_initializer_list"})
        ),
        "field_pattern": Label("name", {"struct_pattern": "type"}),
        "shorthand_field_initializer": Label(
            "", {"struct_expression": "name"}, frozenset({"field_initializer_list"}), or_value=True
        ),
        "type_binding": Label("name", {"generic_type": "type"}, frozenset({"type_arguments"})),
    },
    patterns={
        "tuple_pattern": PatternStep("position"),
        "slice_pattern": PatternStep("element"),
        "tuple_struct_pattern": PatternStep("position", of="type"),
        "struct_pattern": PatternStep("field", of="type"),
        "field_pattern": PatternStep("field", label="name"),
        "captured_pattern": _SAME,
        "ref_pattern": _SAME,
        "mut_pattern": _SAME,
        "reference_pattern": _SAME,
        "or_pattern": _SAME,
        "match_pattern": _SAME,
        "match_arm": _SAME,
        "match_block": _SAME,
    },
    pattern_roots={
        "let_declaration": PatternRoot(type="type", value="value"),
        "let_condition": PatternRoot(value="value"),
        "match_expression": PatternRoot(value="value"),
        "parameter": PatternRoot(type="type"),
        "for_expression": PatternRoot(value="value", how="iterate"),
        "closure_parameters": PatternRoot(how="argument"),
    },
    token_trees=frozenset({"token_tree"}),
    type_nodes=frozenset(
        {
            "type_identifier",
            "primitive_type",
            "type_arguments",
            "where_clause",
            "reference_type",
            "generic_type",
            "tuple_type",
            "array_type",
            "dynamic_type",
            "abstract_type",
        }
    ),
    comment_nodes=frozenset({"line_comment", "block_comment"}),
    string_nodes=frozenset({"string_content", "char_literal"}),
    dead_ends=frozenset({"macro_rule", "attribute>token_tree"}),
    ordered_scopes=True,
    items_hoist=True,
    methods_elsewhere=True,
    shorthands=frozenset({"shorthand_field_identifier", "shorthand_field_initializer"}),
    self_types=frozenset({"Self"}),
    dialect=TypeDialect(
        separator="::",
        generic="<>",
        lifetimes=True,
        skip_words=frozenset({"mut", "dyn", "impl", "const", "ref", "for", "unsafe"}),
        transparent=frozenset(
            "Box Rc Arc Ref RefMut MutexGuard RwLockReadGuard RwLockWriteGuard OwnedMutexGuard Pin Cow "
            "ManuallyDrop NonNull CachePadded Wrapping Reverse".split()
        ),
        awaitable=frozenset({"Future", "BoxFuture", "LocalBoxFuture"}),
        containers={
            **dict.fromkeys(
                (
                    "Vec VecDeque LinkedList HashSet BTreeSet BinaryHeap IndexSet SmallVec ArrayVec Option "
                    "Result Poll Iterator IntoIterator DoubleEndedIterator ExactSizeIterator Stream Iter "
                    "IterMut IntoIter Mutex RwLock RefCell Cell UnsafeCell OnceCell OnceLock LazyLock Lazy "
                    "Weak MaybeUninit AssertUnwindSafe"
                ).split(),
                0,
            ),
            **dict.fromkeys("HashMap BTreeMap IndexMap FxHashMap AHashMap DashMap".split(), 1),
        },
        pairs=frozenset("HashMap BTreeMap IndexMap FxHashMap AHashMap DashMap".split()),
        none=frozenset({"()"}),
        union="+",
    ),
)
SPECS = (SPEC,)
