"""Lines of any length, of kinds that patterns and diffs are slow on."""

import base64
import json
import random
from collections.abc import Callable, Mapping


def _json(n: int) -> str:
    items = [{"id": i, "name": f"item {i}", "tags": ["a", "b"], "on": True} for i in range(n // 55 + 1)]
    return json.dumps(items)[:n]


def _base64(n: int) -> str:
    return base64.b64encode(random.Random(n).randbytes(n)).decode()[:n]


def _words(n: int) -> str:
    rng = random.Random(n)
    words = ("value", "getName", "self", "index_of", "return", "x1", "token", "key", "password")
    return " ".join(rng.choice(words) + str(i) for i in range(n // 4))[:n]


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda n: (unit * (n // len(unit) + 1))[:n]


KINDS: Mapping[str, Callable[[int], str]] = {
    "json": _json,
    "string": lambda n: f'data = "{"x" * n}"',
    "base64": lambda n: f'data = "{_base64(n)}"',
    "words": _words,
    "letters": _repeated("a"),
    "capitals": _repeated("A"),
    "digits": _repeated("7"),
    "names": _repeated("a_b$C"),
    "spaces": lambda n: " " * n + "x",
    "quotes": _repeated('"'),
    "mixed quotes": _repeated("\"'`"),
    "opened": _repeated("("),
    "brackets": _repeated("([{"),
    "closed": _repeated(")"),
    "angles": _repeated("<"),
    "closed angles": _repeated("A<B>"),
    "fences": _repeated("`"),
    "equals": _repeated("="),
    "assignments": _repeated("a=b,"),
    "annotations": _repeated("a:A,"),
    "passwords": _repeated("password="),
    "keys": _repeated("api_key: "),
    "addresses": _repeated("a://b:"),
    "commands": _repeated("curl "),
    "dots": _repeated("a.b"),
    "arrows": _repeated("x->"),
    "backslashes": _repeated("\\n"),
    "hashes": _repeated("#"),
    "stars": _repeated("*/"),
    "dashes": _repeated("-"),
    "accents": _repeated("é"),
    "astral": _repeated("\U0001f600"),
    "blanks": _repeated("\u00a0"),
    "combined": _repeated("ǅ"),
}
"""By name: what makes a line of so many characters, or a few more."""
