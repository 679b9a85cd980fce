"""Types that the workspace only declares (`struct regexp;`): their first declaration stands for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codeprism_lsp.resolution.declaration import Declaration, How

if TYPE_CHECKING:
    from codeprism_lsp.resolution.resolver import Resolver

# Where a file says what a tag is for the first time, behind no comment or string on the line.
_MENTION = rb"^(?![ \t]*[*#])(?:(?!/[*/]|\")[^\n])*?\b(?:struct|union)[ \t]+(%b)\b"
_MARK = rb"(?:^|[;}])[ \t]*(?:typedef[ \t]+)?(?:struct|union|class|enum(?:[ \t]+class)?)[ \t]+(%b)[ \t]*;"


def declared(resolver: Resolver, path: str, name: str) -> list[Declaration]:
    """The first declaration without a body of a type called `name`, as a file reads its includes."""
    project = resolver.project
    rules = project.rules(path)
    if not name or rules.is_system_type(name):
        return []
    seen = rules.files_read(project, path)
    if not seen:
        return []

    def find() -> tuple[str, int]:
        naming = set(project.containing(name))
        pattern = re.compile(_MARK % re.escape(name.encode()), re.MULTILINE)
        for one in seen:
            data = project.data(one) if one in naming else None
            if data is not None and (match := pattern.search(data)) is not None:
                return one, match.start(1)
        if rules.needs_tag_words():
            # The first word of a structure declares it, too (`struct kevent *events;`).
            mention = re.compile(_MENTION % re.escape(name.encode()), re.MULTILINE)
            if (match := mention.search(project.data(path) or b"")) is not None:
                return path, match.start(1)
        return "", -1

    found, start = project.cached(("forward", path, name), find)
    return [Declaration(found, -1, start, name, How.IMPORT)] if found else []
