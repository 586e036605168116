"""Reads a list of models, in whatever shape, and words a choice of them; pure.

What it reads is from somebody else: names that cannot be a model's are left out, and there are not too many.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from pt_lsp.settings.tables import is_model_id

MOST_MODELS = 500
_MOST_NAMED = 5
_LONGEST_NAMED = 80
_WORD = re.compile(r"[a-z]+|\d+")


def read_models(body: bytes) -> tuple[str, ...]:
    """The ids in their order, each once; none where the body is no list of models.

    OpenAI's shape is `{"data": [{"id": …}]}`; others have `models`, a bare list, or names alone.
    """
    try:
        value: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    if isinstance(value, dict):
        value = next((value[key] for key in ("data", "models") if isinstance(value.get(key), list)), ())
    ids = map(_id_of, value if isinstance(value, list) else ())
    return tuple(dict.fromkeys(each for each in ids if is_model_id(each)))[:MOST_MODELS]


def nearest(model: str, models: Sequence[str]) -> list[str]:
    """All of them, those first that share most words with `model`, then its beginning."""
    words = set(_WORD.findall(model.lower()))

    def distance(other: str) -> tuple[int, int]:
        return -len(words & set(_WORD.findall(other.lower()))), -_shared_start(model, other)

    return sorted(models, key=distance)


def named(model: str, models: Sequence[str], most: int = _MOST_NAMED) -> str:
    """A few of them for a sentence, the nearest first."""
    near = [each for each in nearest(model, models) if len(each) <= _LONGEST_NAMED][:most]
    n_more = len(models) - len(near)
    more = [f"{n_more} more"] if n_more else []
    *first, last = [*near, *more]
    return f"{', '.join(first)} and {last}" if first else last


def _id_of(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return next((entry[key] for key in ("id", "name", "model") if entry.get(key)), None)


def _shared_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
