"""What a language is, as data: everything that extraction and resolution need to know of its grammar.

A language folder holds `__init__.py` with a `SPEC`, `outline.scm` (persisted facts), `locals.scm` (scopes
and local bindings of the on-demand view) and `rules.py` with `RULES` (imports, visibility, inheritance).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from codeprism_lsp.facts.kinds import DefKind, ImportKind, Modifier, Role
from codeprism_lsp.languages.standing import Standing


class Form(Enum):
    """The language-independent shape of an expression."""

    NAME = auto()
    MEMBER = auto()  # parts: object, name
    CALL = auto()  # parts: callee, arguments
    NEW = auto()  # parts: type, arguments
    INDEX = auto()  # parts: object, index
    LITERAL = auto()  # `literal` names the builtin type
    COLLECTION = auto()  # `literal` names the builtin type; children are elements
    AWAIT = auto()  # parts: operand
    SAME = auto()  # parentheses, casts to nothing, `&x`, `*x`: the operand's own type; parts: operand
    DEREF = auto()  # parts: operand: the element of a pointer
    CAST = auto()  # parts: type, operand
    CHOICE = auto()  # conditional, `or`, `??`: children named in parts are alternatives: a, b
    BINARY = auto()  # arithmetic: parts: left, right; the type of the left where it has one
    TEST = auto()  # comparisons and `not`: bool
    LAMBDA = auto()  # parts: body, parameters
    THIS = auto()  # the receiver keyword
    SUPER = auto()
    TYPE = auto()  # a type expression: its text is parsed
    TRY = auto()  # Rust `?`: parts: operand
    SPREAD = auto()  # what another object or collection holds: parts: operand


@dataclass(frozen=True)
class Shape:
    """How a node type maps to a form. A part is a field name, or the index of a named child."""

    form: Form
    parts: Mapping[str, str | int] = field(default_factory=dict)
    literal: str = ""
    fused: Mapping[str, str | int] = field(default_factory=dict)
    """Of a CALL whose grammar has no node for the callee (Java's `a.b(c)`): the callee's parts as a
    MEMBER; where the object is missing, the name itself is the callee."""


class ClassScope(Enum):
    """From where members are visible without a receiver."""

    IMPLICIT = auto()  # everywhere within the class (Java, C++)
    BODY = auto()  # directly in the class body only (Python)
    NONE = auto()  # nowhere (JavaScript, Go, Rust)


@dataclass(frozen=True, eq=False)
class TypeDialect:
    """How type texts are written, for the parser of type texts.

    `generic` are the brackets of type arguments; `transparent` type names stand for their first
    argument (`Optional[T]`, `&T`, `Box<T>`); `containers` maps a type name to the position of the
    argument that iteration or indexing yields.
    """

    separator: str = "."  # of path segments; "::" also accepts "."
    generic: str = "<>"
    skip_words: frozenset[str] = frozenset()  # words with no meaning for members: const, mut, struct, dyn
    transparent: frozenset[str] = frozenset()
    awaitable: frozenset[str] = frozenset()  # `await` yields the first (last for Python) argument
    containers: Mapping[str, int] = field(default_factory=dict)  # type name -> index of the element argument
    pairs: frozenset[str] = frozenset()  # containers whose iteration yields (key, value) tuples
    tuples: frozenset[str] = frozenset()  # types that hold one value of each of their arguments
    cursors: frozenset[str] = frozenset()  # types within a container that point to what it yields
    unions: frozenset[str] = frozenset()  # types that are one of their arguments
    inferred_arguments: bool = False  # calls determine the type parameters of what they call
    lifetimes: bool = False  # `'a` is a lifetime, no quoted text
    object_types: bool = False  # `{a: T}` is a type, and so are conditional and mapped types
    none: frozenset[str] = frozenset({"None", "null", "undefined", "void", "nil", "()"})
    union: str = "|"


@dataclass(frozen=True)
class Label:
    """A construct in which a name labels a parameter or field: `f(name=1)`, `S{name: 1}`, `.name = 1`.

    `name` is the field that holds the label ("" for the first child, "*" for every child); `owners` maps
    the node type whose parameters or fields are meant to the field that names it; `between` may stand in
    between. With `or_value` what looks like a label may be an expression (keys of Go's map literals); with
    `nests` a label belongs to what the labels around it name (`.from = {.y = 1}`).
    """

    name: str
    owners: Mapping[str, str]
    between: frozenset[str] = frozenset()
    or_value: bool = False
    nests: bool = False


@dataclass(frozen=True)
class PatternStep:
    """How a part of a pattern gets its value from what the pattern takes apart.

    kinds: "same" (the whole value), "position" (the part at the same position of a tuple, or of the type
    that the field `of` names), "element" (an element of the value), "field" (the field that the field
    `label` names, of the type that the field `of` of the pattern around names), "member" (the member that the
    field `label` names), "own" (the member called like the part, where that is a plain name).
    """

    kind: str
    of: str = ""
    label: str = ""


@dataclass(frozen=True)
class PatternRoot:
    """A construct that takes a value apart by a pattern: the fields of its declared type and its value.

    `how` is "value" or "iterate", or "argument" for the parameters of a function literal, whose types
    follow from the call that it is an argument of.
    """

    type: str = ""
    value: str = ""
    how: str = "value"


@dataclass(frozen=True)
class Context:
    """How the place of a value in a construct tells the type that is expected of it.

    kinds: "declared" (the type in the field `type`, of the value in the field `value`), "argument" (the
    parameter of the call around it), "entry" (the member that the field `key` names, of what is expected
    of the object around it), "property" (that of the component whose attribute it is), "element" (an
    element of what is expected of the collection), "same" (what is expected of the construct itself; of its
    field `value` where one is named), "result" (what the function around it returns), "assigned" (the type
    of the field `type`, which is an expression).
    """

    kind: str
    type: str | int = ""
    value: str | int = ""
    key: str = ""


@dataclass(frozen=True)
class TypeTests:
    """Where a test of a name's type holds: branching node type -> (field of its condition, field of the
    branch taken when it holds); `conjunction` is the node type and operator of "and"; names are not
    looked after beyond `barriers`. Behind a statement whose branch ends by one of `leaving`, its condition
    does not hold; `negation` is the node type and operator of "not". `cases` are the node types of one
    case and of the statement that holds it, with the fields of their values."""

    branches: Mapping[str, tuple[str, str]]
    conjunction: tuple[str, str]
    barriers: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    negation: tuple[str, str] = ("", "")
    cases: tuple[tuple[str, str], tuple[str, str]] = (("", ""), ("", ""))
    disjunction: str = "||"  # the operator of "or"


@dataclass(frozen=True)
class NameVisibility:
    """What a name says of its own visibility: `marked` where it bears the mark, `unmarked` elsewhere.

    marks: "underscore" (it begins with one and is no `__name__`), "capital" (an upper case letter of
    Unicode begins it), "hash" (it begins with #).
    """

    mark: str
    marked: Modifier
    unmarked: Modifier

    def __call__(self, name: str) -> Modifier:
        if self.mark == "capital":
            bears = name[:1].isupper()
        elif self.mark == "hash":
            bears = name.startswith("#")
        else:
            bears = name.startswith("_") and not (name.startswith("__") and name.endswith("__"))
        return self.marked if bears else self.unmarked


@dataclass(frozen=True, eq=False)
class Pruning:
    """Where the outline query need not look, as node types of the grammar.

    Nodes `within` which definitions stand are taken apart child by child. A child that is one of the
    `functions` (and was found to define one) or is `sealed` holds nothing that the outline keeps, beyond
    the patterns that start at itself, unless one of the `openers` occurs in its text: a word, and what has
    to match where it stands (None: nothing more). `leaves` never hold anything. All other children are
    searched in full.
    """

    within: frozenset[str]
    functions: frozenset[str]
    sealed: frozenset[str]
    leaves: frozenset[str]
    openers: tuple[tuple[bytes, re.Pattern[bytes] | None], ...]


@dataclass(frozen=True, slots=True)
class DocTag:
    """A tag of a doc comment that tells a type: `@param {Item} one`. Offsets are those in the comment, -1
    where a part is missing."""

    kind: str  # "param", "returns", "type", "this", "property", "typedef", "template", "extends" ...
    name: str
    type: str
    start: int
    name_start: int
    type_start: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Documented:
    """What a doc comment defines: (kind, name, type, parameters, start, end, start of the name), and what it
    imports: (kind, module, name, alias, start of the name, of the alias). Offsets are in the comment."""

    definitions: tuple[tuple[DefKind, str, str, str, int, int, int], ...]
    imports: tuple[tuple[ImportKind, str, str, str, int, int], ...]


@dataclass(frozen=True)
class DocTypes:
    """How doc comments tell types, in languages where they do.

    `tags` reads a comment; `members` the members of the object type, or the properties of the parameter,
    at an offset of it; `documented` what it defines. A comment in front of one of the `carriers` is about
    what is within it.
    """

    tags: Callable[[bytes], tuple[DocTag, ...]]
    members: Callable[[bytes, int], tuple[DocTag, ...]]
    documented: Callable[[bytes], Documented]
    carriers: frozenset[str]


@dataclass(frozen=True)
class Segments:
    """How a text with errors is taken apart, so that an error spoils one definition and not all after it.

    `starts` gives the offsets at which top-level definitions begin, the first of them 0. What stands between
    two is parsed alone, followed by `ending` where it is not the last. Of a sound text that must say what
    the whole says.
    """

    starts: Callable[[bytes], list[int]]
    ending: bytes


@dataclass(frozen=True)
class LanguageSpec:
    """A language as data. Node types are those of its tree-sitter grammar."""

    id: str  # LSP language id, also the key in the store
    family: str  # languages of a family resolve into each other (c and cpp, the JavaScript dialects)
    grammar: str  # name in the language pack
    extensions: tuple[str, ...]
    filenames: tuple[str, ...] = ()
    shebangs: tuple[str, ...] = ()
    queries: str = ""  # language folder whose queries this dialect shares, "" for its own
    separator: str = "."  # in qualified names shown to users
    blank: Callable[[bytes], bytes] | None = None
    # How a word (of a size) stands at some ascending offsets of a source, where its text alone tells much.
    standings: Callable[[bytes, Sequence[int], int], Sequence[Standing]] | None = None
    renames_imports: bool = True  # an import may bind what it brings under another name
    """The source with what its grammar cannot parse (annotation macros of C) replaced by as many spaces.
    What is replaced on a line may depend on that line only, unless it `blanks_far`. The parser sees its
    result, people never."""
    blanks_far: bool = False
    segments: Segments | None = None
    # -- outline -----------------------------------------------------------------------------------
    pruning: Pruning | None = None
    modifier_words: Mapping[bytes, Modifier] = field(default_factory=dict)  # words before the name
    default_visibility: Modifier = Modifier.NONE  # where no word says otherwise
    nested_kinds: Mapping[tuple[DefKind, DefKind], DefKind] = field(default_factory=dict)
    constructor_names: frozenset[str] = frozenset()
    constructors_named_like_types: bool = False  # what is declared like one under another name is none
    assignments_define: bool = False  # only the first of several equal variables or fields counts
    signature_tail: str = ""  # the node behind a parameter list that tells functions apart (C++'s `const`)
    strip_quotes: bytes = b"\"'`<>"
    expand_import: Callable[[str], list[tuple[ImportKind, str, str, str, int]]] | None = None
    """Text of an `@import.tree` capture -> [(kind, module, name, alias, byte offset of the name)]."""
    visibility_of: NameVisibility | None = None
    """Visibility told by the name itself (Python underscores, Go capitals)."""
    # -- view --------------------------------------------------------------------------------------
    identifiers: frozenset[str] = frozenset({"identifier"})
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    roles: Mapping[tuple[str, str], Role] = field(default_factory=dict)
    """(parent node type, field or "*") -> role of the name in it; the nearest ancestor that matches wins."""
    type_tests: TypeTests | None = None
    items_alone: frozenset[DefKind] | None = None
    """Kinds of nested definitions that parse alone; None where not even top-level items do."""
    labels: Mapping[str, Label] = field(default_factory=dict)  # node type -> its label
    right_nested: frozenset[str] = frozenset()
    """MEMBER nodes of which the name may be such a node again: `a::(b::c)`. They are read as `(a::b)::c`."""
    type_nodes: frozenset[str] = frozenset()  # nodes that contain type expressions
    comment_nodes: frozenset[str] = frozenset({"comment"})
    string_nodes: frozenset[str] = frozenset({"string"})
    type_names: frozenset[str] = frozenset()  # identifiers that can name nothing but types
    elements: frozenset[str] = frozenset()  # nodes of tags, of which the field `name` is a component
    member_names: frozenset[str] = (
        frozenset()
    )  # identifiers that can name nothing but members of the type around
    doc_start: bytes = b"/**"  # how a doc comment begins
    doc_names: re.Pattern[bytes] | None = None
    """Where names stand in doc comments: its groups are `parameter`, `link`, `type`, `result`."""
    doc_types: DocTypes | None = None
    name_lists: frozenset[str] = frozenset()  # variables whose strings are names (Python's __all__)
    keyword_arguments: bool = False  # callers may write the names of parameters
    plain_nodes: frozenset[str] = frozenset()  # nodes of mere text in which names stand (bodies of macros)
    ordered_scopes: bool = False  # a binding is visible only after its declaration
    class_scope: ClassScope = ClassScope.NONE
    self_names: frozenset[str] = frozenset()  # names (or keywords) of the receiver
    super_names: frozenset[str] = frozenset()
    first_parameter_is_self: bool = False
    dialect: TypeDialect = TypeDialect()
    value_fields: tuple[str, ...] = ("value", "right")  # of a definition's node: its initialiser
    body_fields: tuple[str, ...] = ("body",)  # of a definition's node: where its signature ends
    doc_inside: bool = False  # documentation is the first string of the body (Python)
    patterns: Mapping[str, PatternStep] = field(default_factory=dict)  # nodes that patterns consist of
    pattern_roots: Mapping[str, PatternRoot] = field(default_factory=dict)  # nodes that hold a pattern
    contexts: Mapping[str, Context] = field(default_factory=dict)
    """Node type -> how what stands in it gets a type from outside, in languages where literals without a
    type of their own and function literals do."""
    assignments: frozenset[str] = frozenset()  # nodes whose patterns assign and bind nothing
    untyped: bool = False  # with contexts: a place whose expectation is not known expects nothing
    parameter_list: str = ""  # with contexts: the node that lists parameters
    result_field: str = ""  # with contexts: the field of a function that holds its result type
    functions: frozenset[str] = frozenset()  # with contexts: nodes of functions that are no literals
    token_trees: frozenset[str] = frozenset()  # nodes whose children are loose tokens (Rust's macros)
    items_hoist: bool = False  # with ordered scopes: functions and types are visible before they stand
    blocks_hold_definitions: bool = False  # a function or class in a block is seen within the block only
    open_kinds: frozenset[DefKind] = frozenset()  # types whose members are seen in them by their bare names
    methods_elsewhere: bool = False  # methods stand beside their type and hide no field of their name
    shorthands: frozenset[str] = frozenset()  # nodes of names that are a field and a local at once
    self_types: frozenset[str] = frozenset()  # names of the type around (`Self`)
    dead_ends: frozenset[str] = frozenset()
    """Subtrees in which names are never looked at, as node types or as "parent>child"."""


@dataclass(frozen=True)
class ModuleTarget:
    """What an import row leads to.

    `paths` are files of the workspace, best first: one module file, or all files of a package. With
    `name` the target is that definition in them, otherwise the module itself. Without paths the target
    is `external`: the package outside the workspace. `within` is the definition of the first file (an
    inline module, an enum) in which the name stands, or which itself is meant; -1 for the file.
    """

    paths: tuple[str, ...] = ()
    name: str = ""
    external: str = ""
    within: int = -1
