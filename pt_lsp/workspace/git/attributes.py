"""Which files of a repository its `.gitattributes` call generated (`linguist-generated`).

Reads these files in the working tree itself. Refuses to know other attributes, which may name programs.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pt_lsp.globs import PatternList
from pt_lsp.workspace.reading import read_quietly

_NAME = ".gitattributes"
_MOST_LINES = 1_000
_LINE = re.compile(
    r"[ \t]*(?P<pattern>\"(?:[^\"\\]|\\.)+\"|[^\s#\"]\S*)[ \t](?:.*[ \t])?"
    r"(?P<sign>[-!]?)linguist-generated(?:=(?P<value>\w+))?[ \t]*(?:[ \t].*)?"
)


class _Rule(NamedTuple):
    patterns: PatternList
    is_generated: bool


def generated_paths(top: Path, paths: Iterable[str]) -> frozenset[str]:
    """Those of the paths, from the top on with forward slashes, that are. Blocks."""
    rules: dict[str, list[_Rule]] = {}
    return frozenset(path for path in paths if _is_generated(top, path, rules))


def _is_generated(top: Path, path: str, known: dict[str, list[_Rule]]) -> bool:
    """The nearest file that says something about the path has the last word, and of it the last line."""
    folder, name = "", path
    verdict = False
    while True:
        if folder not in known:
            known[folder] = list(_rules(top / folder / _NAME))
        verdict = next(
            (rule.is_generated for rule in reversed(known[folder]) if rule.patterns.deciding(name)), verdict
        )
        head, slash, rest = name.partition("/")
        if not slash:
            return verdict
        folder, name = f"{folder}{head}/", rest


def _rules(file: Path) -> Iterator[_Rule]:
    source = read_quietly(str(file))
    if isinstance(source, str):
        return
    for line in source.text.splitlines()[:_MOST_LINES]:
        if found := _LINE.fullmatch(line):
            is_generated = not found["sign"] and found["value"] != "false"
            yield _Rule(PatternList([found["pattern"].strip('"')], ignores_case=False), is_generated)
