"""The words of a prompt for tests: the code to test, an example of the project's tests, what is asked for.

Refuses to know the rules of answers, which are those of any edit that puts new text at a place.
"""

from pt_lsp.context.background import unused_tag
from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.features.edit.test_writing.insertion import Insertion
from pt_lsp.features.edit.test_writing.tested import CodeToTest

_CODE_SHARE = 0.35
"""Of the whole budget; the test file and what the code calls need the rest."""
_AROUND_SHARE = 0.12
_EXAMPLE_SHARE = 0.15
_WITH_PACKAGES = frozenset({"go", "java", "kotlin", "csharp", "php", "groovy", "scala"})


def beside_tests(tested: CodeToTest, document: Snapshot) -> str:
    """The code to test, unless `document` itself holds it, and an example of the project's tests."""
    n_characters = document.settings.context.budget_tokens * CHARACTERS_PER_TOKEN
    parts = []
    if tested.source.uri != document.uri:
        parts.append("Code to test:\n" + _tagged("tested", tested.path, _code(tested, n_characters)))
    if tested.example is not None:
        example = _beginning(tested.example.text, int(n_characters * _EXAMPLE_SHARE))
        parts.append("Other tests of this project:\n" + _tagged("example", tested.example.path, example))
    return "\n\n".join(parts)


def instruction_for_tests(words: str, tested: CodeToTest, document: Snapshot, insertion: Insertion) -> str:
    """What is asked for; `words` say it for any code."""
    what = f"`{tested.title}`" if tested.title else "all that it offers"
    said = [words, f"What to test in {tested.path}: {what}."]
    if tested.framework:
        said.append(f"The framework is {tested.framework}.")
    is_inside = tested.source.uri == document.uri
    if tested.import_hint and not is_inside:
        hints = "` and `".join(tested.import_hint.split("\n"))
        said.append(f"Tests in this file get at the code by `{hints}`.")
    if insertion.is_alone:
        named = "its package or namespace, then " if document.language_id in _WITH_PACKAGES else ""
        said.append(f"The file is empty: write all of it, first {named}what it imports.")
    elif insertion.imports_below is not None:
        said.append(
            "Begin with imports that the file lacks, if there are any: they are put with those that it has. "
            "Then write the new tests alone; those that are there stay."
        )
    elif is_inside and document.language_id == "rust" and not insertion.indentation:
        said.append("Write them as a module `tests` below `#[cfg(test)]`, with `use super::*;`.")
    if insertion.indentation:
        said.append(
            "Their place is inside a class, module or group of tests: write what belongs there as it is, and "
            "do not open that again."
        )
    return " ".join(said)


def _code(tested: CodeToTest, n_characters: int) -> str:
    """The code with what stands around it; of a long one the beginning."""
    most = int(n_characters * _CODE_SHARE)
    source, span = tested.source, tested.span
    if len(span) > most:
        return _beginning(plain(source.text.slice(span)), most)
    around = min(int(n_characters * _AROUND_SHARE), most - len(span))
    window = region_window(source, span, len(span) + around, path=tested.path)
    return window.before + window.region + window.after


def _tagged(tag: str, path: str, code: str) -> str:
    tag = unused_tag(tag, code)
    return f'<{tag} path="{path}">\n{code.strip(chr(10)).rstrip()}\n</{tag}>'


def _beginning(code: str, most: int) -> str:
    """Whole lines of it; a line tells where it is cut."""
    if len(code) <= most:
        return code
    return f"{code[: code.rfind(chr(10), 0, most) + 1]}..."
