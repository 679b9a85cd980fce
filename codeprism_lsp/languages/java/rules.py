"""How Java finds classes: packages lie below source roots, and the classes of a package see each other.

No build file is read: a source root is what remains of a file's directory without its package. Classes
are looked for in every directory that ends like the package, the importing file's own root first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from codeprism_lsp.facts.kinds import TYPE_KINDS, ImportKind
from codeprism_lsp.facts.outline import Import, Outline
from codeprism_lsp.languages.library import BasicTypes, Library, library_of
from codeprism_lsp.languages.rules import Files, Following, Rules
from codeprism_lsp.languages.spec import ModuleTarget

_SCANNED_FILES = 400  # files of one package that are looked through for a class without its own file
_PACKAGE_DIRECTORIES = 32  # of one package in several source roots
_TEST_MARKS = ("test", "androidTest", "Test", "benchmark", "jmh", "integration")
_TYPES = BasicTypes(
    root="java.lang.Object",
    enumeration="java.lang.Enum",
    boxes={
        "boolean": "java.lang.Boolean",
        "byte": "java.lang.Byte",
        "short": "java.lang.Short",
        "char": "java.lang.Character",
        "int": "java.lang.Integer",
        "long": "java.lang.Long",
        "float": "java.lang.Float",
        "double": "java.lang.Double",
    },
    wider={
        "byte": ("short", "int", "long", "float", "double"),
        "short": ("int", "long", "float", "double"),
        "char": ("int", "long", "float", "double"),
        "int": ("long", "float", "double"),
        "long": ("float", "double"),
        "float": ("double",),
    },
)


class JavaRules(Rules):
    """Imports and packages of Java."""

    def import_keys(self, imported: Import) -> Iterable[str]:
        module, name = imported.module, imported.name
        if imported.kind == ImportKind.WILDCARD:
            return (f"{module}.*", *_class_prefixes(module))
        if imported.kind in (ImportKind.STATIC_NAME, ImportKind.STATIC_WILDCARD):
            return tuple(_class_prefixes(module))
        return tuple(_class_prefixes(f"{module}.{name}" if name else module))

    def file_keys(self, path: str, outline: Outline) -> Iterable[str]:
        package = outline.extra.get("package", "")
        types = [index for index in outline.children(-1) if outline.kind(index) in TYPE_KINDS]
        return (f"{package}.*", *(f"{package}.{outline.name(index)}".lstrip(".") for index in types))

    def targets(self, files: Files, path: str, imported: Import) -> Sequence[ModuleTarget]:
        module, name, kind = imported.module, imported.name, imported.kind
        if kind == ImportKind.WILDCARD:
            found = [ModuleTarget(tuple(_sources(files, one))) for one in _directories(files, path, module)]
            found = found or _classes(files, path, module)
        elif kind == ImportKind.STATIC_NAME:
            found = [ModuleTarget(one.paths, f"{one.name}.{name}") for one in _classes(files, path, module)]
        elif kind == ImportKind.STATIC_WILDCARD:
            found = _classes(files, path, module)
        elif kind == ImportKind.MODULE and imported.alias:
            return _classes(files, path, module)  # a part of an import's name
        else:
            found = _classes(files, path, f"{module}.{name}" if name else module)
        return found or [ModuleTarget(external=_package_of(f"{module}.{name}", kind))]

    def imports_alike(self, path: str) -> str:
        return path.rpartition("/")[0]

    def siblings(self, files: Files, path: str) -> Sequence[str]:
        found: list[str] = []
        named = {path.rpartition("/")[2]}
        for directory in self._package_path(files, path):
            fresh = [one for one in _sources(files, directory) if one.rpartition("/")[2] not in named]
            found += fresh
            named.update(one.rpartition("/")[2] for one in fresh)
        return found

    def _package_path(self, files: Files, path: str) -> list[str]:
        """The directories of a file's package as on a class path, where the first that has a class wins:
        its own, those of its build module, then those of other modules. Sources see no tests."""
        package = self.package(files, path)
        own = path.rpartition("/")[0]
        root = _source_root(own, package)
        if root is None or not package:
            return [own]
        module, testing = _module_of(root), _is_test(root)
        ranked: list[tuple[bool, bool, str]] = []
        for other in _directories(files, path, package):
            other_root = _source_root(other, package)
            if other != own and other_root is not None and (testing or not _is_test(other_root)):
                foreign = _module_of(other_root) != module
                ranked.append((foreign, foreign and _is_test(other_root), other))
        ranked.sort(key=lambda one: one[:2])  # the nearest stay first
        return [own, *(other for _, _, other in ranked[:_PACKAGE_DIRECTORIES])]

    def package(self, files: Files, path: str) -> str:
        return files.outline(path).extra.get("package", "")

    def exports(self, outline: Outline, name: str) -> Sequence[int]:
        """`name` may be dotted: `Outer.Inner`, `Outer.constant`."""
        containers: list[int] = [-1]
        for segment in name.split("."):
            containers = [index for container in containers for index in outline.members(container, segment)]
        return containers

    def qualified(self, files: Files, path: str, segments: Sequence[str]) -> tuple[str, int] | None:
        for target in _classes(files, path, ".".join(segments)):
            for file in target.paths:
                for index in self.exports(files.outline(file), target.name):
                    return file, index
        return None

    def holds_members(self) -> bool:
        return True

    def overloads(self) -> bool:
        return True

    def qualifiers_belong(self) -> bool:
        return True

    def methods_have_hierarchy(self) -> bool:
        return True

    def functions_apart(self) -> bool:
        return True

    def literal_type(self, written: str, name: str) -> str:
        last = written[-1:].lower()
        if name == "int" and last == "l":
            return "long"
        return "float" if name == "double" and last == "f" else name

    def library(self) -> Library:
        return library_of("java", _TYPES)

    def follows_overridden(self) -> Following:
        return Following.USES

    def follows_overriding(self) -> Following:
        return Following.ALL

    def calls_give_fields(self) -> bool:
        return True


RULES = JavaRules()


def _class_prefixes(name: str) -> Iterator[str]:
    """The name and every prefix of it that may be a class: those that end in a capitalised segment."""
    yield name
    segments = name.split(".")
    for end in range(len(segments) - 1, 0, -1):
        if segments[end - 1][:1].isupper() or end == len(segments) - 1:
            yield ".".join(segments[:end])


def _classes(files: Files, path: str, name: str) -> list[ModuleTarget]:
    """Where the class of that fully qualified name is: its outermost class's file, its name therein."""
    segments = name.split(".")
    for end in range(len(segments) - 1, 0, -1):
        package, inside = ".".join(segments[:end]), segments[end:]
        if not inside[0]:
            continue
        directories = _directories(files, path, package)
        found = [
            ModuleTarget((f"{directory}/{inside[0]}.java",), ".".join(inside))
            for directory in directories
            if files.exists(f"{directory}/{inside[0]}.java")
        ]
        if found:
            return found
        for directory in directories:
            # A class beside the one its file is named after.
            for file in _sources(files, directory)[:_SCANNED_FILES]:
                if files.outline(file).members(-1, inside[0]):
                    return [ModuleTarget((file,), ".".join(inside))]
    return []


def _directories(files: Files, path: str, package: str) -> list[str]:
    """Directories of a package, those of the file's own source root first, then the nearest in the tree."""
    below = package.replace(".", "/")
    found = [
        one
        for one in files.directories_named(below.rpartition("/")[2])
        if one == below or one.endswith("/" + below)
    ]
    own = path.rpartition("/")[0]
    return sorted(found, key=lambda one: (-_shared(own, one), _is_test(one), one.count("/"), one))


def _sources(files: Files, directory: str) -> list[str]:
    return [one for one in files.in_directory(directory) if one.endswith(".java")]


def _shared(one: str, other: str) -> int:
    """How many leading segments two directories share."""
    count = 0
    for a, b in zip(one.split("/"), other.split("/"), strict=False):
        if a != b:
            break
        count += 1
    return count


def _source_root(directory: str, package: str) -> str | None:
    below = package.replace(".", "/")
    if directory == below:
        return ""
    return directory[: -len(below) - 1] if below and directory.endswith("/" + below) else None


def _module_of(root: str) -> str:
    """The directory of the build module that a source root belongs to: `app` of `app/src/main/java`."""
    segments = root.split("/")
    if segments[-1] in ("java", "kotlin"):
        segments.pop()
    segments = segments[:-1]  # the source set: main, test
    if segments and segments[-1] == "src":
        segments.pop()
    return "/".join(segments)


def _is_test(directory: str) -> bool:
    return any(segment.startswith(_TEST_MARKS) for segment in directory.split("/"))


def _package_of(name: str, kind: ImportKind) -> str:
    """The package part of a name outside the workspace: its leading segments without a capital."""
    segments = [segment for segment in name.split(".") if segment]
    package: list[str] = []
    for segment in segments:
        if segment[:1].isupper():
            break
        package.append(segment)
    if len(package) == len(segments) and kind != ImportKind.WILDCARD:
        package = package[:-1]
    return ".".join(package or segments[:1])
