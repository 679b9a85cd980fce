"""A stale copy that a build left behind: no answer may come from here by default."""


def main() -> str:
    return "stale"
