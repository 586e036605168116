from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.file_facts import analyse
from pt_lsp.documents.span import Span
from tests.context.workspaces import Scene, scene_of

SHOP = """\
-- shop/orders.py --
from shop.stock import Stock


def ship(stock: Stock, name: str) -> None:
    stock.<|>


-- shop/stock.py --
from shop.base import Store


class Stock(Store):
    \"\"\"What is there to be sold.\"\"\"

    def __init__(self) -> None:
        self._amounts: dict[str, int] = {}

    def reserve(
        self,
        name: str,
        amount: int = 1,
    ) -> bool:
        return self._amounts[name] >= amount

    @property
    def total(self) -> int:
        return sum(self._amounts.values())


-- shop/base.py --
class Store:
    def open(self) -> None:
        print("open")


-- shop/unrelated.py --
def boil(water: float) -> float:
    return water + 100


-- tests/test_stock.py --
def test_reserving_takes_what_is_there(stock):
    assert stock.reserve("apple", 2)
    assert stock.total == 0
"""


def test_members_of_the_receivers_type_come_as_signatures_below_their_class() -> None:
    shown = scene_of(SHOP).shown()
    assert "-- shop/stock.py --\n" in shown
    assert "class Stock(Store):\n" in shown
    assert "\n    def reserve(self, name: str, amount: int = 1) -> bool:\n" in shown
    assert "\n    @property\n    def total(self) -> int:\n" in shown


def test_what_the_receivers_type_is_made_from_is_shown_too() -> None:
    assert "    def open(self) -> None:" in scene_of(SHOP).shown()


def test_code_that_uses_the_same_words_is_shown_as_it_is() -> None:
    assert '    assert stock.reserve("apple", 2)\n' in scene_of(SHOP).shown()


def test_the_open_file_itself_is_never_shown() -> None:
    assert "orders.py" not in scene_of(SHOP).shown()


def test_no_import_in_a_circle_nor_type_leads_back_to_the_open_file() -> None:
    order = "    order: Order = Order()\n    order.<|>\n\n\nclass Order:\n    total: int\n"
    imports = "from shop.base import Store\n"
    circle = SHOP.replace("    stock.<|>\n", order)
    circle = circle.replace(imports, imports + "from shop.orders import Order, ship\n")
    scene = scene_of(circle)
    for shown in (scene.shown(), scene.shown_for_region()):
        assert "stock.py" in shown
        assert "orders.py" not in shown


def test_with_little_room_what_is_needed_most_is_still_there() -> None:
    shown = scene_of(SHOP).shown(140)
    assert "reserve" in shown
    assert "boil" not in shown


@given(st.integers(0, 3000))
def test_the_budget_holds(budget: int) -> None:
    scene = scene_of(SHOP)
    snippets = scene.related.for_cursor(scene.snapshot, scene.place.start, budget)
    assert sum(len(each.path) + len(each.text) + 2 for each in snippets) <= budget


LIBRARY = """\
-- src/page.ts --
import { fetchPage } from './net/index.js'
import type { Reader } from './reader'

export class Page {
  constructor(private readonly reader: Reader) {}

  load() {
    return this.reader.<|>
  }
}

-- src/net/index.ts --
export * from './fetch'

-- src/net/fetch.ts --
export async function fetchPage(url: string, retries = 3): Promise<Response> {
  return await fetch(url)
}

-- src/reader.ts --
export interface Reader extends Closing {
  readNext(limit?: number): Promise<string>
  readonly position: number
}

interface Closing {
  close(): void
}
"""


def test_typescript_members_are_found_by_the_type_of_a_field() -> None:
    shown = scene_of(LIBRARY).shown()
    assert "interface Reader extends Closing" in shown
    assert "    readNext(limit?: number): Promise<string>" in shown


def test_what_a_module_hands_on_is_shown_from_where_it_is_defined() -> None:
    shown = scene_of(LIBRARY.replace("this.reader.<|>", "<|>")).shown()
    assert (
        "-- src/net/fetch.ts --\nasync function fetchPage(url: string, retries = 3): Promise<Response>"
        in shown
    )


def type_text(scene: Scene, text: str) -> list[str]:
    """What is shown after each character."""
    shown = []
    for typed in text:
        at = scene.place.start
        new = scene.snapshot.text.replace(scene.place, typed)
        snapshot = replace(scene.snapshot, text=new, version=scene.snapshot.version + 1)
        scene = scene._replace(snapshot=snapshot, place=Span(at + 1, at + 1))
        shown.append(scene.shown(300))
    return shown


def test_typing_leaves_what_is_shown_as_it_is() -> None:
    assert (
        len(set(type_text(scene_of(SHOP), 'reserve(name, 3)\n    if not name:\n        raise ValueError("')))
        == 1
    )


def test_something_clearly_needed_comes_while_typing_and_the_rest_keeps_its_order() -> None:
    files = SHOP.replace("    stock.<|>", "    <|>").replace(
        "from shop.stock import Stock", "import shop.unrelated"
    )
    scene = scene_of(files.replace("stock: Stock, ", ""))
    before, *_, after = type_text(scene, "x = shop.unrelated.")
    assert "boil(water: float)" in after
    kept = [line for line in before.splitlines() if line.startswith("-- ") and line in after]
    assert kept == [line for line in after.splitlines() if line in kept]


def test_a_definition_that_has_changed_is_not_shown_as_it_was() -> None:
    scene = scene_of(SHOP)
    assert "amount: int = 1" in scene.shown()
    text = SHOP.partition("-- shop/stock.py --\n")[2].partition("-- shop/base.py --")[0]
    new = text.replace("amount: int = 1", "amount: float")
    scene.related.index.put(analyse("/project/shop/stock.py", "python", new))
    assert "amount: float" in scene.shown()
    assert "amount: int" not in scene.shown()


def test_a_file_that_is_gone_is_not_shown() -> None:
    scene = scene_of(SHOP)
    assert "stock.py" in scene.shown()
    for name in ("shop/stock.py", "tests/test_stock.py"):
        scene.related.index.remove(f"/project/{name}")
    assert "stock.py" not in scene.shown()


GO = """\
-- go.mod --
module example.com/shop

-- main.go --
package main

import "example.com/shop/stock"

func ship(s *stock.Stock, name string) bool {
\treturn s.<|>
}

-- helpers.go --
package main

func announce(name string) error { return nil }

-- stock/stock.go --
package stock

// Stock is what there is.
type Stock struct {
\tAmounts map[string]int
}

-- stock/reserving.go --
package stock

func (s *Stock) Reserve(name string, amount int) bool {
\treturn s.Amounts[name] >= amount
}
"""


def test_gos_methods_are_members_of_their_type_and_its_package_needs_no_import() -> None:
    shown = scene_of(GO).shown()
    assert "    func (s *Stock) Reserve(name string, amount int) bool" in shown
    assert "func announce(name string) error" in shown


HEADER = """\
-- src/list.c --
#include "list.h"

int push(struct list *l, int value) {
    <|>
}

-- src/list.h --
struct list { int size; };
int list_grow(struct list *l, int by);

-- src/map.c --
#include "list.h"
int use(struct list *l) { return list_grow(l, 1); }
"""


def test_a_c_source_sees_its_header() -> None:
    assert "int list_grow(struct list *l, int by)" in scene_of(HEADER).shown()


CALLED = """\
-- shop/stock.py --
from shop.limits import Limit

<|>def reserve(name: str) -> bool:
    return Limit.of(name).allows(1)
<|>

-- shop/limits.py --
class Limit:
    @classmethod
    def of(cls, name: str) -> "Limit":
        return cls()

    def allows(self, amount: int) -> bool:
        return True

-- shop/cart.py --
from shop.stock import reserve

def add(name):
    if reserve(name):
        print("added")
"""


def test_a_region_is_shown_with_the_signatures_that_it_calls() -> None:
    shown = scene_of(CALLED).shown_for_region(200)
    assert "    def allows(self, amount: int) -> bool:" in shown
    assert '    def of(cls, name: str) -> "Limit":' in shown


def test_what_pays_too_little_is_not_shown_for_a_region_either() -> None:
    others = "".join(f"def boil_{n}(water: float, degrees: int) -> float: ...\n" for n in range(150))
    files = CALLED.replace(
        "from shop.limits import Limit", "from shop.limits import Limit\nfrom shop.many import *"
    )
    shown = scene_of(f"{files}\n-- shop/many.py --\n{others}").shown_for_region(7_200)
    assert "    def allows(self, amount: int) -> bool:" in shown
    assert len(shown) < 3_600


@pytest.mark.parametrize("with_callers", [True, False])
def test_callers_of_what_a_region_defines_come_first_if_asked_for(with_callers: bool) -> None:
    files = (
        CALLED
        + "\n-- shop/other.py --\nname = Limit.of(name).allows(1)\ndef name_allows(name: str) -> bool: ...\n"
    )
    shown = scene_of(files).shown_for_region(420, with_callers=with_callers)
    assert ("    if reserve(name):" in shown) is with_callers


def test_a_file_outside_of_the_workspace_is_called_by_its_name() -> None:
    scene = scene_of(SHOP)
    scene.related.folders = []
    assert "-- stock.py --" in scene.shown()


def test_a_closed_document_is_forgotten() -> None:
    scene = scene_of(SHOP)
    before = scene.shown()
    scene.related.closed(scene.snapshot.uri)
    assert scene.shown() == before


def test_methods_that_stand_apart_from_their_type_come_too() -> None:
    shown = scene_of(
        "-- Cargo.toml --\n[package]\nname = 'shop'\n"
        "-- src/main.rs --\nmod stock;\nuse crate::stock::Stock;\n\n"
        "fn ship(stock: &mut Stock) {\n    stock.<|>\n}\n"
        "-- src/stock.rs --\npub struct Stock { pub total: u32 }\n\n"
        "impl Stock {\n    pub fn reserve(&mut self, amount: u32) -> bool { self.total >= amount }\n}\n\n"
        "impl Drop for Stock {\n    fn drop(&mut self) { println!() }\n}\n"
    ).shown(260)
    assert "impl Stock\n    pub fn reserve(&mut self, amount: u32) -> bool" in shown
    assert "pub struct Stock\n    pub total: u32" in shown


def test_what_no_longer_stands_in_a_file_is_not_shown_whoever_changed_it() -> None:
    scene = scene_of(SHOP)
    assert "assert stock.total == 0" in scene.shown()
    changed = 'def test_reserving_takes_what_is_there(stock):\n    assert stock.reserve("pear", 5)\n'
    scene.related.index.put(analyse("/project/tests/test_stock.py", "python", changed))
    assert "assert stock.total == 0" not in scene.shown()
    scene.related.index.remove("/project/tests/test_stock.py")
    assert "pear" not in scene.shown()


def test_chunks_of_one_file_stand_together_in_its_order_and_imports_alone_are_none() -> None:
    used = "".join(
        f"\n\nsold_{n} = stock.reserve('{n}')\n" + f"print(stock.total, {n})\n" * 14 for n in range(3)
    )
    names = "".join(f"    Stock{n},\n" for n in range(14))
    imports = f"import os\nfrom shop.stock import (\n{names})\n"
    shown = scene_of(f"{SHOP}-- shop/sales.py --\n{imports}\n{used}").shown_for_region(9000)
    sales = shown.partition("-- shop/sales.py --\n")[2]
    assert sales.index("sold_0") < sales.index("sold_1") < sales.index("sold_2")
    assert shown.count("-- shop/sales.py --") == 2  # its names, and its code
    assert "import os" not in shown


def test_code_whose_signatures_are_shown_is_not_shown_again() -> None:
    shown = scene_of(SHOP).shown(20_000)
    assert shown.count("class Stock(Store)") == 1
