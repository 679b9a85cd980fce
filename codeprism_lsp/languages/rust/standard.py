"""What is known of Rust's standard library: its names, and what its commonest methods give.

The library itself is not looked for in a workspace; these tables keep types flowing through it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

TYPES = frozenset(
    (
        "bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 "
        "String Vec Option Some None Result Ok Err Box Iterator IntoIterator DoubleEndedIterator "
        "ExactSizeIterator Extend FromIterator Default Clone Copy Debug Display Eq PartialEq Ord PartialOrd "
        "Hash Drop Fn FnMut FnOnce From Into TryFrom TryInto AsRef AsMut ToOwned ToString Send Sync Sized "
        "Unpin drop panic println print eprintln eprint format write writeln vec assert assert_eq assert_ne "
        "debug_assert debug_assert_eq debug_assert_ne todo unimplemented unreachable matches dbg "
        "format_args concat stringify include_str include_bytes env option_env line file column cfg "
        "compile_error module_path thread_local"
    ).split()
)

_KINDS = {
    "element": (
        "unwrap expect unwrap_or unwrap_or_default unwrap_or_else unwrap_unchecked into_inner get_or_insert "
        "get_or_insert_with or_insert or_insert_with or_default assume_init"
    ),
    "optional": (
        "get get_mut first first_mut last last_mut pop pop_front pop_back front front_mut back back_mut next "
        "next_back nth find max min max_by max_by_key min_by min_by_key peek peek_mut reduce upgrade remove "
        "ok next_if insert replace take"
    ),
    "same": (
        "iter iter_mut into_iter as_ref as_mut as_deref as_deref_mut clone cloned copied to_owned to_vec "
        "by_ref borrow borrow_mut lock read write try_lock try_borrow try_borrow_mut filter skip "
        "skip_while take_while step_by rev chain peekable cycle fuse inspect drain or or_else ok_or ok_or_else "
        "map_err as_slice as_mut_slice deref deref_mut into_boxed_slice collect split_off values values_mut "
        "into_values downgrade load context with_context entry to_mut into_owned into_future as_pin_mut "
        "as_pin_ref"
    ),
    "mapped": "map",
    "flat": "and_then flat_map",
    "pairs": "enumerate",
    "nested": "chunks windows chunks_exact rchunks",
    "keys": "keys into_keys",
}
COMBINATORS: Mapping[str, str] = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Methods of containers by what they give.

"element": what is contained; "optional": an Option of it; "same": the container as it is; "mapped": the
container of what the function argument gives; "flat": what the function argument gives; "pairs": tuples
of a number and an element; "nested": containers of the same; "keys": the keys of a map.
"""

# Constructors that wrap their argument: "" where the wrapper is as good as what it wraps.
WRAPPERS: Mapping[str, str] = {
    "Some": "Option",
    "Ok": "Result",
    "Box::new": "",
    "Rc::new": "",
    "Arc::new": "",
    "Box::pin": "",
    "Pin::new": "",
    "Rc::clone": "",
    "Arc::clone": "",
    "Rc::as_ref": "",
    "Arc::as_ref": "",
    "Cow::Borrowed": "",
    "Cow::Owned": "",
    "Mutex::new": "Mutex",
    "RwLock::new": "RwLock",
    "RefCell::new": "RefCell",
    "Cell::new": "Cell",
    "Poll::Ready": "Poll",
    "mem::take": "",
    "mem::replace": "",
    "std::mem::take": "",
    "std::mem::replace": "",
    "dbg": "",
}

_PREFIX = re.compile(r"(?:#\[[^\]]*\]\s*)*(?:pub(?:\s*\([^)]*\))?\s+)?")


@lru_cache(maxsize=4096)
def positional(written: str) -> tuple[str, ...]:
    """The types of fields without names: `(pub A, B<C, D>)` gives A and B<C, D>."""
    if not written.startswith("("):
        return ()
    parts: list[str] = []
    level, start = 0, 1
    for at, char in enumerate(written):
        if char in "(<[{":
            level += 1
        elif char in ")]}" or (char == ">" and written[at - 1] not in "-="):
            level -= 1
        if (char == "," and level == 1) or level == 0:
            if part := written[start:at].strip():
                parts.append(part[_match_end(part) :])
            start = at + 1
        if level == 0:
            break
    return tuple(parts)


def _match_end(part: str) -> int:
    found = _PREFIX.match(part)
    return found.end() if found is not None else 0
