"""Fits the weights of `pt_lsp/context/evidence.py` on context cases, and tells how well they rank.

`python -m tests.benchmarks.fit_context FOLDER:SPLIT... [--test FOLDER:SPLIT...]`: folders of the form of
`../shared/data/context_cases`. A conditional logit: each case is one choice among its candidates, and what is
maximised is the chance of those that the line needs. The last features are chosen, not fitted.
"""

import argparse
import importlib
import sys
from collections.abc import Iterator
from typing import Any

from pt_lsp.context.evidence import (
    CHOSEN_WEIGHTS,
    OWNER_FEATURES,
    OWNER_WEIGHTS,
    SYMBOL_FEATURES,
    SYMBOL_WEIGHTS,
)
from pt_lsp.context.nearby import nearby, query_of
from pt_lsp.context.similar import similar_chunks
from pt_lsp.documents.span import Span
from tests.support.context_builder import ROOT, ContextBuilder
from tests.support.shared_data import shared_data

PENALTY = 2.0
MOST_CANDIDATES = 2_000
N_CHOSEN = len(CHOSEN_WEIGHTS)
RANKS = (10, 25, 50, 100, 200)

Case = tuple[Any, Any]
"""Features of all candidates, and which of them were needed."""


def main() -> None:
    import numpy as np

    arguments = argparse.ArgumentParser()
    folder = shared_data() / "context_cases"
    arguments.add_argument("data", nargs="*", default=[f"{folder}:dev", f"{folder}:more_dev"])
    arguments.add_argument("--test", nargs="*", default=[])
    chosen = arguments.parse_args()
    sys.path.insert(0, str(shared_data() / "context_cases"))
    train = [case for name in chosen.data for case in cases(name)]
    now = np.array((*OWNER_WEIGHTS, *SYMBOL_WEIGHTS))
    weights = fit(train, now)
    for name, weight in zip((*OWNER_FEATURES, *SYMBOL_FEATURES[:-N_CHOSEN]), weights, strict=True):
        print(f"{name:18}{weight:7.2f}")
    print("share of cases with a needed symbol among the best", RANKS)
    for title, each in [("fitted on", train), *((name, list(cases(name))) for name in chosen.test)]:
        print(f"{title}: {found(each, weights)}, with the weights as they are: {found(each, now)}")


def cases(name: str) -> Iterator[Case]:
    """The cases of `FOLDER:SPLIT`."""
    import numpy as np

    folder, _, split = name.rpartition(":")
    bench = importlib.import_module("ctxbench")
    repositories, every = bench.load(split, folder)
    builder = ContextBuilder()
    for case in every:
        files = bench.Files(repositories[case["repo"]]["files"])
        del files[case["target"]]
        files.repo_id = case["repo"]
        related, snapshot = builder.open(files, case["target"], case["prefix"] + case["suffix"])
        offset = len(case["prefix"])
        near = nearby(snapshot.text, offset)
        own = related.index.numbers(f"{ROOT}/{case['target']}")
        similar = similar_chunks(related.index, query_of(near.weights), own)
        ranking = related._ranking(snapshot, Span(offset, offset), near, similar)
        needed = {each["name"].lstrip("#") for each in case["needed"]}
        rows = [
            (owner + own[:-N_CHOSEN], place.symbol.name in needed)
            for place, _, owner, own in ranking.features(MOST_CANDIDATES)
        ]
        yield np.array([row for row, _ in rows]), np.array([is_needed for _, is_needed in rows])


def fit(train: list[Case], now: Any) -> Any:
    """The weights that make what was needed likeliest, kept near what they are by a penalty.

    Those were fitted on more repositories than there are cases of here.
    """
    import numpy as np
    from scipy.optimize import minimize

    usable = [(x, y) for x, y in train if y.any()]

    def loss(weights: Any) -> tuple[float, Any]:
        change = weights - now
        total, slope = PENALTY * float(change @ change) / 2, PENALTY * change
        for x, y in usable:
            odds = np.exp(x @ weights - (x @ weights).max())
            chances = odds / odds.sum()
            needed = chances[y].sum()
            total -= np.log(needed + 1e-12)
            slope = slope + x.T @ chances - x[y].T @ (chances[y] / (needed + 1e-12))
        return total, slope

    return minimize(loss, now, jac=True, method="L-BFGS-B").x


def found(tested: list[Case], weights: Any) -> list[float]:
    """For each of `RANKS` the share of cases with a needed symbol so high."""
    import numpy as np

    best = [
        int(np.where(y[np.argsort(-(x @ weights), kind="stable")])[0][0]) if y.any() else 10**9
        for x, y in tested
    ]
    return [round(sum(rank < most for rank in best) / len(best), 3) for most in RANKS]


if __name__ == "__main__":
    main()
