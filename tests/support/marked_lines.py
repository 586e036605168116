"""Reads what VS Code's editors mark: tinted lines, and text that stands behind a line but not in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

EDITOR = ".editor-instance .monaco-editor"
NEW_SIDE = ".monaco-diff-editor .editor.modified .monaco-editor"
CELL = ".notebook-editor .cell .monaco-editor"
_MARKED = """
([place, number]) => {
  const isShown = (editor) => editor.offsetParent !== null;
  const editor = [...document.querySelectorAll(place)].filter(isShown)[number];
  if (!editor) return [];
  const isSeen = (color) => color && color !== 'transparent' && !color.endsWith(', 0)');
  const hasContent = ({ content }) => content !== 'none' && content !== 'normal';
  const hasBar = (style) => style.borderLeftStyle === 'solid';
  const top = (element) => parseFloat(element.style.top);
  const overlays = [...editor.querySelectorAll('.view-overlays > div')];
  const lines = [...editor.querySelectorAll('.view-lines > .view-line')].sort((a, b) => top(a) - top(b));
  return lines.map((line) => {
    const behind = overlays.find((overlay) => top(overlay) === top(line));
    const drawn = [...(behind?.querySelectorAll('.cdr[class*="ced-"]') ?? [])];
    const ours = drawn.map((each) => getComputedStyle(each));
    const spans = [...line.querySelectorAll('span[class*="ced-"]')];
    const after = spans.map((each) => getComputedStyle(each, '::after')).filter(hasContent);
    return {
      text: line.textContent.replaceAll('\\u00a0', ' ').replaceAll(/[\\u200b\\u200c]/g, ''),
      tints: ours.map((style) => style.backgroundColor).filter(isSeen),
      bars: ours.filter(hasBar).map((style) => style.borderLeftColor).filter(isSeen),
      note: after.map(({ content }) => content.slice(1, -1)).join(''),
      is_struck: after.some((style) => style.textDecorationLine === 'line-through'),
    };
  });
}
"""


@dataclass(frozen=True)
class MarkedLine:
    """A line, the colours of its tints and of the bars before it, and the note behind it."""

    text: str
    tints: list[str]
    bars: list[str]
    note: str
    is_struck: bool


def marked_lines(window: "Workbench", place: str = EDITOR, number: int = 0) -> list[MarkedLine]:
    """The lines that are marked in one editor of those on the screen that the selector `place` finds."""
    lines = [MarkedLine(**line) for line in window.page.evaluate(_MARKED, [place, number])]
    return [line for line in lines if line.tints or line.bars or line.note]
