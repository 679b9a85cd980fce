"""Names for a generated repository: words that all programmers use, and coined ones that few do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate

VERBS = """get set make build load store read write parse render update create delete remove add find
list apply check validate open close start stop send receive handle process compute merge
split encode decode register resolve fetch flush sync lock unlock push pop insert select
filter sort reduce emit notify init reset copy move clone convert format print dump restore
verify encrypt sign route schedule cancel retry""".split()
NOUNS = """value state node entry item list mapping table index key name path file buffer stream
request response session user account order product price invoice event message queue worker
task job config option context handler manager service client server socket packet frame
header body token field record row column schema query result cache page block region device
driver clock timer signal channel thread pool graph edge tree layout widget view model
controller metric report policy rule role permission""".split()
#: What stands in nearly every file.
COMMON = """i size result value data name key self_ index count other options error output input length
start end left right current previous next first last total offset flags mode style kind
status code ident text line items values keys args params config ctx buf ptr tmp ret res req
resp err ok done ready""".split()
SYLLABLES = """ba be bi bo bu da de di do du fa fe fi fo ga ge gi go ka ke ki ko ku la le li lo lu ma me mi
mo mu na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo za
ze zi zo""".split()


def zipf(count: int) -> list[float]:
    """Cumulative weights of a Zipf distribution over so many ranks."""
    return list(accumulate(1.0 / rank for rank in range(1, count + 1)))


_VERBS, _NOUNS = zipf(len(VERBS)), zipf(len(NOUNS))
_COMMON = zipf(len(COMMON))


def coined(number: int) -> str:
    """A word for a number; no two numbers have one word."""
    number += len(SYLLABLES) ** 2
    found: list[str] = []
    while number:
        number, digit = divmod(number, len(SYLLABLES))
        found.append(SYLLABLES[digit])
    return "".join(found)


def coined_words(rng: random.Random, count: int) -> tuple[str, ...]:
    """Words that a package has nearly to itself; the shorter ones are shared with others."""
    return tuple("".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 4)))) for _ in range(count))


def verb_and_noun(rng: random.Random) -> tuple[str, str]:
    """A verb and a noun, the first ones most often."""
    return rng.choices(VERBS, cum_weights=_VERBS)[0], rng.choices(NOUNS, cum_weights=_NOUNS)[0]


def names(rng: random.Random, words: Sequence[str], count: int) -> list[str]:
    """Lower-case names as they stand in a body: half of them common, the others of this package."""
    common = rng.choices(COMMON, cum_weights=_COMMON, k=count)
    nouns = rng.choices(NOUNS, cum_weights=_NOUNS, k=count)
    own = rng.choices(words, k=count)
    drawn = rng.random
    return [
        one if (chance := drawn()) < 0.5 else noun if chance < 0.7 else f"{noun}_{word}"
        for one, noun, word in zip(common, nouns, own, strict=True)
    ]


def imported_number(rng: random.Random, count: int) -> int:
    """Which of so many modules or packages is imported: the first ones far more often than the others."""
    return min(count - 1, int(count ** rng.random()) - 1)
