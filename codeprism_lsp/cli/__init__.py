"""The `codeprism-lsp` command: the server, and the same index and answers from a terminal.

Sub-commands are imported when they are asked for, so that an editor's server starts quickly.
"""
