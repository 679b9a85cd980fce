"""Bytes to trees: grammars, incremental parsing, compiled queries. The only maker of trees."""
