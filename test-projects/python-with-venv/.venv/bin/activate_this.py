"""Not a package: a script of the environment itself."""

base = __file__
