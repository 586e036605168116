"""Fits the weights of `pt_lsp/context/evidence.py` on context cases, and tells how well they rank.

`python -m tests.benchmarks.fit_context FOLDER:SPLIT... [--test FOLDER:SPLIT...]`: folders of the form of
`../shared/data/context_cases`. A conditional logit: each case is one choice among its candidates, and what is
maximised is the chance of those that the line needs. The last features are chosen, not fitted. How well they
rank is told of each repository by weights that were fitted on the others.
"""

import argparse
import importlib
import sys
from collections.abc import Iterator
from itertools import chain
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

PENALTY, PENALTY_OF_NEW = 16.0, 2.0
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
    by_repository: dict[str, list[Case]] = {}
    for name in chosen.data:
        for repository, case in cases(name):
            by_repository.setdefault(repository, []).append(case)
    train = list(chain(*by_repository.values()))
    now = np.array((*OWNER_WEIGHTS, *SYMBOL_WEIGHTS))
    weights = fit(train, now)
    for name, weight in zip((*OWNER_FEATURES, *SYMBOL_FEATURES[:-N_CHOSEN]), weights, strict=True):
        print(f"{name:18}{weight:7.2f}")
    print("share of cases with a needed symbol among the best", RANKS)
    tests = [(name, [case for _, case in cases(name)]) for name in chosen.test]
    for title, each in [("fitted on", train), *tests]:
        print(f"{title}: {found(each, weights)}, with the weights as they are: {found(each, now)}")
    for repository, left_out in by_repository.items():
        others = fit(
            [case for each in by_repository if each != repository for case in by_repository[each]], now
        )
        print(f"{repository} left out: {found(left_out, others)}, as they are: {found(left_out, now)}")


def cases(name: str) -> Iterator[tuple[str, Case]]:
    """The cases of `FOLDER:SPLIT`, each with its repository."""
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
        needed = {each["name"].lstrip("#").rstrip("?!=") for each in case["needed"]}
        rows = [
            (owner + own[:-N_CHOSEN], place.symbol.word in needed)
            for place, _, owner, own in ranking.features(MOST_CANDIDATES)
        ]
        yield case["repo"], (np.array([row for row, _ in rows]), np.array([needed for _, needed in rows]))


def fit(train: list[Case], now: Any) -> Any:
    """The weights that make what was needed likeliest, kept near what they are by a penalty.

    Those were fitted on more repositories than there are cases of here: with these penalties repositories
    that were left out came out best. A weight of 0 is one that was never fitted.
    """
    import numpy as np
    from scipy.optimize import minimize

    usable = [(x, y) for x, y in train if y.any()]
    penalty = np.where(now == 0, PENALTY_OF_NEW, PENALTY)

    def loss(weights: Any) -> tuple[float, Any]:
        change = weights - now
        total, slope = float(penalty @ change**2) / 2, penalty * change
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
