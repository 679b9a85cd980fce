"""Macros that a grammar cannot know: annotations between the words of a declaration.

`static int __init f(void)` and `class EXPORT Table {` are no C or C++ before preprocessing, and the parser
loses a type, a name or a whole class over them. `blank` replaces such words by spaces before the parse: all
byte offsets stay, line ends too, and the source that people see is untouched. What is blanked depends on the
text of the file alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codeprism_lsp.languages.c.pieces import pieces

# Annotations by name: those of Linux, which other systems and libraries took over.
_UNDERSCORED = """
    init exit user kernel iomem rcu percpu always_inline must_check maybe_unused always_unused packed
    read_mostly initdata initconst sched visible cold ref refdata refconst meminit meminitdata net_init
    net_exit net_initdata noreturn pure weak used hot force bitwise private ro_after_init lockfunc
    init_or_module kprobes irq_entry no_sanitize_address no_kcsan latent_entropy randomize_layout
    designated_init deprecated flatten cpuidle nocfi bpf_kfunc exitdata attribute_const__ init_memblock
    initdata_memblock initdata_or_module unused exitcall initcall page_aligned_data page_aligned_bss
    cacheline_aligned cacheline_aligned_in_smp cacheline_internodealigned_in_smp __cacheline_aligned
    __cacheline_aligned_in_smp __cacheline_internodealigned_in_smp head devexit devinit cpuinit
    nosavedata no_kasan_or_inline no_sanitize_or_inline noclone nonstring
""".split()
_PLAIN = "asmlinkage noinline noinstr notrace nokprobe_inline noinline_for_stack".split()
_WITH_ARGUMENTS = """
    printf scanf aligned section alloc_size counted_by counted_by_le counted_by_be acquires releases
    must_hold cond_acquires guarded_by sized_by no_sanitize assume_aligned alias cleanup
""".split()

# Each pattern begins with a literal: this is what lets the search skip through the text. What must not
# stand before the match is looked at afterwards.
_ANNOTATION = re.compile(
    rb"__(?<![\w.>]__)(?:(?:"
    + "|".join(sorted(_UNDERSCORED, key=len, reverse=True)).encode()
    + rb")\b(?![ \t]*\()|(?:"
    + "|".join(sorted(_WITH_ARGUMENTS, key=len, reverse=True)).encode()
    + rb")[ \t]*\([^()\n]*\)(?![ \t]*[-+/=?.]))"
)
# A word in capitals that says so, or stands before a word that begins a type, is no type itself.
# Runs are possessive and looked back at: trying each shorter run took most of the time.
_MARK = (
    rb"(?:[A-Z][A-Z0-9_]*+\b(?:(?<=[A-Z0-9_]EXPORT)|(?<=_API)|(?<=_PUBLIC)|(?<=_EXTERN)|(?<=_DEPRECATED)|"
    rb"(?<=_INLINE)|(?<=_NODISCARD))(?=[ \t]+\w)|"
    rb"[A-Z][A-Z0-9_]++(?=[ \t]+(?:static|extern|inline|struct|union|enum|unsigned|signed|void|char|short|"
    rb"int|long|float|double|bool|auto|constexpr|virtual|explicit|size_t|u?int\d+_t)\b)|"
    + rb"|".join(word.encode() for word in _PLAIN)
    + rb")"
)
_HEAD = re.compile(
    rb"\n[ \t]*+(?=[A-Z]|static|extern|inline|asm|no)"
    rb"(?:(?:static|extern|inline)[ \t]+)*((?:%b[ \t]+){0,4}%b)(?=[ \t])" % (_MARK, _MARK)
)
# What opens or closes a namespace or a linkage block around other declarations stands on a line of its own.
_BLOCK = re.compile(
    rb"\n((?:\w*NAMESPACE\w*(?:BEGIN|END)|\w*(?:BEGIN|END)_(?:NAMESPACE|DECLS)\w*|\w*EXTERN_C_(?:BEGIN|START|END))"
    rb"(?:\([^()\n]*\))?)[ \t]*(?=[\r\n])"
)


_NO_LINE_END = re.compile(rb"[^\r\n]")
_TAIL = re.compile(rb"\)[ \t]+([A-Z][A-Z0-9_]*ATTR[A-Z0-9_]*)\b")


# The name of a header is no argument to the grammar, which loses the branch over it.
_BODY_COMMENT = re.compile(rb"/\*(?:[^*\n]|\*(?!/))*+\*/(?=[^\n]*\\\r?\n)")
_HEADER_ASKED_FOR = re.compile(
    rb"(?:has_include(?:_next)?|HAS_INCLUDE)[ \t]*\([ \t]*([<\"][^()\n]*[>\"])[ \t]*\)"
)


def blank(data: bytes) -> bytes:
    """The same number of bytes, with annotations of C replaced by spaces."""
    found = [match.span() for match in _ANNOTATION.finditer(data)]
    found += [match.span(1) for match in _HEAD.finditer(data)]
    if b"NAMESPACE" in data or b"_DECLS" in data or b"EXTERN_C_" in data:
        found += [match.span(1) for match in _BLOCK.finditer(data)]
    if b"ATTR" in data:
        found += [match.span(1) for match in _TAIL.finditer(data)]
    if b"\n#" in data:
        found += pieces(data)
    # A comment within a macro's body ends it for the grammar, and what follows is an error.
    asked = [match.span() for match in _BODY_COMMENT.finditer(data)]
    if b"has_include" in data or b"HAS_INCLUDE" in data:
        asked += [match.span(1) for match in _HEADER_ASKED_FOR.finditer(data)]
    return blanked(data, found, asked)


def blanked(
    data: bytes, spans: list[tuple[int, int]], of_directives: Sequence[tuple[int, int]] = ()
) -> bytes:
    """`data` with spaces at the spans that stand on no line of the preprocessor, and at those that may."""
    text: bytearray | None = None
    for number, (start, end) in enumerate((*of_directives, *spans)):
        line = data.rfind(b"\n", 0, start) + 1
        if number >= len(of_directives) and data[line:start].lstrip()[:1] == b"#":
            continue
        if text is None:
            text = bytearray(data)
        covered = data[start:end]
        text[start:end] = _NO_LINE_END.sub(b" ", covered) if b"\n" in covered else b" " * (end - start)
    return data if text is None else bytes(text)
