"""What a diagnostic names is shown in a prompt, though nothing in the code leads there."""

from tests.context.workspaces import scene_of

SHOP = """\
-- shop/money.py --
class Amount:
    def __init__(self, cents: int) -> None:
        self.cents = cents

    def in_euros(self) -> float:
        return self.cents / 100


def rounded(amount):
    return round(amount, 2)
-- shop/lines.py --
class OrderLine:
    def __init__(self, article: str, pieces: int) -> None: ...
-- other/lines.py --
class OrderLine:
    def __init__(self, wrong: int) -> None: ...
"""
CROWD = "-- shop/many.py --\n" + "".join(f"def helper_of_part_{n}(a, b, c): ...\n" for n in range(60))
CROWDED = "from shop.many import *\n\n\n"
USE = "<|>def show(a):\n    return helper_of_part_1(a.worth)\n<|>"


def test_what_is_named_is_shown_though_nothing_is_imported() -> None:
    scene = scene_of(f"{SHOP}{CROWD}-- main.py --\n{CROWDED}{USE}")
    assert "Amount" not in scene.shown_for_region(600)
    shown = scene.shown_for_region(600, named=["Amount"])
    assert "class Amount" in shown
    assert "def in_euros(self) -> float" in shown
    assert "-- shop/money.py --" in shown


def test_of_two_of_one_name_the_one_that_is_imported_is_meant() -> None:
    imports = f"from shop.lines import OrderLine\n{CROWDED}"
    scene = scene_of(f"{SHOP}{CROWD}-- main.py --\n{imports}{USE}")
    shown = scene.shown_for_region(300, named=["OrderLine"])
    assert "def __init__(self, article: str, pieces: int)" in shown
    assert "wrong" not in shown


def test_what_is_named_comes_before_what_the_place_may_need() -> None:
    scene = scene_of(f"{SHOP}{CROWD}-- main.py --\n{CROWDED}{USE}")
    assert "def rounded(amount)" not in scene.shown_for_region(300)
    assert "def rounded(amount)" in scene.shown_for_region(300, named=["rounded"])


def test_a_definition_far_up_in_the_file_itself_is_shown() -> None:
    filler = "".join(f"def filler_{n}(value):\n    return value + {n}\n\n\n" for n in range(900))
    own = f"class Gauge:\n    def level(self) -> int:\n        return 7\n\n\n{filler}"
    scene = scene_of(f"-- main.py --\n{own}<|>def show(a):\n    return a.levl\n<|>")
    assert "class Gauge" not in scene.shown_for_region()
    assert "class Gauge" in scene.shown_for_region(named=["Gauge"])


def test_what_is_named_and_defined_nowhere_changes_nothing() -> None:
    scene = scene_of(f"{SHOP}-- main.py --\n{USE}")
    assert scene.shown_for_region(named=["Nowhere"]) == scene.shown_for_region()
