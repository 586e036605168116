"""All actions, in the order in which menus show them. A new one is a file beside this and a row here."""

from pt_lsp.features.edit.actions.add_types import ADD_TYPES
from pt_lsp.features.edit.actions.do_comment import DO_COMMENT
from pt_lsp.features.edit.actions.document import DOCUMENT
from pt_lsp.features.edit.actions.explain import EXPLAIN
from pt_lsp.features.edit.actions.explain_problem import EXPLAIN_PROBLEM
from pt_lsp.features.edit.actions.fix import FIX
from pt_lsp.features.edit.actions.fix_all import FIX_ALL
from pt_lsp.features.edit.actions.generate import GENERATE
from pt_lsp.features.edit.actions.implement import IMPLEMENT
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.actions.simplify import SIMPLIFY
from pt_lsp.features.edit.actions.write_tests import WRITE_TESTS

RECIPES: tuple[Recipe, ...] = (
    REWRITE,
    GENERATE,
    DO_COMMENT,
    FIX,
    FIX_ALL,
    DOCUMENT,
    IMPLEMENT,
    SIMPLIFY,
    ADD_TYPES,
    WRITE_TESTS,
    EXPLAIN,
    EXPLAIN_PROBLEM,
)

BY_ID = {each.id: each for each in RECIPES}
