"""The rules of a language about builds: what conditions leave out, and what macros make."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codeprism_lsp.facts.kinds import DefKind
from codeprism_lsp.languages.workspace_files import Files


class BuildRules:
    """Defaults of what `Rules` say about builds."""

    def is_preprocessed(self) -> bool:
        """Whether macros are texts that are put in place before anything is known of names (C, C++)."""
        return False

    def compiles_conditionally(self) -> bool:
        """Whether conditions in a file leave out parts of it when it is built (`#if`)."""
        return False

    def left_out(
        self,
        files: Files,
        path: str,
        read: Callable[[str], bytes | None],
        definers: Callable[[str], Sequence[tuple[str, int]]],
    ) -> Sequence[tuple[int, int]]:
        """Spans of a file that a usual build leaves out, in order; `read` gives the text of a file."""
        return ()

    def made_at(self, files: Files, path: str, index: int) -> tuple[int, str, DefKind] | None:
        """(where the name stands, name, kind) of what the call of a macro defines, by the index below -1 that
        `names_seen` and `module_members` give for it."""
        return None

    def made_members(
        self, files: Files, path: str, index: int, start: int, name: str
    ) -> Sequence[tuple[str, int]]:
        """Members called `name` that the call of a macro gives the type of definition `index`, or the one
        that it defines itself by the name at `start`."""
        return ()

    def made_kind(self, files: Files, path: str, start: int) -> DefKind | None:
        """What the call of a macro defines by the name at `start`, None where that is no definition."""
        return None

    def knows_configuration(self, files: Files, path: str) -> bool:
        """Whether the workspace itself says how the file is built, so that nothing else is answered for."""
        return False

    def unseen(
        self,
        files: Files,
        path: str,
        read: Callable[[str], bytes | None],
        definers: Callable[[str], Sequence[tuple[str, int]]],
    ) -> Sequence[tuple[int, int]]:
        """Spans of a file, in order, of which such a build knows nothing at all."""
        return ()
