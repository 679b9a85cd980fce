"""Which types of Java's library are below which, as far as overloads are told apart by them."""

from __future__ import annotations

_ABOVE = {
    "String": "CharSequence Comparable Serializable",
    "StringBuilder": "CharSequence Appendable Comparable",
    "StringBuffer": "CharSequence Appendable Comparable",
    **dict.fromkeys(("Byte", "Short", "Integer", "Long", "Float", "Double"), "Number Comparable"),
    **dict.fromkeys(("BigInteger", "BigDecimal", "AtomicInteger", "AtomicLong"), "Number"),
    "Collection": "Iterable",
    **dict.fromkeys(("List", "Set", "Queue"), "Collection"),
    **dict.fromkeys(("ArrayList", "LinkedList", "Vector", "CopyOnWriteArrayList"), "List RandomAccess"),
    **dict.fromkeys(("HashSet", "LinkedHashSet", "SortedSet", "EnumSet"), "Set"),
    "NavigableSet": "SortedSet",
    "TreeSet": "NavigableSet",
    "Deque": "Queue",
    **dict.fromkeys(("ArrayDeque", "PriorityQueue", "BlockingQueue"), "Deque"),
    **dict.fromkeys(
        ("HashMap", "LinkedHashMap", "TreeMap", "SortedMap", "ConcurrentMap", "Hashtable"), "Map"
    ),
    **dict.fromkeys(("ConcurrentHashMap",), "ConcurrentMap"),
    "Properties": "Hashtable",
    **dict.fromkeys(("FileInputStream", "ByteArrayInputStream", "BufferedInputStream"), "InputStream"),
    **dict.fromkeys(("FileOutputStream", "ByteArrayOutputStream", "PrintStream"), "OutputStream"),
    **dict.fromkeys(("StringReader", "BufferedReader", "InputStreamReader", "FileReader"), "Reader"),
    **dict.fromkeys(("StringWriter", "BufferedWriter", "PrintWriter", "OutputStreamWriter"), "Writer"),
    "GregorianCalendar": "Calendar",
}
_LEVELS = 6


def is_below(given: str, wanted: str) -> bool:
    """Whether a type is below another one, by their plain names."""
    if wanted == "Throwable" and given.endswith(("Exception", "Error")):
        return True
    if wanted == "Exception" and given.endswith("Exception"):
        return True
    level = {given}
    for _ in range(_LEVELS):
        level = {above for one in level for above in _ABOVE.get(one, "").split()}
        if wanted in level:
            return True
        if not level:
            return False
    return False
