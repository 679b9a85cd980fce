"""What the text around a word tells of it, without a tree: enough to know of most uses what they are.

A name that is used in thousands of files would otherwise cost a parse for each use. What the text leaves
open is told as such, and is parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from codeprism_lsp.languages.standing import Standing

# Comments and literals; within none of them anything else begins.
_HIDDEN = re.compile(
    rb"/\*.*?(?:\*/|\Z)|//(?:[^\\\n]|\\.)*|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'", re.DOTALL
)
_BEFORE = re.compile(rb"(?:(?P<word>[A-Za-z_]\w*)|(?P<mark>->|\+\+|--|\S))\s*\Z")
_AFTER = re.compile(rb"\s*(?P<mark>->|\+\+|--|==|[A-Za-z_]|\S)")
_NEAR = 80  # bytes before and after a word that are looked at
_COMMENT = 0x2F  # the slash that a comment begins with
_TAGS = frozenset((b"struct", b"union", b"enum"))
# Words behind which nothing is declared, and those behind which only a type is.
_STATEMENT_WORDS = frozenset((b"return", b"case", b"else", b"do", b"sizeof", b"typeof", b"__typeof__"))
_QUALIFIERS = frozenset((b"const", b"volatile", b"static", b"extern", b"inline", b"register"))
_MAY_END_NAME = frozenset((b";", b",", b"=", b"[", b")", b":", b"{"))
_WRITTEN_OR_OWNER = frozenset((b"=", b"++", b"--", b"[", b".", b"->", b"{", b'"', b"/"))
_QUOTES = (b'"', b"'")
# Words that are no identifiers to the grammar, though headers may define some of them as macros.
_GRAMMAR_WORDS = frozenset(
    b"""auto break case char const constexpr continue default do double else enum extern float for goto if
    inline int long register restrict return short signed sizeof static struct switch typedef union unsigned
    void volatile while bool true false TRUE FALSE NULL nullptr defined offsetof alignof alignas noreturn
    asm __asm __asm__ __attribute__ __attribute __inline __inline__ __forceinline __restrict __restrict__
    __volatile__ __extension__ __typeof__ typeof __typeof __alignof __alignof__ __based __cdecl __clrcall
    __stdcall __fastcall __thiscall __vectorcall __declspec __unaligned __try __except __finally __leave
    __thread _Atomic _Noreturn _Nonnull _Alignas _Alignof _Generic _Bool _Static_assert static_assert
    thread_local size_t ssize_t ptrdiff_t intptr_t uintptr_t charptr_t nullptr_t max_align_t int8_t int16_t
    int32_t int64_t uint8_t uint16_t uint32_t uint64_t char8_t char16_t char32_t char64_t""".split()
)


def standings(data: bytes, offsets: Sequence[int], size: int) -> list[Standing]:
    """How a word of `size` bytes stands at each of some ascending offsets."""
    if not offsets:
        return []
    if data[offsets[0] : offsets[0] + size] in _GRAMMAR_WORDS:
        return [Standing.UNSURE] * len(offsets)
    hidden = [match.span() for match in _HIDDEN.finditer(data, 0, offsets[-1] + size)]
    starts = [start for start, _ in hidden]
    found = []
    for offset in offsets:
        at = bisect_right(starts, offset) - 1
        end = hidden[at][1] if at >= 0 else 0
        if offset < end:
            found.append(Standing.HIDDEN)
        elif at >= 0 and data[starts[at]] == _COMMENT and not data[end:offset].strip():
            found.append(Standing.UNSURE)  # what stands before the word is a comment
        else:
            found.append(_standing(data, offset, offset + size))
    return found


def _standing(data: bytes, start: int, end: int) -> Standing:
    before = _BEFORE.search(data, max(0, start - _NEAR), start)
    after = _AFTER.match(data, end, end + _NEAR)
    if before is None or after is None or _is_directive(data, start):
        return Standing.UNSURE
    word, mark, following = before["word"] or b"", before["mark"] or b"", after["mark"]
    if mark in (b".", b"->"):
        return Standing.MEMBER
    if word in _TAGS:
        return Standing.UNSURE if following == b"{" else Standing.TAG
    if mark in _QUOTES or mark in (b"++", b"--", b"#"):
        return Standing.UNSURE
    follows_type = bool(word) and word not in _STATEMENT_WORDS
    if following == b"(":
        return Standing.UNSURE if follows_type or mark == b"*" else Standing.CALL
    if following == b":" and word != b"case":
        return Standing.UNSURE
    if following in _MAY_END_NAME and (follows_type or mark in (b"*", b",")):
        return Standing.UNSURE
    if following[:1].isalpha() or following == b"_":
        return Standing.TYPE if not follows_type or word in _QUALIFIERS else Standing.UNSURE
    if word in _QUALIFIERS and following == b"*":
        return Standing.TYPE
    if follows_type or following in _WRITTEN_OR_OWNER:
        return Standing.UNSURE
    return Standing.VALUE


def _is_directive(data: bytes, offset: int) -> bool:
    """Whether a word stands on a line of the preprocessor, or on one that continues the line above."""
    start = data.rfind(b"\n", 0, offset) + 1
    if data[start:offset].lstrip()[:1] == b"#":
        return True
    return data[max(0, start - 3) : start].rstrip(b"\r\n")[-1:] == b"\\"
