"""Does what every server does before its first message, for the process that servers are forked from."""

import gc
import importlib
import pkgutil

from coverage import Coverage

import pt_lsp
from pt_lsp.protocol.wire.converter import make_converter

for module in pkgutil.walk_packages(pt_lsp.__path__, "pt_lsp."):
    importlib.import_module(module.name)
for name in ("anyio", "httpcore", "tree_sitter_python"):
    importlib.import_module(name)
make_converter()  # the first one of a process has the types of LSP find each other
gc.collect()
gc.freeze()  # else each server would look through all of this when it starts
if measuring := Coverage.current():
    measuring.save()  # else each server would write down again which lines were run up to here
