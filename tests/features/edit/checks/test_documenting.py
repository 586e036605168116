"""Documentation from prompt to buffer where an answer holds less, or more, than the region."""

import pytest

from tests.features.edit.checking import drafts_of, exchange, request_of

PY = (
    "python",
    "import os\n\n\n",
    "def add(a, b):\n    total = a + b\n    return total",
    "\n\n\nx = add(1, 2)\n",
)
PY_DOC = '"""Return the sum.\n\nNumbers only.\n"""'
PY_NEW = (
    'def add(a, b):\n    """Return the sum.\n\n    Numbers only.\n    """\n'
    "    total = a + b\n    return total"
)
GO = ("go", "package a\n\n", "func Add(a, b int) int {\n\treturn a + b\n}", "\n\nvar X = Add(1, 2)\n")
GO_DOC = "// Add returns the sum.\n// Of whole numbers."
JS = ("javascript", "let y;\n\n", "function add(a, b) {\n  return a + b;\n}", "\n\nadd(1, 2);\n")
JS_DOC = "/**\n * The sum.\n * @param {number} a - one\n * @returns {number}\n */"
RUST = ("rust", "use a::b;\n\n", "fn add(a: i32, b: i32) -> i32 {\n    a + b\n}", "\n\nfn c() {}\n")
RUST_DOC = "/// The sum.\n///\n/// Of whole numbers."
CASES = pytest.mark.parametrize(
    ("place", "doc", "new"),
    [
        (PY, PY_DOC, PY_NEW),
        (GO, GO_DOC, f"{GO_DOC}\n{GO[2]}"),
        (JS, JS_DOC, f"{JS_DOC}\n{JS[2]}"),
        (RUST, RUST_DOC, f"{RUST_DOC}\n{RUST[2]}"),
    ],
    ids=["python", "go", "javascript", "rust"],
)
Place = tuple[str, str, str, str]


def documented(place: Place, *answers: str) -> tuple[str, str | None]:
    language_id, before, old, after = place
    request = request_of(f"{before}<|>{old}<|>{after}", "document", language_id=language_id)
    last = drafts_of(request, *answers)[-1]
    return last.text, last.warning


@CASES
def test_documentation_alone_is_put_where_it_belongs(place: Place, doc: str, new: str) -> None:
    assert documented(place, doc) == (new, None)
    assert documented(place, f"```{place[0]}\n{doc}\n```") == (new, None)
    assert documented(place, f"Here is the documentation:\n\n```{place[0]}\n{doc}\n```\n") == (new, None)


@CASES
def test_of_a_whole_file_the_region_is_taken(place: Place, doc: str, new: str) -> None:
    _, before, _, after = place
    assert documented(place, f"{before}{new}{after}") == (new, None)
    assert documented(place, f"```{place[0]}\n{before}{new}{after}```\n") == (new, None)


@CASES
def test_of_a_whole_file_with_changed_code_the_comments_are_taken(place: Place, doc: str, new: str) -> None:
    _, before, _, after = place
    changed = new.replace("a + b", "b + a")
    assert documented(place, f"{before}{changed}{after}") == (new, None)


def test_changed_code_without_documentation_is_asked_for_once_more_in_the_other_form() -> None:
    language_id, before, old, after = PY
    request = request_of(f"{before}<|>{old}<|>{after}", "document", language_id=language_id)
    first, second = exchange(request, old.replace("a + b", "sum((a, b))"), PY_NEW)
    asked = second["messages"][-1]["content"]
    assert len(second["messages"]) == len(first["messages"]) + 2
    assert "only comments may change" in asked
    assert "<<<<<<< SEARCH" in asked
    assert documented(PY, old.replace("a + b", "sum((a, b))"), PY_NEW) == (PY_NEW, None)
