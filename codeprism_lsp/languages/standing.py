"""How a word stands in a text, as far as the text around it tells."""

from __future__ import annotations

from enum import IntEnum


class Standing(IntEnum):
    """What a word can be by what is written beside it."""

    UNSURE = 0  # it may declare a name, or the text does not tell: a parse has to
    HIDDEN = 1  # it stands in a comment or in a literal
    MEMBER = 2  # it names a member of what is written before it
    TAG = 3  # the word before says which structure it is
    CALL = 4  # it is called
    TYPE = 5  # a declaration begins with it
    VALUE = 6  # it is used, and declares nothing
