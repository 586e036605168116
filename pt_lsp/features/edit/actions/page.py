"""The table of actions for people to read, as Markdown: what each does, its id, and code before and after."""

from collections.abc import Iterable

from pt_lsp.features.edit.actions.recipe import Recipe


def described(recipes: Iterable[Recipe]) -> str:
    """The whole page."""
    return "\n\n".join(["# What can be asked of code", *map(section, recipes)]) + "\n"


def section(recipe: Recipe) -> str:
    """Of one action."""
    example = recipe.example
    after = _code(example.language_id, example.after) if recipe.output == "edit" else example.after
    parts = [
        f"## {recipe.title.removesuffix('...')}",
        f"{recipe.does} Its id in `actions.hidden` is `{recipe.id}`.",
        _code(example.language_id, example.before),
        "becomes" if recipe.output == "edit" else "is told as",
        after,
    ]
    return "\n\n".join(parts)


def _code(language_id: str, text: str) -> str:
    return f"```{language_id}\n{text.rstrip()}\n```"
