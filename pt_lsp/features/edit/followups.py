"""What the model is asked after an answer: to go on where it was cut, or to mend it."""

from collections.abc import Sequence
from dataclasses import replace

from pt_lsp.llm.gateway import Message, Prompt
from pt_lsp.syntax.parsing import SyntaxProblem

_MOST_QUOTED = 2_000
"""Characters of an answer that is of no use."""

_GO_ON = """\
The answer was cut off: it was too long for one message. Go on with the line that comes right after the \
last one above, in the same form, to the end. Repeat nothing that is there already, and add no explanation."""

_NO_CODE = """\
That is not the new text. Answer anew, with the code alone: the new text as it shall stand in the file. No \
sentence, no other format, no tool."""

_MEND = """\
With this answer the file does not parse any more:
{problems}

Answer anew and in full, without that. The rules stay the same, and the answer is again for the region as it \
stands in the file that was sent."""


def go_on_prompt(prompt: Prompt, so_far: str) -> Prompt:
    """Asks for the rest of an answer whose whole lines so far are given."""
    return _answered(prompt, so_far, _GO_ON)


def once_more_prompt(prompt: Prompt, reply: str) -> Prompt:
    """Asks for code after an answer that held none."""
    return _answered(prompt, reply[:_MOST_QUOTED], _NO_CODE)


def mending_prompt(prompt: Prompt, reply: str, problems: Sequence[SyntaxProblem]) -> Prompt:
    """Asks for the answer once more; the problems are told by their lines, for the model sees no numbers."""
    listed = "\n".join(f"- in `{problem.line.strip()}`: {problem.message}" for problem in problems)
    return _answered(prompt, reply, _MEND.format(problems=listed))


def _answered(prompt: Prompt, reply: str, request: str) -> Prompt:
    turns = (Message("assistant", reply.rstrip("\n")), Message("user", request))
    return replace(prompt, messages=(*prompt.messages, *turns))
