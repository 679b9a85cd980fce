# The vocabulary of the project. `make run` and `make test` need nothing but Python 3.11 or newer with venv.

WORKSPACE ?= test-projects
PYTEST_WORKERS ?= 2
PYTEST_ARGS ?=
BENCH_ARGS ?=
ORACLES_ARGS ?=
SOAK_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
EDITORS_VENV := .venv-editors
EDITORS_PY := $(EDITORS_VENV)/bin/python
EDITORS_WORKSPACE ?= $(EDITORS_VENV)/workspace
VSCODE := editors/vscode

# The first of these that is Python 3.11 or newer and can make a virtual environment.
CANDIDATES := python3.13 python3.12 python3.11 python3 python3.14 python
SUITABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
find-python = $(shell for python in $(CANDIDATES); do \
	if "$$python" -c '$(SUITABLE)' >/dev/null 2>&1; then command -v "$$python"; break; fi; done)
make-venv = python="$(find-python)"; \
	test -n "$$python" || { echo "error: no Python 3.11 or newer with venv found (tried: $(CANDIDATES))" >&2; exit 2; }; \
	test -x $(1)/bin/python || "$$python" -m venv $(1)

# As pip does it with what it does not install editable; processes start a tenth of a second sooner.
compile = $(PY) -m compileall -q codeprism_lsp

# The native part is built where a C compiler is at hand; everything works without it, more slowly.
accelerate = $(BIN)/codeprism-lsp accelerate || echo "going on without the native part"

.DEFAULT_GOAL := help
.PHONY: help run test check format coverage bench update docs package wheel vsix editors oracles soak clean

help:  ## say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run-stamp  ## index WORKSPACE (default: test-projects) and print a tour of real answers
	@$(BIN)/codeprism-lsp tour $(WORKSPACE)

test: $(VENV)/.dev-stamp  ## run the tests
	$(PY) -m pytest -n $(PYTEST_WORKERS) $(PYTEST_ARGS)

check: $(VENV)/.dev-stamp  ## format, lint, strict types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(PY) -m mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev-stamp  ## let ruff format and fix what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

coverage: $(VENV)/.dev-stamp  ## run the tests and show which lines they miss
	$(PY) -m pytest -n $(PYTEST_WORKERS) --cov --cov-report=term-missing $(PYTEST_ARGS)

bench: $(VENV)/.dev-stamp  ## measure; BENCH_ARGS chooses what and on which corpora
	$(PY) -m bench $(BENCH_ARGS)

oracles: $(VENV)/.dev-stamp  ## compare answers with the compilers' own language servers
	$(PY) -m bench.oracles $(ORACLES_ARGS)

soak: $(VENV)/.dev-stamp  ## work the server for a long time and watch its memory and its answers
	$(PY) -m bench.soak $(SOAK_ARGS)

docs: $(VENV)/.dev-stamp  ## write the generated documents anew
	$(PY) docs/generate.py

update: docs  ## accept today's answers as the expected ones; read the difference before committing
	CODEPRISM_UPDATE=1 $(PY) -m pytest -n $(PYTEST_WORKERS) $(PYTEST_ARGS)

package: wheel vsix  ## build the wheel, the sdist and the VS Code extension into dist/

wheel: $(VENV)/.dev-stamp
	$(PY) -m build --outdir dist .

vsix: $(VSCODE)/node_modules/.package-lock.json
	mkdir -p dist
	cd $(VSCODE) && npm run check && npm run package -- --out ../../dist/

editors: $(VENV)/.run-stamp $(EDITORS_VENV)/.stamp $(VSCODE)/node_modules/.package-lock.json  ## drive Neovim headless, check the VS Code extension
	cd $(VSCODE) && npm run check && npm test && npm run bundle
	$(EDITORS_PY) editors/drive_neovim.py --nvim $(EDITORS_VENV)/bin/nvim --workspace $(EDITORS_WORKSPACE) -- $(BIN)/codeprism-lsp serve

clean:  ## remove what the other targets made, the virtual environments included
	rm -rf $(VENV) $(EDITORS_VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov
	rm -rf $(VSCODE)/node_modules $(VSCODE)/dist $(VSCODE)/*.vsix

$(VENV)/.run-stamp: pyproject.toml
	@$(call make-venv,$(VENV))
	$(PY) -m pip install --quiet --disable-pip-version-check --editable .
	@$(compile)
	@$(accelerate)
	@touch $@

$(VENV)/.dev-stamp: pyproject.toml
	@$(call make-venv,$(VENV))
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(compile)
	@$(accelerate)
	@touch $@ $(VENV)/.run-stamp

$(EDITORS_VENV)/.stamp: editors/requirements.txt
	@$(call make-venv,$(EDITORS_VENV))
	$(EDITORS_PY) -m pip install --quiet --disable-pip-version-check --requirement editors/requirements.txt
	$(EDITORS_PY) -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(EDITORS_VENV)/workspace Django==5.2.19
	@touch $@

$(VSCODE)/node_modules/.package-lock.json: $(VSCODE)/package-lock.json
	@command -v npm >/dev/null || { echo "error: the VS Code extension needs Node.js 20 or newer with npm" >&2; exit 2; }
	cd $(VSCODE) && npm ci --no-audit --no-fund
	@touch $@
