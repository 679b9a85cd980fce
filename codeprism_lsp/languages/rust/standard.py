"""What is known of Rust's standard library: its names, and what its commonest methods give.

The library itself is not looked for in a workspace; these tables keep types flowing through it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

TYPES = frozenset(
    (
        "std core alloc proc_macro "
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
        "ok next_if insert"
    ),
    "itself": "clone cloned to_owned by_ref borrow borrow_mut as_ref as_mut into_owned to_mut deref",
    "same": (
        "copied as_deref as_deref_mut to_vec lock read write try_lock try_borrow try_borrow_mut filter skip "
        "take replace skip_while take_while step_by rev chain peekable cycle fuse inspect or or_else ok_or "
        "ok_or_else map_err as_slice as_mut_slice into_boxed_slice collect split_off downgrade load context "
        "with_context entry into_future as_pin_mut as_pin_ref"
    ),
    "iterated": "iter iter_mut into_iter drain",
    "mapped": "map",
    "made": "default from from_iter",
    "flat": "and_then flat_map",
    "pairs": "enumerate",
    "nested": "chunks windows chunks_exact rchunks",
    "keys": "keys into_keys",
    "values": "values values_mut into_values",
}
_COMBINATORS: Mapping[str, str] = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# Where the container decides what a method of that name gives.
_SPECIAL: Mapping[tuple[str, str], str] = {
    ("Vec", "remove"): "element",
    ("Vec", "swap_remove"): "element",
    ("Cell", "get"): "element",
    ("Mutex", "get_mut"): "same",
    ("RwLock", "get_mut"): "same",
    ("RefCell", "get_mut"): "same",
    ("Option", "insert"): "element",
}

PASSES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "map for_each filter filter_map flat_map and_then any all find find_map position inspect retain "
            "take_while skip_while map_while partition max_by_key min_by_key sort_by sort_by_key "
            "sort_unstable_by sort_unstable_by_key sort_by_cached_key max_by min_by is_some_and map_or "
            "map_or_else then and_modify retain_mut dedup_by_key binary_search_by binary_search_by_key "
            "partition_point next_if try_for_each"
        ).split(),
        "element",
    ),
    **dict.fromkeys("map_err or_else unwrap_or_else inspect_err".split(), "error"),
    **dict.fromkeys("fold try_fold scan".split(), "accumulator"),
}
UNWRAPPED: Mapping[str, int] = {"Some": 0, "Ok": 0, "Err": 1, "Poll::Ready": 0, "Ready": 0}
# Containers that are as good as what they hold once they are locked or borrowed.
GUARDS = frozenset("Mutex RwLock RefCell Lazy LazyLock LazyCell".split())


def combinator(container: str, method: str) -> str:
    """What a method gives (see Rules.combinator)."""
    return _SPECIAL.get((container, method)) or _COMBINATORS.get(method, "")


# Further methods of the standard library that many types have: no reason to guess a workspace's own.
METHODS = frozenset(
    (
        "abs add append as_bytes as_mut_ptr as_os_str as_path as_ptr as_str bytes capacity cast ceil chars "
        "checked_add checked_mul checked_sub clear clone_from_slice cmp compare_exchange "
        "compare_exchange_weak concat contains contains_key copy_from_slice count count_ones debug_list "
        "debug_map debug_struct debug_tuple dedup default display drop duration_since elapsed ends_with "
        "entries eq eq_ignore_ascii_case exists extend fetch_add fetch_and fetch_or fetch_sub field fill "
        "find finish floor flush fmt from from_str ge gt hash into is_alphabetic is_alphanumeric is_ascii "
        "is_ascii_digit is_digit is_empty is_err is_none is_null is_numeric is_ok is_some is_whitespace "
        "join last le leading_zeros len lines lt max min ne notify_all notify_one offset parse partial_cmp "
        "poll pow product push push_back push_front push_str read_exact read_to_end read_to_string recv "
        "repeat replace reserve resize reverse rfind rotate_left rsplit rsplit_once saturating_add "
        "saturating_sub send shrink_to_fit sort sort_unstable spawn split split_at split_once "
        "split_whitespace splitn sqrt starts_with store sub sum swap swap_bytes to_be_bytes to_le_bytes "
        "to_lowercase to_path_buf to_string to_uppercase trailing_zeros trim truncate try_from try_into "
        "try_recv type_id unzip wake wake_by_ref waker with_capacity wrapping_add wrapping_mul wrapping_sub "
        "write_all write_fmt write_str zip"
    ).split()
)

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
