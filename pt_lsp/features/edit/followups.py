"""What the model is asked after an answer: to go on where it was cut, to answer anew, or to mend it."""

from collections.abc import Sequence
from dataclasses import replace

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.checks.code_stays import CodeChanged
from pt_lsp.features.edit.wording import form_of, other_form, wanted
from pt_lsp.llm.gateway import Message, Prompt
from pt_lsp.replies.code_extraction import NoCode
from pt_lsp.replies.laziness.filling import LeftOut
from pt_lsp.syntax.parsing import SyntaxProblem

_MOST_QUOTED = 2_000
"""Characters of an answer that is of no use."""

_GO_ON = """\
The answer was cut off: it was too long for one message. Go on with the line that comes right after the \
last one above, in the same form, to the end. Repeat nothing that is there already, and add no explanation."""

_WHAT_IT_IS: tuple[tuple[type[UnusableReply], str], ...] = (
    (NoCode, "That is not the new text."),
    (LeftOut, "That leaves code out, and nobody can tell which."),
    (
        CodeChanged,
        "That changes the code, which has to stay as it is to the letter: only comments may change.",
    ),
    (UnusableReply, "That cannot be applied as it is."),
)

_AS_IT_WAS = "The file stands as it was sent."

_MEND = """\
With this answer the file does not parse any more:
{problems}

Answer anew, without that and by the same rules: the answer is again for the region as it stands in the file \
that was sent."""


def go_on_prompt(prompt: Prompt, so_far: str) -> Prompt:
    """Asks for the rest of an answer whose whole lines so far are given."""
    return _answered(prompt, so_far, _GO_ON)


def once_more_prompt(prompt: Prompt, reply: str, unusable: UnusableReply, region: str) -> Prompt:
    """Asks for the region's new text in the other form, where it has one, after a reply of no use."""
    told = next(words for kind, words in _WHAT_IT_IS if isinstance(unusable, kind))
    form = other_form(region)
    otherwise = "" if form == form_of(region) else ", in another form"
    request = f"{told} {_AS_IT_WAS} Answer anew{otherwise}: with {wanted(form)}"
    return _answered(prompt, reply[:_MOST_QUOTED], request)


def mending_prompt(prompt: Prompt, reply: str, problems: Sequence[SyntaxProblem]) -> Prompt:
    """Asks for the answer once more; the problems are told by their lines, for the model sees no numbers."""
    listed = "\n".join(f"- in `{problem.line.strip()}`: {problem.message}" for problem in problems)
    return _answered(prompt, reply, _MEND.format(problems=listed))


def _answered(prompt: Prompt, reply: str, request: str) -> Prompt:
    turns = (Message("assistant", reply.rstrip("\n")), Message("user", request))
    return replace(prompt, messages=(*prompt.messages, *turns))
