"""The words of an edit's prompt: the rules of each form of answer, and how a file shows where it goes.

Refuses to know budgets and what stands beside the file.
"""

from dataclasses import dataclass
from typing import Literal

from pt_lsp.context.background import unused_tag
from pt_lsp.context.windows.region_window import RegionWindow
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.features.edit.edges import Edges
from pt_lsp.features.edit.examples import CHANGES, INSERT, RELATED, REWRITE, WorkedEdit
from pt_lsp.features.edit.request import Shape
from pt_lsp.llm.gateway import Message
from pt_lsp.replies.change_blocks import is_marker
from pt_lsp.replies.indentation import leading_blanks

Form = Literal["rewrite", "changes", "insert"]
"""What is answered: the region's new text, blocks that change it, text for a place without any."""

_LARGE_TOKENS = 2_000
"""Some 170 lines: written anew they keep people waiting for half a minute, for lines that mostly stay."""

_LARGEST_TOKENS = 6_000
"""Some 500 lines: a minute and a half, which is much for a second answer."""

_EDITING = """\
You edit code in an editor. The user sends a file in which one region is marked, and an instruction."""

_REWRITE = """\
the new text of the region, and with nothing else.
- The reply takes the place of the region as it is: bare text, no Markdown fence, no tags, no explanation.
- Begin and end exactly where the region does. It may begin or end inside a call, a list or a block: open \
nothing again that is open before it, and close nothing that is closed after it.
- Write the region in full, also the lines that stay as they are. Never leave code out.
- Do only what the instruction asks for and keep everything else. Each line has the indentation that it has \
in the file, the first one too.
- What stands before and after the region stays there, blank lines too. Repeat none of it. An import that is \
missing goes into the region where the language has imports there; elsewhere use the name all the same."""

_CHANGES = """\
the changes alone, each one as a block of this form, and with nothing else.

<<<<<<< SEARCH
lines of the region as they are now
=======
the lines that take their place
>>>>>>> REPLACE

- SEARCH holds whole lines that follow each other in the region, copied exactly, with their indentation.
- The same lines must not stand at any other place of the region: where they would, copy a line more before \
or after them. Apart from that keep blocks short, one for each place that changes.
- New lines alone are added by repeating the line next to them in both parts. An empty second part deletes.
- The second part is complete code: never leave any out.
- The region may begin or end inside a call, a list or a block: open nothing again that is open before it, \
and close nothing that is closed after it.
- Do only what the instruction asks for. Keep indentation, style and everything else.
- An import that is missing goes into the region where the language has imports there; elsewhere use the \
name all the same.
- No Markdown fence, no file name, no explanation. If nothing is to change, repeat one line in both parts."""

_INSERT_RULES = """\
You write code in an editor. The user sends a file with the mark {mark} in it, and an instruction. Reply \
with the text that belongs in the place of {mark}, and with nothing else.
- The reply is inserted as it is: bare text, no Markdown fence, no tags, no explanation.
- Begin exactly at {mark}: the indentation before it is there already. Lines after the first one have the \
indentation that they need in the file.
- What stands around {mark} stays there, blank lines too. Repeat none of it, and close nothing that is \
closed after it.
- Follow the names and the style of the file."""

ATTEMPT_WAS = "An earlier answer to this was:"
ATTEMPT_LEFT = "With that earlier answer in the file, this is reported:"
ATTEMPT_ASKS = """\
Answer anew, by the same rules, so that nothing of all this is reported any more. The answer is again for \
the region as it stands in the file above, which does not hold the earlier answer."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules, and the file with its mark; `sign` is the name of the tag or the mark."""

    form: Form
    sign: str
    rules: str
    file: str

    @property
    def stop(self) -> tuple[str, ...]:
        """A small model writes the region, closes it, and then begins anew until its tokens are used up."""
        return () if self.form == "insert" else (f"</{self.sign}>",)


def wording_for(window: RegionWindow, shape: Shape) -> Wording:
    """How the text of the window's region is asked for."""
    form = form_of(window.region)
    if form == "insert":
        sign = f"<{unused_tag('here', window.before + window.after, sign='<')}/>"
        file = _file(window, _with_mark(window, sign, shape))
        return Wording(form, sign, _INSERT_RULES.format(mark=sign), file)
    sign = unused_tag("region", window.before + window.region + window.after, sign="<")
    file = _file(window, _with_region(window, sign))
    begins = "Reply with" if form == "rewrite" else "The region is long: reply with"
    return Wording(form, sign, f"{_EDITING} {begins} {wanted(form)}", file)


def form_of(region: str) -> Form:
    """Changes of a long region, unless it holds what would be taken for their marks."""
    if not region.strip():
        return "insert"
    is_large = len(region) // CHARACTERS_PER_TOKEN >= _LARGE_TOKENS
    return "changes" if is_large and not any(map(is_marker, region.split("\n"))) else "rewrite"


def other_form(region: str) -> Form:
    """The form of a second answer, after one that could not be used; the same where there is no other."""
    form = form_of(region)
    if form == "rewrite":
        return form if any(map(is_marker, region.split("\n"))) else "changes"
    is_too_large = len(region) // CHARACTERS_PER_TOKEN > _LARGEST_TOKENS
    return "rewrite" if form == "changes" and not is_too_large else form


def wanted(form: Form) -> str:
    """What an answer in the form is, and its rules; goes on from `with`."""
    if form == "insert":
        return "the text for that place alone, and with nothing else: no sentence, no tool."
    return _CHANGES if form == "changes" else _REWRITE


def worked_example(form: Form, sign: str = "region") -> tuple[Message, Message]:
    """A question in the form, with its answer."""
    example: WorkedEdit = {"rewrite": REWRITE, "changes": CHANGES, "insert": INSERT}[form]
    window = example.window
    code = _with_mark(window, sign, "lines") if form == "insert" else _with_region(window, sign)
    background = "" if form == "insert" else RELATED.text
    question = f"{background}{_file(window, code)}\n\n{instruction_line(example.instruction)}"
    return Message("user", question), Message("assistant", example.answer)


def instruction_line(words: str) -> str:
    """What is asked for, as it stands at the end."""
    return f"Instruction: {words}"


def _with_region(window: RegionWindow, tag: str) -> str:
    before = window.before if not window.before or window.before.endswith("\n") else window.before + "\n"
    after = window.after if not window.after or window.after.startswith("\n") else "\n" + window.after
    return f"{before}<{tag}>\n{window.region}\n</{tag}>{after}"


def _with_mark(window: RegionWindow, mark: str, shape: Shape) -> str:
    """The mark where the text goes: of blank lines in the middle one, before a line on a line of its own."""
    if shape == "lines before":
        return f"{window.before}{leading_blanks(window.after)}{mark}\n{window.after}"
    edges = Edges.of(window.region)
    place = "\n".join([*edges.top, f"{edges.inner[0]}{mark}", *edges.bottom])
    return f"{window.before}{place}{window.after}"


def _file(window: RegionWindow, code: str) -> str:
    tag = unused_tag("file", code)
    return f'<{tag} path="{window.path}" language="{window.language_id}">\n{code.rstrip()}\n</{tag}>'
