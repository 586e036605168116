"""Each action, in several languages, whatever shape its reply has: text in, text out."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.features.edit.request import EditRequest
from tests.features.edit.checking import drafts_of, request_of
from tests.support.scripted_chat import Step, reply

pytestmark = pytest.mark.repeats


@dataclass(frozen=True)
class Sample:
    """A definition with others around it; `last` is what its last statement becomes."""

    language_id: str
    before: str
    definition: str
    after: str
    last: str
    comment: str
    more: str
    """What may stand at the end of the file."""


SAMPLES = [
    Sample(
        "python",
        'class Cart:\n    def label(self):\n        return "cart"\n\n',
        "    def total(self, prices, rate):\n        subtotal = sum(prices)\n"
        "        shipping = self.shipping_of(prices)\n        discount = self.discount_of(prices)\n"
        "        return subtotal * rate + shipping\n",
        "\n    def clear(self):\n        self.items = []\n",
        "return (subtotal - discount) * rate + shipping",
        "#",
        "def empty():\n    cart = Cart()\n    cart.clear()\n    return cart",
    ),
    Sample(
        "typescript",
        'export class Cart {\n  label(): string {\n    return "cart";\n  }\n\n',
        "  total(prices: number[], rate: number): number {\n    const subtotal = sum(prices);\n"
        "    const shipping = this.shippingOf(prices);\n    const discount = this.discountOf(prices);\n"
        "    return subtotal * rate + shipping;\n  }\n",
        "\n  clear(): void {\n    this.items = [];\n  }\n}\n",
        "return (subtotal - discount) * rate + shipping;",
        "//",
        "export function empty(): Cart {\n  const cart = new Cart();\n  cart.clear();\n  return cart;\n}",
    ),
    Sample(
        "go",
        'package shop\n\nfunc Label() string {\n\treturn "cart"\n}\n\n',
        "func Total(prices []int, rate int) int {\n\tsubtotal := sum(prices)\n"
        "\tshipping := shippingOf(prices)\n\tdiscount := discountOf(prices)\n"
        "\treturn subtotal*rate + shipping - discount\n}\n",
        "\nfunc Clear(cart *Cart) {\n\tcart.items = nil\n}\n",
        "return (subtotal-discount)*rate + shipping",
        "//",
        "func Empty() *Cart {\n\tcart := &Cart{}\n\tClear(cart)\n\treturn cart\n}",
    ),
    Sample(
        "ruby",
        'class Cart\n  def label\n    "cart"\n  end\n\n',
        "  def total(prices, rate)\n    subtotal = prices.sum\n    shipping = shipping_of(prices)\n"
        "    discount = discount_of(prices)\n    return subtotal * rate + shipping\n  end\n",
        "\n  def clear\n    @items = []\n  end\nend\n",
        "return (subtotal - discount) * rate + shipping",
        "#",
        "def empty\n  cart = Cart.new\n  cart.clear\n  cart\nend",
    ),
    Sample(
        "java",
        'class Cart {\n    String label() {\n        return "cart";\n    }\n\n',
        "    int total(int[] prices, int rate) {\n        int subtotal = sum(prices);\n"
        "        int shipping = shippingOf(prices);\n        int discount = discountOf(prices);\n"
        "        return subtotal * rate + shipping;\n    }\n",
        "\n    void clear() {\n        items = null;\n    }\n}\n",
        "return (subtotal - discount) * rate + shipping;",
        "//",
        "class Empty {\n    Cart cart() {\n        return new Cart();\n    }\n}",
    ),
    Sample(
        "rust",
        'fn label() -> &\'static str {\n    "cart"\n}\n\n',
        "fn total(prices: &[u32], rate: u32) -> u32 {\n    let subtotal = sum(prices);\n"
        "    let shipping = shipping_of(prices);\n    let discount = discount_of(prices);\n"
        "    return subtotal * rate + shipping;\n}\n",
        "\nfn clear(cart: &mut Cart) {\n    cart.items = vec![];\n}\n",
        "return (subtotal - discount) * rate + shipping;",
        "//",
        "fn empty() -> Cart {\n    let cart = Cart::new();\n    clear(&cart);\n    return cart;\n}",
    ),
]

ACTIONS = pytest.mark.parametrize(
    "recipe", [each for each in RECIPES if each.output == "edit"], ids=lambda recipe: recipe.id
)
LANGUAGES = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.language_id)


@dataclass(frozen=True)
class Case:
    """An action on a sample, and the new text that it wants."""

    sample: Sample
    request: EditRequest
    new: str

    @property
    def text(self) -> str:
        return str(self.request.snapshot.text)

    @property
    def old(self) -> str:
        return self.request.snapshot.text.slice(self.request.region)

    def with_new(self, new: str) -> str:
        return str(self.request.snapshot.text.replace(self.request.region, new))


def case_of(recipe: Recipe, sample: Sample) -> Case:
    """An action that touches comments only adds one, all others change the last statement or add code."""
    parts = (sample.before, sample.definition, sample.after)
    if recipe.region == "place":
        request = request_of("{}{}{}\n<|>\n".format(*parts), recipe.id, language_id=sample.language_id)
        return Case(sample, request, sample.more)
    if recipe.id == "doComment":
        told = sample.definition[: -len(sample.definition.lstrip())] + f"{sample.comment} pt: Give it away.\n"
        parts = (sample.before, told + sample.definition, sample.after)
    request = request_of("{}<|>{}<|>{}".format(*parts), recipe.id, language_id=sample.language_id)
    lines = request.snapshot.text.slice(request.region).split("\n")
    if "pt:" in lines[0]:
        del lines[0]  # a comment that was followed goes
    at = next(at for at, line in enumerate(lines) if line.strip().startswith("return"))
    blanks = lines[at][: -len(lines[at].lstrip())]
    if "code stays" in recipe.checks:
        lines.insert(at, f"{blanks}{sample.comment} Without what is given away.")
    else:
        lines[at] = blanks + sample.last
    return Case(sample, request, "\n".join(lines))


def good(case: Case) -> list[Step | str]:
    return [case.new]


def fenced(case: Case) -> list[Step | str]:
    return [f"```{case.sample.language_id}\n{case.new}\n```\n"]


def prose_around(case: Case) -> list[Step | str]:
    return [f"Here is the new code:\n\n{fenced(case)[0]}\nIt does what you have asked for."]


def indented_more(case: Case) -> list[Step | str]:
    if not case.old:
        return [case.new]  # an empty line tells nothing of how new text is indented there
    blanks = "\t" if case.sample.language_id == "go" else "    "
    return ["\n".join(blanks + line if line else line for line in case.new.split("\n"))]


def at_the_margin(case: Case) -> list[Step | str]:
    lines = case.new.split("\n")
    n_blanks = len(lines[0]) - len(lines[0].lstrip())
    return ["\n".join(line[n_blanks:] for line in lines)]


def whole_file(case: Case) -> list[Step | str]:
    return [case.with_new(case.new)]


def whole_file_fenced(case: Case) -> list[Step | str]:
    return [f"The whole file:\n\n```{case.sample.language_id}\n{case.with_new(case.new)}```\n"]


def cut(case: Case) -> list[Step | str]:
    lines = case.new.split("\n")
    first, rest = "\n".join(lines[:3]) + "\n", "\n".join(lines[3:])
    return [reply(first + rest[:4], finish_reason="length"), rest]


def lazy(case: Case) -> list[Step | str]:
    """What is left out is certain, but where all is new."""
    lines = case.new.split("\n")
    lines[2] = f"{case.sample.comment} ... existing code ..."
    return ["\n".join(lines), *([] if case.old.strip() else [case.new])]


def lazy_twice_over(case: Case) -> list[Step | str]:
    """What is left out is a guess; the second answer is whole."""
    return [guess(case), case.new]


def no_code(case: Case) -> list[Step | str]:
    return ["I am sorry, but I cannot do that.", f"```{case.sample.language_id}\n{case.new}\n```"]


def changes(case: Case) -> list[Step | str]:
    """The second answer comes in the other form."""
    if not case.old.strip():
        return [guess(case), case.new]
    block = f"<<<<<<< SEARCH\n{case.old}\n=======\n{case.new}\n>>>>>>> REPLACE"
    return [block.replace("total", "sum_of_all"), block]


def guess(case: Case) -> str:
    first, *_, last = case.new.split("\n")
    return f"{first} \n{case.sample.comment} ... rest of the code ...\nnew_{last.strip()}"


SHAPES: list[Callable[[Case], list[Step | str]]] = [
    good,
    fenced,
    prose_around,
    indented_more,
    at_the_margin,
    whole_file,
    whole_file_fenced,
    cut,
    lazy,
    lazy_twice_over,
    no_code,
    changes,
]


@ACTIONS
@LANGUAGES
def test_a_reply_of_any_shape_gives_the_right_text(recipe: Recipe, sample: Sample) -> None:
    case = case_of(recipe, sample)
    for shape in SHAPES:
        last = drafts_of(case.request, *shape(case))[-1]
        assert case.with_new(last.text) == case.with_new(case.new), shape.__name__
        assert last.warning is None, shape.__name__


@ACTIONS
@LANGUAGES
def test_a_reply_that_is_of_no_use_twice_is_refused_with_one_sentence(recipe: Recipe, sample: Sample) -> None:
    case = case_of(recipe, sample)
    lost = "<<<<<<< SEARCH\nno such line\n=======\nanother line\n>>>>>>> REPLACE"
    refusal = "I am sorry, but I cannot do that."
    for answers in ([guess(case), guess(case)], [refusal, refusal], [refusal, guess(case)], [lost, refusal]):
        with pytest.raises(UnusableReply) as raised:
            drafts_of(case.request, *answers)
        assert str(raised.value).count(". ") == 0
