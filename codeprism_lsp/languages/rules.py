"""The rules of a language that are not data: how imports find files and who sees which name.

Rules see the workspace only as `Files` (names of files, facts by path); they never see a tree, never
touch a disk and keep no state. What they answer is cached by the caller per snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from codeprism_lsp.facts.kinds import DefKind, ImportKind, Modifier
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.build_rules import BuildRules
from codeprism_lsp.languages.module_rules import ModuleRules
from codeprism_lsp.languages.rule_terms import Argument, Clause, Following
from codeprism_lsp.languages.spec import ModuleTarget
from codeprism_lsp.languages.type_rules import TypeRules
from codeprism_lsp.languages.workspace_files import Files

__all__ = ["Argument", "Clause", "Files", "Following", "Rules"]


class Rules(ModuleRules, BuildRules, TypeRules):
    """Defaults that suit no language fully; each language overrides what differs."""

    def import_keys(self, imported: Import) -> Iterable[str]:
        """Keys under which a file with this import is listed: a superset of the `file_keys` of what it
        may lead to must share one key. Pure; used when facts are stored."""
        last = imported.module.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        return (last,) if last else ()

    def file_keys(self, path: str, outline: Outline) -> Iterable[str]:
        """Keys of the imports that may lead to this file."""
        return (path.rsplit("/", 1)[-1],)

    def known_as(self, files: Files, path: str) -> Iterable[str]:
        """Further keys of the imports that may lead to this file, which only configuration tells (names
        of packages, aliases of paths). Asked when a question is answered, not when facts are stored."""
        return ()

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        """Where an import of the file `path` leads, best first; several when it is ambiguous."""
        return ()

    def imports_alike(self, path: str) -> str:
        """What files have in common whose imports lead to the same places: by default a file is alone."""
        return path

    def siblings(self, files: Files, path: str) -> Sequence[str]:
        """Other files whose top-level names are visible in `path` without import (same package)."""
        return ()

    def visible(self, files: Files, path: str, candidate: str, index: int) -> int:
        """Rank (0 best) at which definition `index` of the file `candidate` is visible in `path` though
        neither scope, import nor package leads there, or -1. Used for what links by name (C, C++)."""
        return -1

    def distance(self, path: str, other: str) -> int:
        """How far a file is from another, among definitions that are visible at one rank."""
        return 0

    def reach(self, files: Files, path: str, candidate: str, index: int) -> int:
        """Rank (0 best) at which a definition of an open namespace in another file is seen, or -1."""
        return 0

    def scope_around(self, outline: Outline, index: int) -> int:
        """The definition whose scope a definition's name belongs to, -1 for the file; for a member that is
        written out of line (`A::b`), that of the file."""
        return outline.container(index)

    def first_declared(self, files: Files, path: str, other: str, index: int) -> tuple[str, int] | None:
        """(path, definition index) of the first declaration, as the file `path` reads them, of what is opened
        again and again (a namespace of C++); None where definitions stand for themselves."""
        return None

    def included_imports(
        self, files: Files, path: str, namespace: str = ""
    ) -> Mapping[str, Sequence[tuple[str, Import]]]:
        """(file, import) by the name that it binds for all who include it, of what `path` includes; with
        `namespace`, as it is qualified, those that stand in it, in `path` itself as well."""
        return {}

    def namespaces_by_macro(
        self,
        files: Files,
        path: str,
        read: Callable[[str], bytes | None],
        definers: Callable[[str], Sequence[tuple[str, int]]],
    ) -> Mapping[str, tuple[str, int]]:
        """The namespaces that macros open in a file, where its outline cannot know them, by name: where the
        macro's body names them (a file, an offset)."""
        return {}

    def expanded(self, definition: str, arguments: Sequence[str]) -> tuple[str, tuple[str, list[str]] | None]:
        """What a call of the macro with that definition is: the text of the type it is cast to, or the (name,
        arguments) of the one call that it consists of."""
        return "", None

    def declared_by(self, definition: str, arguments: Sequence[str], name: str) -> str:
        """The type text of the variable `name` that a call of the macro with that definition declares, ""
        where it declares none."""
        return ""

    def files_read(self, files: Files, path: str) -> Sequence[str]:
        """Files in the order in which the file reads them, where types may be declared without a body."""
        return ()

    def is_system_type(self, name: str) -> bool:
        """Whether a type is one of the operating system's, which files declare and never define."""
        return False

    def qualifiers_belong(self) -> bool:
        """Whether a reference to a type covers the qualifier it is written with (Java)."""
        return False

    def methods_have_hierarchy(self) -> bool:
        """Whether the type hierarchy of a method shows what its types above and below have for it (Java)."""
        return False

    def functions_apart(self) -> bool:
        """Whether functions have names apart from those of variables: a call never means a variable."""
        return False

    def members_stand_for_type(self) -> bool:
        """Whether the type hierarchy of a member function is that of its class."""
        return False

    def constructors_name_types(self) -> bool:
        """Whether the name of a constructor or destructor where it is declared names its class as well."""
        return False

    def implicit_modules(self, files: Files, path: str) -> Sequence[str]:
        """Files whose names are visible everywhere (preludes, builtins)."""
        return ()

    def package(self, files: Files, path: str) -> str:
        """Name of the module or package the file belongs to, as users write it."""
        return path.rsplit(".", 1)[0].replace("/", ".")

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        """Top-level definitions of a module that an importer sees as `name`."""
        return outline.members(-1, name)

    def members(self, outline: Outline, container: int, name: str) -> Sequence[int]:
        """Definitions called `name` in the scope that a definition opens, those included that scopes
        within it pass on (enumerators of an unscoped enumeration)."""
        return outline.members(container, name)

    def holds_members(self) -> bool:
        """Whether all members of a type are written within its own braces."""
        return False

    def separates_tags(self) -> bool:
        """Whether a type and a value of one name stand side by side, told apart by where they are used
        (`struct stat` and `stat()` of C)."""
        return False

    def is_tagged(self, data: bytes, start: int) -> bool:
        """Whether the name at `start` is a tag by the word before it (`struct`), where tags are separate."""
        return False

    def needs_tag_words(self) -> bool:
        """Whether a tag is never named without its word (C, and not C++)."""
        return False

    def is_tag(self, outline: Outline, index: int) -> bool:
        """Whether a definition's name is a tag, which only the word before it lets be seen."""
        return False

    def text_allows(self, kinds: frozenset[DefKind], data: bytes, start: int, end: int) -> bool:
        """Whether the name at `start` to `end` of a text may mean a definition of one of some kinds, by the
        text around it alone: a cheap look ahead of resolving it."""
        return True

    def call_result(self, callee: str) -> str:
        """The type text that a call gives by its callee's own text (`static_cast<T>`), "" where the
        callee's definition tells."""
        return ""

    def bound_name(self, imported: Import) -> str:
        """The local name that an import introduces, "" where it introduces none."""
        if imported.kind in (ImportKind.REEXPORT_NAME, ImportKind.REEXPORT_WILDCARD, ImportKind.SIDE_EFFECT):
            return ""
        if self.wildcard(imported.kind):
            return ""
        return imported.binds or imported.module.rsplit(".", 1)[-1]

    def bound_in(self, files: Files, path: str, imported: Import) -> str:
        """The local name that an import of the file `path` introduces, where its target tells the name
        (a Go package's own clause), "" where it introduces none."""
        return self.bound_name(imported)

    def module_prefix(self, data: bytes, imported: Import, start: int) -> Import | None:
        """The import of the module that the written module name denotes up to and including the
        identifier at `start`; None where that identifier is no part of the module's name. Its alias is
        "_": the whole of it is meant, not what the statement binds."""
        text = imported.module
        end = imported.name_start if imported.name_start > start else imported.end
        at = data.find(text.encode(), imported.start, max(end, imported.start + len(text)))
        if at < 0:
            at = data.find(text.encode(), imported.start, imported.end)
        if at < 0 or not at <= start < at + len(text.encode()):
            return None
        stop = start - at
        while stop < len(text) and (text[stop].isalnum() or text[stop] in "_$"):
            stop += 1
        return replace(imported, kind=ImportKind.MODULE, module=text[:stop], name="", alias="_")

    def reexports(self, imported: Import) -> bool:
        """Whether other modules see what this import binds as the importing module's own."""
        return imported.kind in (
            ImportKind.REEXPORT_NAME,
            ImportKind.REEXPORT_WILDCARD,
            ImportKind.REEXPORT_NAMESPACE,
        )

    def merges(self, kind: DefKind) -> bool:
        """Whether several declarations of that kind and name are one (TypeScript interfaces)."""
        return False

    def other_parts(
        self, files: Files, path: str, index: int, definers: Callable[[str], Sequence[tuple[str, int]]]
    ) -> Sequence[tuple[str, int]]:
        """Other definitions that add supertypes to a type: impl blocks, merged declarations."""
        return ()

    def extends_from(self, files: Files, owner: str, path: str, container: int) -> bool:
        """Whether a definition in `path` may add members to a type of the file `owner`, beyond the same
        file and package."""
        return False

    def follows_overridden(self) -> Following:
        """Whether uses of what a member overrides or implements count as uses of the member."""
        return Following.NOT

    def follows_overriding(self) -> Following:
        """Whether uses of what overrides or implements a member count as uses of the member."""
        return Following.NOT

    def overrides_are_marked(self) -> bool:
        """Whether a member overrides another only where one of them says that it is virtual."""
        return False

    def satisfied_by_methods(self) -> bool:
        """Whether a type satisfies an interface by having its methods, without saying so (Go)."""
        return False

    def method_identity(self, files: Files, path: str, index: int) -> str:
        """The name of a method as it is matched against an interface: with its package where only that
        package can implement it."""
        return files.outline(path).name(index)

    def method_signature(self, files: Files, path: str, index: int) -> str:
        """The signature of a method, spelled so that equal signatures are equal texts in every file."""
        return ""

    def library_interfaces(self) -> Mapping[str, Mapping[str, str]]:
        """Signatures by name of the methods of well-known interfaces outside the workspace."""
        return {}

    def builds_with(self, path: str, other: str) -> bool:
        """Whether a file belongs to what is built together with the file `path` (data of tests does not)."""
        return True

    def library_methods(self, files: Files, path: str, text: str) -> Mapping[str, str] | None:
        """Signatures by name of the methods of an interface outside the workspace that the file calls
        `text`, None where they are not known."""
        return None

    def open_namespaces(self) -> bool:
        """Whether a namespace continues in other files under the same name."""
        return False

    def implicit_receiver(self) -> bool:
        """Whether members are visible without a receiver in out-of-line member functions."""
        return False

    def objects_without_class(self) -> bool:
        """Whether object literals have members of their own and functions construct objects."""
        return False

    def infers_returns(self) -> bool:
        """Whether a function without a written return type returns what its body tells."""
        return False

    def undeclared_is_external(self) -> bool:
        """Whether a type that the workspace does not declare is known to be declared outside of it."""
        return False

    def package_clause(self, data: bytes) -> Clause | None:
        """The clause by which a file says what its package is called, where that is a declaration (Go)."""
        return None

    def overrides_by_name(self) -> bool:
        """Whether all members of a name in types above and below one another are references of each."""
        return False

    def signatures_define(self) -> bool:
        """Whether a signature without a body is where a call leads, rather than the body behind it."""
        return False

    def locals_are_members(self) -> bool:
        """Whether a local that takes out a member of its own name is as good as that member (`{a} = b`)."""
        return False

    def rank(self, files: Files, path: str) -> int:
        """Order among several definitions found alike, 0 first: what only some systems build comes last."""
        return 0

    def overloads(self) -> bool:
        """Whether functions of one name are told apart by their parameters, and `new` means one of them."""
        return False

    def fit(self, parameter: str, given: Argument) -> int | None:
        """How well an argument suits a written parameter; None where pointers do not matter, and types are
        told apart by their names alone."""
        return None

    def takes_anything(self, parameter: str, data: bytes, start: int) -> bool:
        """Whether the type of a written parameter of the function at a place of a text is one that the caller
        chooses."""
        return False

    def declares(self, outline: Outline, index: int) -> bool:
        """Whether what stands there declares something that is defined elsewhere, if it is."""
        return bool(outline.modifiers(index) & Modifier.DECLARATION)

    def is_specialisation(self, outline: Outline, index: int, data: bytes) -> bool:
        """Whether a definition is that of a template for some arguments (`struct hash<A> {}`): the name
        stands for the template as it is first declared."""
        return False

    def calls_give_fields(self) -> bool:
        """Whether calling a field's name gives the field (the accessors of Java's records)."""
        return False

    def special_member(self, name: str) -> str:
        """ "element" or "same" where a member gives the receiver's element or the receiver itself
        whatever the type (`Option::unwrap`, `clone`), else ""."""
        return ""

    def closed_modules(self) -> bool:
        """Whether a module sees only its own items, its imports and other packages, and nothing of what
        stands around it. The rules then walk the modules themselves: `module_members`, `names_seen`."""
        return False

    def module_members(
        self,
        files: Files,
        path: str,
        index: int,
        name: str,
        definers: Callable[[str], Sequence[tuple[str, int]]],
    ) -> Sequence[tuple[str, int]]:
        """(path, definition index, or -1 for the file's module) of what a closed module offers to others
        as `name`; `index` is the module's definition, -1 for that of the file."""
        return ()

    def names_seen(
        self,
        files: Files,
        path: str,
        index: int,
        name: str,
        definers: Callable[[str], Sequence[tuple[str, int]]],
    ) -> Sequence[tuple[str, int]] | None:
        """As `module_members`, for a name that is used in the module itself: [] where it is bound to what
        lies outside the workspace, None where it is not known."""
        return None

    def traits_with(
        self, files: Files, path: str, name: str, definers: Callable[[str], Sequence[tuple[str, int]]]
    ) -> Sequence[tuple[str, int]]:
        """Members called `name` of traits that the file sees, for receivers whose own type has none."""
        return ()

    def needs_owner(self, outline: Outline, index: int) -> bool:
        """Whether a member can only be named through its type's name (`Type::new`)."""
        return False

    def may_guess(self, name: str) -> bool:
        """Whether a member of that name may be guessed where its receiver's type is not known."""
        return True

    def dereferenced_by(self) -> tuple[str, str]:
        """(trait, associated type) by which a type passes on the members of another type, or ("", "")."""
        return ("", "")

    def suits(self, kind: DefKind, data: bytes, start: int, end: int) -> bool:
        """Whether a definition of that kind can be meant by the name at `start` to `end` of a text, where
        a language with closed modules has several namespaces for names."""
        return True

    def wrapped(self, callee: str) -> str | None:
        """The container that a constructor, by its text, puts its first argument into ("" where the
        wrapper is as good as what it wraps), None of other callees."""
        return None

    def unwrapped_by(self, constructor: str) -> int | None:
        """Which type argument of a container a pattern with that constructor takes out, None of others."""
        return None

    def finds_by_arguments(self) -> bool:
        """Whether a call finds functions beside the types of its arguments."""
        return False

    def is_friend(self, outline: Outline, index: int) -> bool:
        """Whether what is written within a type is a function of the namespace around it."""
        return False

    def is_rooted(self, data: bytes, start: int) -> bool:
        """Whether the name at `start` is one of the whole program's scope by what stands before it."""
        return False

    def initialises_members(self) -> bool:
        """Whether constructors initialise members by a list of names before their body."""
        return False

    def types_go_by_aliases(self) -> bool:
        """Whether a supertype may be written as an alias of the type that is meant."""
        return False

    def is_scope(self, data: bytes, end: int) -> bool:
        """Whether the name that ends at `end` is a scope by what follows it, and so no value."""
        return False

    def defines_operators(self) -> bool:
        """Whether types say themselves what operators on them give (`operator->` of C++)."""
        return False

    def position_in(self, container: str, member: str) -> int:
        """Which type argument of a builtin container a member of it has, -1 where it has none of them."""
        return -1

    def combinator(self, container: str, method: str) -> str:
        """What a method of a builtin container gives, "" if that is not known; without a container,
        whether it may be such a method at all.

        "element": what is contained; "optional": an Option of it; "same": the container as it is;
        "itself": the receiver, whatever it is; "made": a value of the type it is called on; "iterated":
        what iterating it gives; "mapped": the
        container of what the function argument gives; "flat": what the function argument gives; "pairs":
        tuples of a number and an element; "nested": containers of the same; "keys", "values": of a map;
        "flattened": the container of what its elements contain;
        "then": a promise of what the first function argument gives.
        """
        return ""

    def passes(self, method: str) -> str:
        """What a container's method passes to a function literal: "element" (any number of them), "indexed"
        (what is contained, and its position or key), "error", "accumulator" or "folded" (what is folded so
        far, and an element), or "awaited" (what a promise gives)."""
        return ""

    def positional(self, written: str) -> Sequence[str]:
        """Type texts of the fields without names of a type whose type text is `written`."""
        return ()

    def guards(self, container: str) -> bool:
        """Whether members of what a builtin container holds are found on the container, too."""
        return False

    def qualified(self, files: Files, path: str, segments: Sequence[str]) -> tuple[str, int] | None:
        """(path, definition index) that a fully qualified name denotes without any import."""
        return None

    def same_entity(
        self, files: Files, path: str, index: int, definers: Callable[[str], Sequence[tuple[str, int]]]
    ) -> Sequence[tuple[str, int]]:
        """Other definitions that declare the same thing: prototypes, overload signatures, merged parts."""
        return ()

    def seen_by_inclusion(self, outline: Outline, index: int, path: str) -> bool:
        """Whether no other file can name a definition unless the text of its file is part of that file's."""
        return False

    def may_name(self, files: Files, path: str, other: str, index: int) -> bool:
        """Whether a file may name a definition of another file; False only where that is certain."""
        return True

    def is_private_to_file(self, outline: Outline, index: int, path: str) -> bool:
        """Whether no other file can name the top-level definition or member (C's `static` in a .c file)."""
        return False

    def dialect(self, path: str, language: str, data: bytes, neighbours: Callable[[], Sequence[str]]) -> str:
        """The language id of a file that was recognised as `language` by its name, judged by its bytes
        and the names of the files beside it (`.h` is C or C++)."""
        return language

    def wildcard(self, kind: ImportKind) -> bool:
        """Whether such an import brings all names of its target into scope."""
        return kind in (
            ImportKind.WILDCARD,
            ImportKind.REEXPORT_WILDCARD,
            ImportKind.STATIC_WILDCARD,
            ImportKind.INCLUDE,
            ImportKind.INCLUDE_SYSTEM,
        )
