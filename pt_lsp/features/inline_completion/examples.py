"""Worked examples for the `hole` way: first in the prompt and always the same, so a cache can serve them."""

from dataclasses import dataclass

from pt_lsp.features.inline_completion.postprocess.item_extent import Extent


@dataclass(frozen=True, slots=True)
class Example:
    """A file around a cursor, and the answer that we want."""

    path: str
    language_id: str
    prefix: str
    suffix: str
    extent: Extent
    answer: str


EXAMPLES = (
    Example(
        "shop/cart.py",
        "python",
        "class Cart:\n    def total(self) -> float:\n        return sum(",
        ")\n\n    def clear(self) -> None:\n        self.items = []\n",
        "line",
        "item.price * item.quantity for item in self.items",
    ),
    Example(
        "src/chunk.ts",
        "typescript",
        "export function chunk<T>(values: T[], size: number): T[][] {\n  const chunks: T[][] = []\n  ",
        "\n  return chunks\n}\n",
        "paragraph",
        "for (let start = 0; start < values.length; start += size) {\n"
        "    chunks.push(values.slice(start, start + size))\n"
        "  }",
    ),
    Example(
        "store/store.go",
        "go",
        "func (s *Store) Get(key string) (string, error) {\n\tvalue, found := s.val",
        '\n\tif !found {\n\t\treturn "", ErrNotFound\n\t}\n\treturn value, nil\n}\n',
        "line",
        "ues[key]",
    ),
)
