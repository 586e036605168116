from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.file_facts import Symbol, analyse
from pt_lsp.context.index import CodeChunk, Index
from pt_lsp.context.outline_text import DOC, MORE_NAMES, NAME, SIGNATURE
from pt_lsp.context.selection import AROUND_PATH, Candidate, Selection, choose, fill
from pt_lsp.context.showing.repeats import SHORTEST_REPEATED, without_repeats
from pt_lsp.context.showing.snippets import snippets_of

STOCK = """\
class Stock(Store):
    def reserve(self, name: str, amount: int = 1) -> bool:
        return self.has(name)

    @override
    def total(self) -> int:
        return 1

def restock(stock: Stock, amount: int) -> Stock:
    return stock
"""
SHELF = """\
class Shelf(Store):
    def reserve(self, name: str, amount: int = 1) -> bool:
        return self.stock.reserve(name, amount)

    def total(self) -> int:
        return sum(self.amounts)

def restock(stock: Stock, amount: int) -> Stock:
    return stock
"""
READER = """\
export class Reader {
  readNext(limit: number): Promise<Page> {
    return this.page
  }
  total(): number { return 1 }
}
"""
FILES = {"/p/stock.py": STOCK, "/p/shelf.py": SHELF, "/p/copy.py": STOCK, "/p/reader.ts": READER}


def index_of(files: dict[str, str]) -> Index:
    index = Index()
    for path, text in files.items():
        index.put(analyse(path, "typescript" if path.endswith(".ts") else "python", text))
    return index


INDEX = index_of(FILES)
EVERY = [
    (path, top, symbol) for path in FILES for top in INDEX.symbols(path) for symbol in (top, *top.members)
]
STARTS = st.tuples(st.sampled_from(sorted(FILES)), st.integers(0, 7), st.integers(1, 9))


def chunk(path: str, first: int, n_lines: int) -> CodeChunk:
    lines = FILES[path].splitlines()
    start = sum(len(line) + 1 for line in lines[:first])
    return CodeChunk(path, "\n".join(lines[first : first + n_lines]), start)


def telling(text: str) -> set[str]:
    return {line for line in map(str.strip, text.split("\n")) if len(line) >= SHORTEST_REPEATED}


@given(
    st.lists(st.sampled_from(EVERY), unique_by=lambda each: id(each[2])),
    st.lists(st.sampled_from([NAME, SIGNATURE, DOC]), min_size=len(EVERY), max_size=len(EVERY)),
    st.lists(STARTS, max_size=4),
)
def test_a_signature_stands_once_in_all_that_is_shown(
    symbols: list[tuple[str, Symbol, Symbol]], levels: list[int], starts: list[tuple[str, int, int]]
) -> None:
    chosen = [(Candidate(*each, "named", 0.5), level) for each, level in zip(symbols, levels, strict=False)]
    chunks = tuple(fill([chunk(*each) for each in starts], 10_000))
    snippets = snippets_of(Selection(tuple(chosen), chunks), INDEX, ["/p"], (), "/p/own.py")
    in_chunks = {line for each in chunks for line in telling(each.text)}
    outlined = [
        line
        for each in snippets
        if each.path != MORE_NAMES and not any(part.text in each.text for part in chunks)
        for line in telling(each.text)
        if "class " not in line and "also: " not in line
    ]
    assert max(Counter(outlined).values(), default=1) == 1
    assert not in_chunks.intersection(outlined)


@given(st.lists(STARTS, max_size=6))
def test_no_chunk_says_mostly_what_others_say(starts: list[tuple[str, int, int]]) -> None:
    shown: set[str] = set()
    for each in fill([chunk(*start) for start in starts], 10_000):
        lines = telling(each.text)
        assert len(lines & shown) * 2 <= len(lines)
        shown |= lines


def test_of_overlapping_chunks_the_first_is_shown() -> None:
    assert list(fill([chunk("/p/stock.py", 1, 3), chunk("/p/stock.py", 0, 9)], 10_000)) == [
        chunk("/p/stock.py", 1, 3)
    ]


def test_a_method_whose_definition_a_chunk_shows_is_not_listed_again() -> None:
    (reader,) = INDEX.symbols("/p/reader.ts")
    candidate = Candidate("/p/reader.ts", reader, reader.members[0], "none", 0.5)
    whole = chunk("/p/reader.ts", 0, 9)
    assert not without_repeats(choose([candidate], [whole], 900)).symbols
    use = CodeChunk("/p/reader.ts", "const page = reader.readNext(1)")
    assert without_repeats(choose([candidate], [use], 900)).symbols


def test_what_stands_beside_no_signature_is_named_in_one_list_by_file() -> None:
    symbols = {(path, top.name, each.name): (path, top, each) for path, top, each in EVERY}
    named = [
        symbols["/p/reader.ts", "Reader", "total"],
        symbols["/p/shelf.py", "Shelf", "Shelf"],
        symbols["/p/stock.py", "Stock", "total"],
        symbols["/p/stock.py", "Stock", "reserve"],
        symbols["/p/stock.py", "restock", "restock"],
    ]
    selection = Selection(tuple((Candidate(*each, "named", 0.5), NAME) for each in named), ())
    (names,) = snippets_of(selection, INDEX, ["/p"], (), "/p/own.py")
    assert (names.path, names.text) == (
        "more names",
        "reader.ts: Reader {total}\nshelf.py: Shelf\nstock.py: Stock {total, reserve}, restock",
    )


@given(
    st.lists(st.floats(0.001, 1), min_size=len(EVERY), max_size=len(EVERY)),
    st.integers(0, 900),
    st.lists(STARTS, max_size=3),
)
def test_what_is_chosen_fits_as_it_is_shown(
    chances: list[float], budget: int, starts: list[tuple[str, int, int]]
) -> None:
    candidates = [Candidate(*each, "named", chance) for each, chance in zip(EVERY, chances, strict=True)]
    selection = choose(candidates, [chunk(*start) for start in starts], budget)
    snippets = snippets_of(selection, INDEX, ["/p"], (), "/p/own.py")
    assert sum(len(each.path) + len(each.text) + AROUND_PATH for each in snippets) <= budget
