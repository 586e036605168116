"""How a change of text looks: as a unified diff for `patch`, or in colour while it grows."""

import difflib
import io
import os
from pathlib import Path

from rich.text import Text

from pt_lsp.documents.visibility import visible_text

_STYLES = {"+": "green", "-": "red", "@": "cyan"}
_NO_LINE_END = "\\ No newline at end of file\n"


def name_in_diff(file: Path) -> str:
    """The file's name as `patch` finds it from the working directory, with slashes on every system."""
    path = Path(os.path.abspath(file))  # noqa: PTH100 - unlike `Path.absolute` it takes `..` away
    if path.is_relative_to(Path.cwd()):
        return path.relative_to(Path.cwd()).as_posix()
    return path.relative_to(path.anchor).as_posix()


def unified_diff(name: str, old: str, new: str) -> str:
    """The change as `patch -p1` takes it; empty if there is none."""
    diff = difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_LINE_END}" for line in diff)


def coloured_diff(old: str, new: str) -> Text:
    """The change with its lines coloured and without file names; says so if there is none."""
    lines = unified_diff("", old, new).split("\n")[2:-1]
    if not lines:
        return Text("(no change yet)", style="dim")
    return Text("\n").join(Text(visible_text(line), style=_STYLES.get(line[:1], "")) for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as `diff` sees them: they end on a line feed only."""
    return list(io.StringIO(text, newline="\n"))
