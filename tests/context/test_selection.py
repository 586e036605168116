from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.file_facts import Symbol, analyse
from pt_lsp.context.index import CodeChunk
from pt_lsp.context.outline_text import DOC, NAME, SIGNATURE, outline_text
from pt_lsp.context.selection import Candidate, choose, pack

SOURCE = '''\
@dataclass
class Stock(Store):
    """What is there to be sold."""

    amounts: dict[str, int]

    def reserve(self, name: str, amount: int = 1) -> bool:
        """Take some away."""
        return True

    def total(self) -> int: ...


def restock() -> Stock:
    """Fill it up."""


LIMIT = 100
'''
SYMBOLS = analyse("/p/stock.py", "python", SOURCE).symbols
EVERY = [(top, symbol) for top in SYMBOLS for symbol in (top, *top.members)]


def candidates(chances: list[float]) -> list[Candidate]:
    pairs = zip(EVERY, chances, strict=True)
    return [Candidate("p/stock.py", owner, symbol, "named", chance) for (owner, symbol), chance in pairs]


def outline(levels: dict[str, int]) -> str:
    shown = {id(symbol): levels[symbol.name] for _, symbol in EVERY if symbol.name in levels}
    return outline_text(shown, SYMBOLS, "python")


CHANCES = st.lists(st.floats(0.001, 1), min_size=len(EVERY), max_size=len(EVERY))


@given(CHANCES, st.integers(0, 500))
def test_what_is_packed_fits_and_all_of_it_is_in_the_outline(chances: list[float], budget: int) -> None:
    packed, left = pack(candidates(chances), budget)
    text = outline_text({id(each.symbol): level for each, level in packed}, SYMBOLS, "python")
    assert len(text) + (len("p/stock.py\n") + 1 if packed else 0) <= budget - left + 1
    assert left >= 0
    for each, level in packed:
        assert each.symbol.name in text
        assert level < SIGNATURE or each.symbol.signature.split("\n")[-1] in text


def test_the_likelier_symbol_is_shown_in_more_detail() -> None:
    likely_total = [0.01, 0.01, 0.01, 0.9, 0.01, 0.01]
    levels = {each.symbol.name: level for each, level in pack(candidates(likely_total), 110)[0]}
    assert levels["total"] >= SIGNATURE
    assert levels.get("reserve", 0) <= NAME


def test_an_outline_reads_like_code_with_the_lesser_names_at_the_end_of_their_part() -> None:
    assert outline({"reserve": SIGNATURE, "total": NAME, "amounts": NAME, "restock": DOC, "LIMIT": NAME}) == (
        "class Stock(Store):\n"
        "    def reserve(self, name: str, amount: int = 1) -> bool:\n"
        "    # also: amounts, total\n"
        "def restock() -> Stock:  # Fill it up.\n"
        "# also: LIMIT"
    )


def test_a_class_that_is_wanted_itself_keeps_its_decorators() -> None:
    assert outline({"Stock": SIGNATURE, "total": SIGNATURE}).startswith(
        "@dataclass\nclass Stock(Store):\n    def"
    )


def test_chunks_fill_what_symbols_leave_and_copies_are_left_out() -> None:
    chunks = [
        CodeChunk("/p/a.py", "code()"),
        CodeChunk("/p/copy.py", "code()"),
        CodeChunk("/p/b.py", "more(" + "x" * 900),
    ]
    choice = choose(candidates([0.2] * len(EVERY)), chunks, 700)
    assert choice.chunks == (chunks[0],)


def test_symbols_take_all_where_there_are_no_chunks() -> None:
    needed = max(n for n in range(900) if pack(candidates([0.2] * len(EVERY)), n)[1] == 0)
    choice = choose(candidates([0.2] * len(EVERY)), [], needed)
    assert {each.symbol.name for each, _ in choice.symbols} == {symbol.name for _, symbol in EVERY}


def chance_of(name: str, symbols: list[tuple[Symbol, Symbol]]) -> list[float]:
    return [0.9 if symbol.name == name else 0.02 for _, symbol in symbols]


def test_a_choice_stays_good_while_it_lacks_nothing_likely() -> None:
    old = choose(candidates(chance_of("reserve", EVERY)), [], 120)
    now = candidates(chance_of("reserve", EVERY))
    assert old.is_still_good({each.key: each for each in now}, choose(now, [], 120), 0.8)
    other = candidates(chance_of("restock", EVERY))
    assert not old.is_still_good({each.key: each for each in other}, choose(other, [], 120), 0.8)


def test_what_gains_too_little_for_its_length_is_left_out_whatever_room_there_is() -> None:
    source = "".join(f"def function_{n}(argument: int) -> int: ...\n" for n in range(200))
    symbols = analyse("/p/many.py", "python", source).symbols
    many = [Candidate("/p/many.py", s, s, "named", 0.5 / (n + 1) ** 2) for n, s in enumerate(symbols)]
    chunk = CodeChunk("/p/a.py", "nothing = 1")
    assert len(choose(many, [chunk], 50_000).symbols) == 200
    chosen = choose(many, [chunk], 50_000, least_gain=1e-3)
    assert [each.symbol.name for each, _ in chosen.symbols][:2] == ["function_0", "function_1"]
    assert len(chosen.symbols) < 100
    assert chosen.chunks == ()


def test_of_one_class_the_best_twenty_five_members_are_shown_at_most() -> None:
    source = "class Many:\n" + "".join(f"    def member_{n}(self): ...\n" for n in range(60))
    (many,) = analyse("/p/many.py", "python", source).symbols
    every = [Candidate("/p/many.py", many, m, "named", 1 / (n + 1)) for n, m in enumerate(many.members)]
    shown = [each.symbol.name for each, _ in choose(every, [], 7_200).symbols]
    assert sorted(shown) == sorted(f"member_{n}" for n in range(25))


def test_attributes_and_long_decorators_are_not_worth_their_room() -> None:
    symbols = analyse(
        "/p/a.rs", "rust", "#[derive(Debug, Clone)]\npub struct Stock { pub total: u32 }\n"
    ).symbols
    assert outline_text({id(symbols[0]): SIGNATURE}, symbols, "rust") == "pub struct Stock"


def test_a_namespace_is_no_header_of_its_classes_which_stand_once() -> None:
    source = "module Shop\n  class Stock < Base\n    def reserve(name)\n    end\n  end\nend\n"
    (shop,) = symbols = analyse("/p/stock.rb", "ruby", source).symbols
    (stock,) = shop.members
    every = {id(each): SIGNATURE for each in (stock, *stock.members)}
    assert outline_text(every, symbols, "ruby") == "class Stock < Base\n    def reserve(name)"
    levels = {
        each.symbol.name: level for each, level in pack([Candidate("/p", shop, shop, "named", 1.0)], 900)[0]
    }
    assert levels == {"Shop": NAME}


def test_a_method_whose_definition_a_chunk_shows_is_not_listed_again() -> None:
    source = "export class Reader {\n  readNext(limit: number): Page {\n    return this.page\n  }\n}\n"
    (reader,) = analyse("/p/r.ts", "typescript", source).symbols
    candidate = Candidate("/p/r.ts", reader, reader.members[0], "none", 0.5)
    assert choose([candidate], [], 900).symbols
    assert not choose([candidate], [CodeChunk("/p/r.ts", source)], 900).symbols
    use = CodeChunk("/p/r.ts", "const page = reader.readNext(1)")
    assert choose([candidate], [use], 900).symbols
