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
