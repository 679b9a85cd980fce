"""The vocabulary of facts: kinds of definitions, roles of references, relations, modifiers.

The numbers are part of the stored format: they may be added to, never renumbered (a change of meaning
is a change of the recipe).
"""

from __future__ import annotations

from enum import IntEnum, IntFlag


class DefKind(IntEnum):
    """What a definition is, in the field's names."""

    MODULE = 1
    NAMESPACE = 2
    PACKAGE = 3
    CLASS = 4
    INTERFACE = 5
    TRAIT = 6
    STRUCT = 7
    UNION = 8
    ENUM = 9
    ENUM_MEMBER = 10
    TYPE_ALIAS = 11
    FUNCTION = 12
    METHOD = 13
    CONSTRUCTOR = 14
    PROPERTY = 15
    FIELD = 16
    VARIABLE = 17
    CONSTANT = 18
    PARAMETER = 19
    TYPE_PARAMETER = 20
    MACRO = 21
    IMPL = 22  # a Rust impl block: named after its type, a container, never a search result
    ANNOTATION = 23


TYPE_KINDS = frozenset(
    {
        DefKind.CLASS,
        DefKind.INTERFACE,
        DefKind.TRAIT,
        DefKind.STRUCT,
        DefKind.UNION,
        DefKind.ENUM,
        DefKind.TYPE_ALIAS,
        DefKind.ANNOTATION,
    }
)
CALLABLE_KINDS = frozenset({DefKind.FUNCTION, DefKind.METHOD, DefKind.CONSTRUCTOR, DefKind.MACRO})
NAMESPACE_KINDS = frozenset({DefKind.MODULE, DefKind.NAMESPACE, DefKind.PACKAGE})


class Role(IntEnum):
    """What an occurrence of a name does with what it names."""

    REFERENCE = 0
    DEFINITION = 1
    CALL = 2
    INSTANTIATE = 3
    READ = 4
    WRITE = 5
    TYPE = 6
    IMPORT = 7
    INHERIT = 8
    IMPLEMENT = 9
    DECORATE = 10
    RECEIVER = 11
    MACRO = 12


class Relation(IntEnum):
    """How a supertype is written."""

    EXTENDS = 1
    IMPLEMENTS = 2
    EMBEDS = 3


class ImportKind(IntEnum):
    """The shape of an import.

    MODULE binds the module itself, NAME binds one of its names, WILDCARD all of them; REEXPORT kinds
    make names of another module visible as the importing module's own, INCLUDE pastes a file, and
    MOD declares a child module that lives in another file.
    """

    MODULE = 1
    NAME = 2
    WILDCARD = 3
    REEXPORT_NAME = 4
    REEXPORT_WILDCARD = 5
    REEXPORT_NAMESPACE = 6
    INCLUDE = 7
    INCLUDE_SYSTEM = 8
    MOD = 9
    STATIC_NAME = 10
    STATIC_WILDCARD = 11
    DEFAULT = 12
    SIDE_EFFECT = 13


class Modifier(IntFlag):
    """Modifiers and visibility of a definition, one bit each."""

    NONE = 0
    PUBLIC = 1
    PRIVATE = 2
    PROTECTED = 4
    INTERNAL = 8  # visible in its package, crate or module only
    STATIC = 16
    ABSTRACT = 32
    FINAL = 64
    ASYNC = 128
    CONST = 256
    EXTERN = 512
    VIRTUAL = 1024
    OVERRIDE = 2048
    EXPORTED = 4096
    DEFAULT = 8192
    DECLARATION = 16384  # declared without a body: a prototype, an abstract method, `extern` data
    INLINE = 32768
    READONLY = 65536
    DEPRECATED = 131072
    DECORATED = 262144
    GENERATOR = 524288
    UNSAFE = 1048576
    GETTER = 2097152
    SETTER = 4194304
    OPTIONAL = 8388608
    INSTANCE = 16777216  # assigned through the receiver in a method, not declared in the class body
    MUTABLE = 33554432
