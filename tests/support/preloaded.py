"""Imports all that a server may import in its life, for the process that servers are forked from."""

import importlib
import pkgutil

from coverage import Coverage

import pt_lsp

for module in pkgutil.walk_packages(pt_lsp.__path__, "pt_lsp."):
    importlib.import_module(module.name)
for name in ("anyio", "httpcore", "tree_sitter_python"):
    importlib.import_module(name)
if measuring := Coverage.current():
    measuring.save()  # else each server would write down again which lines were run up to here
