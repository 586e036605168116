"""The user's own actions as recipes, and what the variables in their instructions stand for.

Refuses to know where values come from. They are what others wrote: none of them is read for variables again.
"""

import re
from collections.abc import Mapping
from typing import cast

from pt_lsp.features.edit.actions.recipe import BeforeAfter, Kind, Recipe
from pt_lsp.settings.own_actions import OwnAction

_VARIABLE = re.compile(r"\{(selection|language|path|diagnostics)\}")


def title_of(action: OwnAction) -> str:
    """What menus call it: a project's action bears the project's name."""
    return f"{action.title} ({action.project})" if action.project else action.title


def recipe_of(action: OwnAction) -> Recipe:
    """The action as one of the table is told; its instruction may have variables in it still."""
    return Recipe(
        id=action.id,
        title=action.title,
        does=action.title,
        doing=action.title,
        kind=cast("Kind", action.kind),
        menu="change",
        region=action.region,
        offer="in menus",
        takes="range",
        example=BeforeAfter("plaintext", "", ""),
        instruction=action.instruction,
        output=action.output,
    )


def has_variable(instruction: str, name: str) -> bool:
    """Whether the instruction wants to know that."""
    return any(found[1] == name for found in _VARIABLE.finditer(instruction))


def with_values(instruction: str, values: Mapping[str, str]) -> str:
    """The instruction with values in the place of variables; other braces stay as they are."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), instruction)
