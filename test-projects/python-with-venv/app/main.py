"""Uses the installed packages the way applications do."""

from __future__ import annotations

import colorlib
import singlefile as single
from gridlib.layout import Flex

from .poster import Poster


def main() -> str:
    poster = Poster("Sale", colorlib.to_hex(colorlib.RED))
    return single.shout(poster.render(Flex(20)))


if __name__ == "__main__":
    print(main())
