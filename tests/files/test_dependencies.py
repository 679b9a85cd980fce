"""The three dependency modes over one workspace that has a directory of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeprism_lsp.files import DependencyMode, Found, Origin, Policy, SkipReason, scan_paths
from tests.files.workspace import found, recognise, skipped, write

SITE = ".venv/lib/python3.12/site-packages"

OWN = {"app.py", "vendor_page.py", "shop/vendor/__init__.py", "src/main/java/com/acme/vendor/V.java"}
OWN |= {"native/here/own.c", "web/index.js", "build/tool.py", "data/target/a.py", "gopher/main.go"}

PUBLIC = {
    f"{SITE}/six.py",
    f"{SITE}/lib/__init__.py",
    f"{SITE}/lib/core.py",
    f"{SITE}/lib/sub/__init__.py",
    f"{SITE}/lib/sub/deep.pyi",
    f"{SITE}/lib/sub/deep.py",
    f"{SITE}/lib/sub/deeper/deepest.py",
    f"{SITE}/lib/testing/tools.py",
    "web/node_modules/five/index.js",
    "web/node_modules/five/lib/part.js",
    "crates/vendor/serde/src/de/value.rs",
    "web/node_modules/one/lib/main.js",
    "web/node_modules/one/types/index.d.ts",
    "web/node_modules/@scope/two/index.js",
    "web/node_modules/three/dist/esm/index.js",
    "web/node_modules/three/dist/parts/a.js",
    "web/node_modules/.pnpm/four@1/node_modules/four/index.js",
    "gopher/vendor/example.com/mod/mod.go",
    "third_party/clib/include/clib.h",
    "crates/vendor/serde/src/lib.rs",
    "crates/vendor/serde/src/de.rs",
}
PRIVATE = {
    f"{SITE}/lib/tests/__init__.py",
    f"{SITE}/lib/test/test_tools.py",
    "web/node_modules/five/dist/five.js",
    "web/node_modules/five/five.min.js",
    "crates/vendor/serde/src/bin/tool.rs",
    f"{SITE}/lib/_vendor/six.py",
    ".venv/bin/activate_this.py",
    "web/node_modules/one/lib/other.js",
    "web/node_modules/one/test/main.js",
    "web/node_modules/one/node_modules/nested/index.js",
    "web/node_modules/@scope/two/examples/index.js",
    "gopher/vendor/example.com/mod/mod_test.go",
    "gopher/vendor/example.com/mod/internal/x.go",
    "third_party/clib/src/clib.c",
    "third_party/clib/src/private/private.h",
    "crates/vendor/serde/src/main.rs",
    "crates/vendor/serde/benches/b.rs",
}
OUTPUT = {"native/out-x/gen.c", "web/dist/bundle.js", "crates/target/debug/gen.rs", "out/dist/ignored.py"}
MANIFESTS: dict[str, str | bytes] = {
    ".git/HEAD": "",
    ".gitignore": ".venv/\nnode_modules/\nout/dist/\n*.log\n",
    ".venv/pyvenv.cfg": "",
    "shop/__init__.py": "",
    "web/package.json": "{}",
    "web/node_modules/one/package.json": '{"main": "./lib/main", "types": "types/index.d.ts"}',
    "web/node_modules/three/package.json": (
        '{"exports": {".": {"import": {"default": "./dist/esm/index.js"}}, "./*": "./dist/parts/*.js"}}'
    ),
    "web/node_modules/@scope/two/package.json": "not json",
    "web/node_modules/five/package.json": '{"main": "index.js"}',
    "crates/Cargo.toml": "",
    "native/out-x/CMakeCache.txt": "",
    "native/here/CMakeCache.txt": "",
    "native/here/CMakeLists.txt": "",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = dict.fromkeys(OWN | PUBLIC | PRIVATE | OUTPUT, "x\n")
    return write(tmp_path_factory.mktemp("w"), files | MANIFESTS)


def policy(mode: DependencyMode, *exclude: str) -> Policy:
    return Policy(recognise, dependencies=mode, exclude=exclude)


def own(files: dict[str, Found]) -> set[str]:
    return set(files) - {"shop/__init__.py"}


def test_exclude_leaves_them_out_and_says_so(workspace: Path) -> None:
    assert own(found(workspace, policy(DependencyMode.EXCLUDE))) == OWN
    skips = skipped(workspace, policy(DependencyMode.EXCLUDE))
    assert sorted(skips) == [
        ".venv",
        "crates/target",
        "crates/vendor",
        "gopher/vendor",
        "native/out-x",
        "third_party",
        "web/dist",
        "web/node_modules",
    ]
    assert {skip.reason for skip in skips.values()} == {SkipReason.DEPENDENCY}


def test_smart_keeps_the_public_surface_and_counts_the_rest(workspace: Path) -> None:
    files = found(workspace, policy(DependencyMode.SMART))
    assert own(files) == OWN | PUBLIC
    assert {path for path, item in files.items() if item.origin is Origin.DEPENDENCY} == PUBLIC
    skips = skipped(workspace, policy(DependencyMode.SMART)).values()
    assert sum(skip.files for skip in skips if skip.reason is SkipReason.NOT_PUBLIC) == len(PRIVATE)
    assert {skip.path for skip in skips if skip.reason is SkipReason.DEPENDENCY} == {
        "crates/target",
        "native/out-x",
        "web/dist",
    }
    detail = next(skip.detail for skip in skips if skip.path == "crates/vendor")
    assert detail == "3 of 6 source files (50%) are no public surface"


def test_all_keeps_everything(workspace: Path) -> None:
    files = found(workspace, policy(DependencyMode.ALL))
    assert own(files) == OWN | PUBLIC | PRIVATE | OUTPUT
    assert {path for path, item in files.items() if item.origin is Origin.GENERATED} == OUTPUT
    assert skipped(workspace, policy(DependencyMode.ALL)) == {}


def test_the_users_globs_hold_in_dependencies_too(workspace: Path) -> None:
    files = found(workspace, policy(DependencyMode.ALL, "node_modules/", "*.rs", "third_party/clib/src"))
    left = {path for path in files if "node_modules" in path or path.endswith(".rs") or "clib/src" in path}
    assert left == set()
    assert "third_party/clib/include/clib.h" in files


@pytest.mark.parametrize("mode", DependencyMode)
@pytest.mark.parametrize("exclude", [(), ("node_modules/", "*.rs", "third_party/clib/src")])
def test_scanning_every_path_equals_discovery(
    workspace: Path, mode: DependencyMode, exclude: tuple[str, ...]
) -> None:
    everything = [path.relative_to(workspace).as_posix() for path in workspace.rglob("*") if path.is_file()]
    scanned = scan_paths(str(workspace), policy(mode, *exclude), everything)
    expected = found(workspace, policy(mode, *exclude))
    # What lies in ignored build output is only known to a whole walk.
    files = {item.path: item for item in scanned if isinstance(item, Found)}
    assert files == {path: item for path, item in expected.items() if path != "out/dist/ignored.py"}
