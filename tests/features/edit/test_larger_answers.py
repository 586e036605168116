import pytest

from tests.features.edit.checking import drafts_of, request_of

HEAD = '"""Prices."""\n\nimport json\nimport os\nfrom decimal import Decimal\n\nRATE = Decimal("0.19")\n\n\n'
READ = "def read(path):\n    with open(path) as file:\n        return json.load(file)\n\n\n"
OLD = "def tax(x, rate):\n    return x * rate\n"
NEW = "def tax(price, rate=RATE):\n    return price * rate\n"
SHOW = "def show(price):\n    print(os.linesep, tax(price, RATE))\n"
TAIL = f'\n\n{SHOW}\n\nif __name__ == "__main__":\n    show(read("p.json"))\n'
MARKED = f"{HEAD}{READ}<|>{OLD}<|>{TAIL}"
MORE = "".join(f"def price_{n}():\n    return {n} * RATE\n\n\n" for n in range(200))


def last_of(marked: str, answer: str, language_id: str = "python") -> tuple[str, str | None]:
    request = request_of(marked, language_id=language_id)
    draft = drafts_of(request, answer)[-1]
    return str(request.snapshot.text.replace(request.region, draft.text)), draft.warning


@pytest.mark.parametrize(
    "wrap", ["{}", "```python\n{}\n```", "Here is the whole file:\n\n```python\n{}```\n"]
)
@pytest.mark.parametrize(
    "answer",
    [
        f"{HEAD}{READ}{NEW}{TAIL}",
        f"{HEAD}{NEW}",
        f"import os\nimport json\n\n{NEW}",
        f"import json\nimport os\n\n\n{NEW}",
        f"from decimal import Decimal\n\n{NEW}",
        f"{HEAD}{NEW}{TAIL}",
        f"{READ}{NEW}",
        f"{NEW}\n\n{SHOW}",
        f"{READ}{NEW}\n\n{SHOW}",
        f"{NEW}{TAIL}",
        NEW,
    ],
)
def test_an_answer_larger_than_the_region_is_trimmed_to_it(answer: str, wrap: str) -> None:
    assert last_of(MARKED, wrap.format(answer)) == (MARKED.replace(f"<|>{OLD}<|>", NEW), None)


@pytest.mark.repeats
def test_so_is_a_file_of_any_length() -> None:
    marked = f"{HEAD}{MORE}{READ}<|>{OLD}<|>{TAIL}\n\n{MORE}"
    expected = marked.replace(f"<|>{OLD}<|>", NEW)
    assert last_of(marked, expected) == (expected, None)


GO_OLD = "func Tax(x float64) float64 {\n\tif x < 0 {\n\t\treturn 0\n\t}\n\treturn x\n}\n"
GO_NEW = "func Tax(x float64) float64 {\n\treturn max(x, 0)\n}\n"
GO_NEXT = "func Show(x float64) {\n\tif x > 0 {\n\t\tfmt.Println(x)\n\t}\n}\n"
GO = f'package shop\n\nimport "fmt"\n\nfunc Old() {{\n\tfmt.Println()\n}}\n\n<|>{GO_OLD}<|>\n{GO_NEXT}'


@pytest.mark.parametrize(
    "answer",
    [
        f"{GO_NEW}\n{GO_NEXT}",
        GO.replace(f"<|>{GO_OLD}<|>", GO_NEW),
        f'package shop\n\nimport "fmt"\n\n{GO_NEW}',
        GO_NEW,
        f"{GO_NEW}\nfunc Show(x float64) {{\n",
    ],
)
def test_brackets_that_both_end_with_do_not_hide_it(answer: str) -> None:
    assert last_of(GO, answer, "go") == (GO.replace(f"<|>{GO_OLD}<|>", GO_NEW), None)


METHOD_OLD = "    def g(self):\n        return 2\n"
METHOD = "    def g(self):\n        return 20\n"
F, H = "    def f(self):\n        return 1\n", "    def h(self):\n        return 3\n"
CLASS = f"import os\n\n\nclass A:\n{F}\n<|>{METHOD_OLD}<|>\n{H}"


@pytest.mark.parametrize(
    "answer",
    [
        f"class A:\n{METHOD}",
        f"import os\n\n\nclass A:\n{METHOD}",
        f"{METHOD}\n    def h(self):\n        return 3\n",
        "def g(self):\n    return 20\n\ndef h(self):\n    return 3\n",
        "def f(self):\n    return 1\n\ndef g(self):\n    return 20\n",
        CLASS.replace(f"<|>{METHOD_OLD}<|>", METHOD).removeprefix("import os\n\n\n"),
    ],
)
def test_the_class_around_a_method_and_its_neighbours_are_left_out(answer: str) -> None:
    assert last_of(CLASS, answer) == (CLASS.replace(f"<|>{METHOD_OLD}<|>", METHOD), None)


def test_brackets_of_blocks_around_are_left_out() -> None:
    old = "    int rate(int a) {\n        return a;\n    }\n"
    new = old.replace("return a", "return 2 * a")
    marked = f"import java.util.List;\n\nclass Tax {{\n    int x;\n\n<|>{old}<|>\n    int y;\n}}\n"
    for answer in (f"class Tax {{\n{new}}}", f"class Tax {{\n    int x;\n\n{new}}}\n"):
        assert last_of(marked, answer, "java") == (marked.replace(f"<|>{old}<|>", new), None)


def test_short_lines_at_both_ends_tell_it_together() -> None:
    marked = "# T\n\n<|>Old text.\n<|>\n## Next\n"
    expected = "# T\n\nNew text.\n\n## Next\n"
    assert last_of(marked, expected, "markdown") == (expected, None)


@pytest.mark.parametrize(
    "answer",
    [
        f"import math\n{HEAD}{READ}{NEW}{TAIL}",
        f"{HEAD.replace('import os', 'import math')}{READ}{NEW}{TAIL}",
        f"import math\n\n\n{NEW}",
        f"import json\nimport math\n\n{NEW}",
        f"{HEAD}{READ}{NEW}{TAIL.replace('linesep', 'sep')}",
        f"{READ.replace('path', 'name')}{NEW}\n\n{SHOW.replace('price', 'p')}",
        f"{NEW}\n\n{SHOW.replace('linesep', 'sep')}",
        f"{READ.replace('as file', 'as f')}{NEW}",
    ],
)
def test_where_it_cannot_be_told_what_belongs_to_the_region_a_warning_says_so(answer: str) -> None:
    text, warning = last_of(MARKED, answer)
    assert "def tax(price, rate=RATE)" in text
    assert "more than the selected code" in (warning or "")


@pytest.mark.parametrize(
    ("marked", "answer"),
    [
        (MARKED, f"def half(x):\n    return x / 2\n\n\n{NEW}"),
        (MARKED, f"{NEW}\n\ndef half(x):\n    return x / 2\n"),
        (
            MARKED,
            "@cache\ndef tax(x, rate):\n    import json\n    with open(path) as file:\n        return 1\n",
        ),
        ("x = 1\n<|>y = 2\n<|>x = 1\n", "x = 1\ny = 3\n"),
        ("import os\n\n<|>import re\nx = 1\n<|>\ny = 2\n", "import sys\nimport re\nx = 1\n"),
        ("<|>import re\n<|>\nx = 1\n", "import sys\nimport re\n"),
        ("try:\n    a()\nexcept E:\n    pass\n\n<|>b()\n<|>", "try:\n    b()\nexcept E:\n    pass\n"),
        (
            "class A:\n    def f(self):\n        a = 1\n<|>        b = 2\n<|>\n",
            "        c = 3\n        b = 2\n",
        ),
    ],
)
def test_an_answer_for_the_region_alone_has_no_warning(marked: str, answer: str) -> None:
    before, _, after = marked.split("<|>")
    assert last_of(marked, answer) == (before + answer + after, None)


INSERTED = "def half(x):\n    return x / 2\n"


@pytest.mark.parametrize("at", [f"<|>\n\n\n{SHOW}", f"<|>{SHOW}"])
def test_the_whole_file_as_an_answer_to_a_request_for_new_code_is_trimmed_too(at: str) -> None:
    marked = f"{HEAD}{READ}{at}"
    expected = marked.replace("<|>\n" if "<|>\n" in at else "<|>", INSERTED)
    request = request_of(marked, "generate")
    for answer in (expected, INSERTED):
        draft = drafts_of(request, answer)[-1]
        assert str(request.snapshot.text.replace(request.region, draft.text)) == expected
        assert draft.warning is None
    changed = drafts_of(request, expected.replace("as file", "as f"))[-1]
    assert "more than the selected code" in (changed.warning or "")
