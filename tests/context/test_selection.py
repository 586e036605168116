from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.file_facts import Symbol, analyse
from pt_lsp.context.index import CodeChunk
from pt_lsp.context.outline_text import DOC, NAME, SIGNATURE, names_alone, outline_text
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
    by_name = {symbol.name: symbol for _, symbol in EVERY}
    shown = {id(by_name[name]): level for name, level in levels.items()}
    return outline_text(shown, SYMBOLS, "python")


CHANCES = st.lists(st.floats(0.001, 1), min_size=len(EVERY), max_size=len(EVERY))


@given(CHANCES, st.integers(0, 500))
def test_what_is_packed_is_in_the_outline_or_in_the_list_of_names(chances: list[float], budget: int) -> None:
    packed, left = pack(candidates(chances), budget)
    levels = {id(each.symbol): level for each, level in packed}
    text = "\n".join([outline_text(levels, SYMBOLS, "python"), *names_alone(levels, SYMBOLS)])
    assert 0 <= left <= budget
    for each, level in packed:
        assert each.symbol.name in text
        assert level < SIGNATURE or each.symbol.signature.split("\n")[-1] in text


def test_the_likelier_symbol_is_shown_in_more_detail() -> None:
    likely_total = [0.01, 0.01, 0.01, 0.9, 0.01, 0.01]
    levels = {each.symbol.name: level for each, level in pack(candidates(likely_total), 110)[0]}
    assert levels["total"] >= SIGNATURE
    assert levels.get("reserve", 0) <= NAME


def test_an_outline_reads_like_code_with_lesser_names_beside_signatures_of_their_class_the_best_first() -> (
    None
):
    assert outline({"reserve": SIGNATURE, "total": NAME, "amounts": NAME, "restock": DOC, "LIMIT": NAME}) == (
        "class Stock(Store):\n"
        "    def reserve(self, name: str, amount: int = 1) -> bool:\n"
        "    # also: total, amounts\n"
        "def restock() -> Stock:  # Fill it up."
    )


def test_a_class_of_which_only_names_are_shown_has_no_header() -> None:
    levels = {"total": NAME, "amounts": NAME, "LIMIT": NAME}
    assert outline(levels) == ""
    shown = {id(symbol): levels[symbol.name] for _, symbol in EVERY if symbol.name in levels}
    assert names_alone(shown, SYMBOLS) == ["Stock {amounts, total}", "LIMIT"]


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
    source = "namespace Shop {\n  export class Stock extends Base {\n    reserve(name: string) {}\n  }\n}\n"
    (shop,) = symbols = analyse("/p/stock.ts", "typescript", source).symbols
    (stock,) = shop.members
    every = {id(each): SIGNATURE for each in (stock, *stock.members)}
    shown = outline_text(every, symbols, "typescript")
    assert shown == "class Stock extends Base\n    reserve(name: string)"
    levels = {
        each.symbol.name: level for each, level in pack([Candidate("/p", shop, shop, "named", 1.0)], 900)[0]
    }
    assert levels == {"Shop": NAME}
