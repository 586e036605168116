"""Replies to one question as models have them or might, each with what is to be found in `SOURCE`."""

import json
from typing import Any

SOURCE = """\
import os


def ratio(a, b):
    return a / b


def first(items):
    print("first", "of", items)
    return items[0]


def read(path, default={"encoding": "utf-8"}):
    file = open(path)
    pattern = re.compile("\\d+")
    if os.environ["HOME"] in path: return None
    return file.read()


def again(a, b):
    count = count + 1
    return 0
"""

Case = tuple[str, str, list[tuple[str, str]], int]
"""A name, the reply, severity and quoted text of each finding, and how many are refused."""

A: dict[str, Any] = {"quote": "return a / b", "severity": "error", "message": "It fails for zero."}
B: dict[str, Any] = {"quote": "return items[0]", "severity": "warning", "message": "The list may be empty."}
FOUND_A, FOUND_B = ("error", "return a / b"), ("warning", "return items[0]")
BOTH = [FOUND_A, FOUND_B]
GOOD = json.dumps({"findings": [A, B]})
INDENTED = json.dumps({"findings": [A, B]}, indent=2)
A_TEXT, B_TEXT = json.dumps(A), json.dumps(B)


def one(quote: str, severity: str = "error", message: str = "It is wrong.") -> str:
    return json.dumps({"findings": [{"quote": quote, "severity": severity, "message": message}]})


def raw(quote: str) -> str:
    """The quote stands there as it is, with nothing escaped."""
    return (
        f'{{"findings": [{{"quote": "{quote}", "severity": "error", "message": "It is wrong."}}, {B_TEXT}]}}'
    )


FORM: list[Case] = [
    ("good", GOOD, BOTH, 0),
    ("indented", INDENTED, BOTH, 0),
    ("in a fence", f"```json\n{INDENTED}\n```", BOTH, 0),
    ("in a fence that does not end", f"```json\n{INDENTED}\n", BOTH, 0),
    ("prose before", f"Sure! Here's what I found:\n\n{GOOD}", BOTH, 0),
    ("prose after", f"{GOOD}\n\nLet me know if you'd like fixes (I can't apply them).", BOTH, 0),
    ("prose with braces", f"In `{{a}}` and [this](x) it's bad.\n{GOOD}\nDon't use {{}}!", BOTH, 0),
    ("a thought before", f"<think>\n{{'findings': []}} or not?\n</think>\n{GOOD}", BOTH, 0),
    ("a byte order mark", f"\ufeff{GOOD}", BOTH, 0),
    ("trailing commas", GOOD.replace("}]", "},]").replace('."}', '.",}'), BOTH, 0),
    ("commas missing between findings", GOOD.replace("}, {", "}\n{"), BOTH, 0),
    ("commas missing between members", INDENTED.replace(",\n", "\n"), BOTH, 0),
    ("single quotes", repr({"findings": [A, B]}), BOTH, 0),
    ("Python literals", repr({"findings": [A | {"line": None, "sure": True}, B]}), BOTH, 0),
    (
        "names without quotes",
        "{findings: [{quote: 'return a / b', severity: error, message: 'Bad.'}]}",
        [FOUND_A],
        0,
    ),
    ("comments", f'{{// found\n"findings": [ /* two */ {A_TEXT}, # and\n{B_TEXT}]}}', BOTH, 0),
    (
        "curly quotes",
        GOOD.replace('"', "\u201c")
        .replace("\u201c:", "\u201d:")
        .replace("\u201c,", "\u201d,")
        .replace("\u201c}", "\u201d}"),
        BOTH,
        0,
    ),
    ("a list", json.dumps([A, B]), BOTH, 0),
    ("one object", A_TEXT, [FOUND_A], 0),
    ("lines of JSON", f"{A_TEXT}\n{B_TEXT}\n", BOTH, 0),
    (
        "an object each in a fence",
        f"First:\n```json\n{A_TEXT}\n```\nSecond:\n```json\n{B_TEXT}\n```",
        BOTH,
        0,
    ),
    ("a string of JSON", json.dumps(GOOD), BOTH, 0),
    ("a string of JSON in JSON", json.dumps({"result": GOOD}), BOTH, 0),
    ("findings by number", json.dumps({"findings": {"1": A, "2": B}}), BOTH, 0),
    ("grouped by severity", json.dumps({"errors": [A], "warnings": [B]}), BOTH, 0),
    ("doubled braces", f"{{{GOOD}}}", BOTH, 0),
    ("the last brace missing", GOOD[:-1], BOTH, 0),
    ("a brace too many", f"{GOOD}}}", BOTH, 0),
    ("a brace missing within", GOOD.replace("}, {", ", {"), BOTH, 0),
    ("a bracket for a brace", GOOD.replace("}, {", "], {"), BOTH, 0),
    ("cut in the second", GOOD[:-40], [FOUND_A], 0),
    ("cut in the first", GOOD[:60], [], 0),
    ("cut in a fence", f"```json\n{INDENTED[:-60]}", [FOUND_A], 0),
    ("each twice", json.dumps({"findings": [A, A, B, A]}), BOTH, 0),
    ("none", '{"findings": []}', [], 0),
    ("none in an empty list", "[]", [], 0),
    ("none in words", "No issues found. The code looks good to me!", [], 0),
    ("none in a message", '{"findings": [], "message": "Nothing to report."}', [], 0),
]

MEMBERS: list[Case] = [
    (
        "other names",
        json.dumps({"issues": [{"code": A["quote"], "level": "high", "description": "Bad."}]}),
        [FOUND_A],
        0,
    ),
    (
        "names in other letters",
        json.dumps([{"Code_Snippet": A["quote"], "Severity": "ERROR", "Problem": "Bad."}]),
        [FOUND_A],
        0,
    ),
    ("a number for a severity", one("return a / b", "1"), [FOUND_A], 0),
    ("a number as a number", GOOD.replace('"error"', "1").replace('"warning"', "2"), BOTH, 0),
    ("a severity of several words", one("return a / b", "Severity: Critical (bug)"), [FOUND_A], 0),
    (
        "no severity",
        json.dumps([{"quote": "return a / b", "message": "Bad."}]),
        [("warning", "return a / b")],
        0,
    ),
    ("a severity nobody knows", one("return a / b", "purple"), [("warning", "return a / b")], 0),
    (
        "further members",
        json.dumps([A | {"line": 99, "fix": {"code": "return 0", "lines": [1, 2]}}]),
        [FOUND_A],
        0,
    ),
    (
        "a quote as a list of lines",
        json.dumps([B | {"quote": ['print("first", "of", items)', "return items[0]"]}]),
        [("warning", 'print("first", "of", items)\n    return items[0]')],
        0,
    ),
    ("one member twice alike", A_TEXT.replace("{", '{"severity": "error", '), [FOUND_A], 0),
    ("one member twice otherwise", A_TEXT.replace("{", '{"quote": "return items[0]", '), [], 1),
    ("no quote", json.dumps([{"severity": "error", "message": "Bad."}, B]), [FOUND_B], 1),
    ("no message", json.dumps([{"severity": "error", "quote": "return a / b"}, B]), [FOUND_B], 0),
    ("an empty quote", json.dumps([A | {"quote": " \n"}, B]), [FOUND_B], 1),
    ("a line number for a quote", json.dumps([A | {"quote": "5"}, B | {"quote": 10}]), [], 2),
    ("a message of blanks", json.dumps([A | {"message": " "}, B]), [FOUND_B], 1),
]

QUOTES: list[Case] = [
    (
        "quotes that are not escaped",
        raw('print("first", "of", items)'),
        [("error", 'print("first", "of", items)'), FOUND_B],
        0,
    ),
    (
        "an index that is not escaped",
        raw('if os.environ["HOME"] in path: return None'),
        [("error", 'if os.environ["HOME"] in path: return None'), FOUND_B],
        0,
    ),
    (
        "braces that are not escaped",
        raw('def read(path, default={"encoding": "utf-8"}):'),
        [("error", 'def read(path, default={"encoding": "utf-8"}):'), FOUND_B],
        0,
    ),
    (
        "a line break that is not escaped",
        raw("def ratio(a, b):\n    return a / b"),
        [("error", "def ratio(a, b):\n    return a / b"), FOUND_B],
        0,
    ),
    (
        "a pattern that is not escaped",
        raw('pattern = re.compile("\\d+")'),
        [("error", 'pattern = re.compile("\\d+")'), FOUND_B],
        0,
    ),
    ("white space at its ends", one("\t return a / b  \n"), [FOUND_A], 0),
    (
        "another indentation",
        one("def ratio(a, b):\nreturn a / b"),
        [("error", "def ratio(a, b):\n    return a / b")],
        0,
    ),
    (
        "Windows line ends",
        one("def ratio(a, b):\r\n    return a / b\r\n"),
        [("error", "def ratio(a, b):\n    return a / b")],
        0,
    ),
    ("a part of a line", one('os.environ["HOME"] in path'), [("error", 'os.environ["HOME"] in path')], 0),
    ("marks of code", one("`return a / b`"), [FOUND_A], 0),
    ("a fence", one("```python\nreturn a / b\n```"), [FOUND_A], 0),
    ("marks of a diff", one("+    return a / b"), [FOUND_A], 0),
    ("other white space within", one("return a  / b"), [], 1),
    ("what stands there twice", one("(a, b)"), [], 1),
    ("a part of a word", one("coun"), [], 1),
    ("a word that others hold", one("default"), [("error", "default")], 0),
    ("what does not stand there", one("return a // b"), [], 1),
    ("with dots for what is left out", one("def ratio(a, b):\n    ..."), [], 1),
    ("the whole file and more", one(SOURCE + "x = 1\n" * 900), [], 1),
]

CASES = [*FORM, *MEMBERS, *QUOTES]
