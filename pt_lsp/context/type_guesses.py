"""What types a name may have, guessed from annotations and assignments nearby: no inference, no certainty.

Refuses to know other files but by the two questions that it is given.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from pt_lsp.context.words import COMMON, IDENTIFIER, TYPE_NAME, parts

# A name is looked at from its beginning and as a whole: a very long one costs its length, not the square.
_NAME = r"(?<![\w$])([A-Za-z_$][\w$]*+)"
_ANNOTATED = re.compile(_NAME + r"\s*+\??:\s*+([A-Za-z_$\[(*&][^=,)\n;{]{0,80})")
_ASSIGNED = re.compile(_NAME + r"\s*+:?=\s*+(?:await\s++|new\s++)?([A-Za-z_$&*][^\n]{0,120})")
_LOOPED = re.compile(
    rf"\bfor\s*+(?:\(\s*+)?(?:(?:const|let|var)\s++)?{_NAME}\s++(?:in|of)\s++([^\n:{{]{{1,80}})"
)
_DECLARED = re.compile(
    r"(?<![\w$])([A-Z][\w$]*+)(?:<[^<>\n]{0,80}+(?:<[^<>\n]{0,80}+>[^<>\n]{0,80}+)*+>)?+(?:\[\])?+"
    r"(?:\.\.\.)?+[ \t*&?]++(?:\.\.\.)?+([a-z_$][\w$]*+)\s*+[=;,):]"
)
"""`Stock stock = `, `List<Stock> stocks)`, `?Stock $stock,`: types before names."""
_NAMED_FIRST = re.compile(
    r"(?<![\w$])([a-z_]\w*+)[ \t]++"
    r"(?:[*\[\]&]++(?:\w++\.)?([A-Za-z_]\w*+)|(?:[a-z]\w*+\.)?([A-Z]\w*+))[ \t]*+[,){=\n]"
)
"""`stock *Stock,`, `stocks []shop.Stock)`: Go's parameters and fields."""
_TOLD = re.compile(r"@(?:param|var|type)[ \t]++[\[{]?([^\s\]}]{1,80}+)[\]}]?[ \t]++\$?([A-Za-z_]\w*+)")
"""`@param Stock $stock`, `@param [Stock] stock`: what comments tell."""

_MOST_NAMES_ASSIGNED = 6
_FROM_ANNOTATION, _FROM_CLASS, _FROM_RESULT, _FROM_SYMBOL = 0.9, 0.9, 0.6, 0.7
_FROM_NAME, _FROM_PLURAL = 0.8, 0.6


class TypeGuesses:
    """Which types a name may have, with a confidence between 0 and 1.

    `results_of` tells the types that symbols of a name give or hold; `made_of` the types made of some words.
    """

    def __init__(
        self,
        typed_text: str,
        is_type: Callable[[str], bool],
        results_of: Callable[[str], Iterable[str]],
        made_of: Callable[[tuple[str, ...]], Iterable[str]],
    ) -> None:
        self._is_type = is_type
        self._results_of = results_of
        self._made_of = made_of
        self._annotations: dict[str, list[str]] = {}
        self._assignments: dict[str, list[str]] = {}
        for name, annotation in _ANNOTATED.findall(typed_text):
            self._annotations.setdefault(_bare(name), []).extend(_types_in(annotation))
        for declared, name in _DECLARED.findall(typed_text):
            self._annotations.setdefault(_bare(name), []).append(declared)
        for name, declared, exported in _NAMED_FIRST.findall(typed_text):
            self._annotations.setdefault(name, []).append(declared or exported)
        for annotation, name in _TOLD.findall(typed_text):
            self._annotations.setdefault(name, []).extend(_types_in(annotation))
        for pattern in (_ASSIGNED, _LOOPED):
            for name, value in pattern.findall(typed_text):
                names = IDENTIFIER.findall(value)[:_MOST_NAMES_ASSIGNED]
                self._assignments.setdefault(_bare(name), []).extend(names)

    def of(self, name: str) -> Iterator[tuple[str, float]]:
        """Types of `name`, some of them perhaps more than once."""
        if self._is_type(name):
            yield name, 1.0
        name = _bare(name)
        for found in self._annotations.get(name, ()):
            yield found, _FROM_ANNOTATION
        for value in self._assignments.get(name, ()):
            if self._is_type(value):
                yield value, _FROM_CLASS
            elif value.lower() not in COMMON:
                for found in self._results_of(value):
                    yield found, _FROM_RESULT
        for found in self._results_of(name):
            yield found, _FROM_SYMBOL
        yield from self._named_like(name)

    def _named_like(self, name: str) -> Iterator[tuple[str, float]]:
        """`lock_file` may be a `LockFile`, and one of `lock_files` as well."""
        words = parts(name)
        for found in self._made_of(words) if words else ():
            yield found, _FROM_NAME
        if words and words[-1].endswith("s"):
            for found in self._made_of((*words[:-1], words[-1][:-1])):
                yield found, _FROM_PLURAL


def _bare(name: str) -> str:
    """A name without the sign that PHP sets before variables, but not before the fields of that name."""
    return name.lstrip("$")


def _types_in(annotation: str) -> list[str]:
    return [name for name in TYPE_NAME.findall(annotation) if name.lower() not in COMMON]
