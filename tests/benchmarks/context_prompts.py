"""What of the needed names is in whole prompts, as they are sent, within budgets given in tokens."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

from pt_lsp.context.background import Background
from pt_lsp.context.budget import completion_background
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN, estimate_tokens
from pt_lsp.features.inline_completion.asking import question_at
from pt_lsp.settings.options import ContextSettings, Settings
from tests.support.context_builder import ContextBuilder

BUDGETS = (1_500, 3_000, 7_000)
DEFAULT = ContextSettings().budget_tokens


class Measured(NamedTuple):
    """One case's prompt within one budget."""

    case: str
    language: str
    budget: int
    need: float
    """The share of needed names in it."""
    need_beside: float
    """The same in what it shows beside the file itself."""
    definitions: float
    n_tokens: int
    n_beside: int
    """Tokens beside the file itself, the prompt's own words left out."""


def measure(bench: ModuleType, data: Any, builder: ContextBuilder) -> Iterator[Measured]:
    """Each case at each budget, the default among them."""
    repositories, cases = data
    for case in cases:
        files = bench.Files(repositories[case["repo"]]["files"])
        del files[case["target"]]
        files.repo_id = case["repo"]
        related, opened = builder.open(files, case["target"], case["prefix"] + case["suffix"])
        for budget in (*BUDGETS, DEFAULT):
            snapshot = replace(opened, settings=Settings(context=ContextSettings(budget_tokens=budget)))
            offset = len(case["prefix"])
            characters = completion_background(budget * CHARACTERS_PER_TOKEN).related
            snippets = related.for_cursor(snapshot, offset, characters)
            related.closed(snapshot.uri)
            background = Background(snippets, path=case["target"])
            question = question_at(snapshot, offset, "hole", background, is_automatic=True)
            whole = "\n".join(message.content for message in question.prompt.messages)
            beside = "" if question.prompt.excerpts is None else question.prompt.excerpts.text
            in_whole, in_beside = bench.score(case, whole), bench.score(case, beside)
            yield Measured(
                case["id"],
                case["language"],
                budget,
                in_whole["need"],
                in_beside["need"],
                in_whole["def"],
                estimate_tokens(whole),
                estimate_tokens(beside),
            )


def table(measured: Sequence[Measured]) -> str:
    """A row for all, and one for each language."""
    languages = sorted({each.language for each in measured})
    budgets = " / ".join(f"{budget:,}" for budget in (*BUDGETS, DEFAULT))
    title = f"needed names in the whole prompt at {budgets} tokens; beside the file; their definitions' lines"
    rows = [_row("all", measured)]
    rows += [_row(name, [each for each in measured if each.language == name]) for name in languages]
    return "\n".join([title + "; median tokens at the default, beside the file", *rows])


def _row(name: str, measured: Sequence[Measured]) -> str:
    by_budget = [[each for each in measured if each.budget == budget] for budget in (*BUDGETS, DEFAULT)]
    shares = [
        " ".join(f"{statistics.fmean(getattr(each, field) for each in some):.3f}" for some in by_budget)
        for field in ("need", "need_beside", "definitions")
    ]
    usual = by_budget[-1]
    medians = [
        statistics.median(getattr(each, field) for each in usual) for field in ("n_tokens", "n_beside")
    ]
    return f"{name:11}{len(usual):4}  {'   '.join(shares)}   {medians[0]:6.0f} {medians[1]:6.0f}"
