"""Measurements of CodePrism LSP: `python -m bench`, with comparisons always side by side in one run.

Each measurement is a module with `run(options) -> Result`. Results are kept as JSON in `bench/results/`
and rendered into docs/benchmarks.md and docs/accuracy.md, so that what the documents say was measured.
"""
