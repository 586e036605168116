import pytest

from pt_lsp.context.file_facts import analyse
from pt_lsp.context.nearby import nearby
from pt_lsp.context.related import enclosing_class
from pt_lsp.context.selection import Candidate
from pt_lsp.documents.text import Text
from tests.context.workspaces import scene_of

CALL = """\
-- app/run.py --
from app.mail import Mailer, send

def run(mailer, text):
    send(text, <|>

-- app/mail.py --
class Mailer:
    def __init__(self, host: str, port: int = 25) -> None: ...

def send(text: str, to: str, urgent: bool = False) -> bool:
    return True
"""


def test_the_signature_of_the_call_that_the_cursor_is_in_is_shown_whatever_was_seen() -> None:
    assert "def send(text: str, to: str, urgent: bool = False) -> bool:" in scene_of(CALL).shown(300)


def test_a_call_of_a_class_shows_how_it_is_made() -> None:
    shown = scene_of(CALL.replace("send(text, <|>", "Mailer(<|>")).shown(200)
    assert "    def __init__(self, host: str, port: int = 25) -> None:" in shown


def test_what_the_cursor_touches_stands_nearest_to_the_file() -> None:
    files = CALL.replace("import Mailer, send", "import Mailer, send\nfrom app.post import Letter")
    files = files.replace("def run(mailer", "def run(mailer: Letter")
    letter = "-- app/post.py --\nclass Letter:\n    def send_on(self, to: str): ...\n"
    shown = scene_of(f"{files}\n{letter}").shown()
    assert shown.index("-- app/post.py --") < shown.index("-- app/mail.py --")


DOORS = """\
-- app/wood.py --
from app.door import Door

class WoodenDoor(Door):
    def swing(self, angle):
        <|>

-- app/iron.py --
from app.door import Door

class IronDoor(Door):
    def swing(self, angle):
        self.hinge.turn(angle)
        self.creak()

-- app/door.py --
class Door:
    def swing(self, angle): ...
"""


def test_what_is_being_written_is_shown_as_siblings_have_written_it() -> None:
    shown = scene_of(DOORS).shown(400)
    assert "    def swing(self, angle):\n        self.hinge.turn(angle)\n        self.creak()" in shown


def test_where_a_value_is_wanted_what_gives_nothing_comes_last() -> None:
    files = (
        "-- a.ts --\nimport {Reader} from './r'\n"
        "function f(reader: Reader) {\n  const next = reader.<|>\n}\n"
        "-- r.ts --\nexport class Reader {\n"
        "  setLimit(limit: number): void {}\n  getLimit(): number { return 1 }\n}\n"
    )
    scene = scene_of(files)
    shown = next(shown for n in range(300) if "Limit" in (shown := scene.shown(n)))
    assert "getLimit" in shown
    assert "setLimit" not in shown


def test_members_of_an_outside_type_are_named_as_the_project_uses_them() -> None:
    files = (
        "-- a.py --\nimport sqlite3\n\ndef f(connection):\n    connection.<|>\n"
        "-- b.py --\ndef g(connection):\n    connection.execute('x')\n    connection.commit()\n"
    )
    assert "Used elsewhere behind `connection`: execute, commit" in scene_of(files).shown(2000)


def test_a_part_of_the_same_file_that_the_prompt_does_not_reach_is_shown_if_it_is_like_this_one() -> None:
    far = "def ship_pear(stock, pear):\n    stock.reserve(pear)\n    stock.announce(pear)\n"
    filler = "".join(f"\n\ndef other_{n}():\n    return {n}\n" for n in range(500))
    shown = scene_of(f"-- a.py --\n{far}{filler}\n\ndef ship_apple(stock, pear):\n    <|>\n").shown(2000)
    assert "-- a.py (another part of it) --" in shown
    assert "stock.announce(pear)" in shown


def ranked(files: str) -> dict[tuple[str, str], Candidate]:
    """The candidates by their owners' names and their own."""
    scene = scene_of(files)
    near = nearby(scene.snapshot.text, scene.place.start)
    candidates = scene.related._rank(scene.snapshot, scene.place, near, 4000).candidates
    return {(each.owner.name, each.symbol.name): each for each in candidates}


def test_a_ruby_method_ranks_by_where_its_name_stands_without_the_sign_at_its_end() -> None:
    found = ranked(
        "-- lib/a.rb --\nrequire_relative 'door'\n\ndef f(door)\n  return 1 if <|>\nend\n"
        "-- lib/b.rb --\nrequire_relative 'door'\n\ndef g(door)\n  return 1 if door.wide_open?\nend\n"
        "-- lib/door.rb --\nclass Door\n  def wide_shut?\n  end\n\n  def wide_open?\n  end\nend\n"
    )
    assert found["Door", "wide_open?"].chance > 1.5 * found["Door", "wide_shut?"].chance


LAMP = (
    "-- a.ts --\nimport {Lamp, Door} from './r'\nfunction f(lamp: Lamp, door: Door) {\n"
    "  door.glow()\n  lamp.<|>\n}\n"
    "-- r.ts --\nexport class Lamp {\n  glow(): number { return 1 }\n}\n"
    "export class Door {\n  glow(): string { return '' }\n}\n"
)


def test_a_member_of_the_receivers_type_gains_though_its_name_stands_elsewhere_in_the_file() -> None:
    found = ranked(LAMP)
    assert found["Lamp", "glow"].boost > 1
    assert found["Door", "glow"].boost == 1


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("impl Display for Lamp {", "Lamp"),
        ("impl<'a, T: Clone> From<&'a T> for Lamp<T> {", "Lamp"),
        ("unsafe impl Send for shop::Lamp {}", "Lamp"),
        ("impl<T> Lamp<T> {", "Lamp"),
        ("impl Lamp {", "Lamp"),
        ("class Shop::Tools::Lamp < Base", "Lamp"),
        ("export abstract class Lamp<T> extends Base {", "Lamp"),
        ("public final class Lamp implements Display {", "Lamp"),
        ("impl <T> Lamp {", "Lamp"),
    ],
)
def test_the_head_of_a_class_tells_its_own_name(head: str, named: str) -> None:
    symbols = analyse("/p/a.py", "python", f"class Display(A): pass\nclass {named}(B): pass\n").symbols
    text = Text.of(f"{head}\n    \n")
    found = enclosing_class(text, len(text) - 1, symbols)
    assert found is not None
    assert found.name == named
