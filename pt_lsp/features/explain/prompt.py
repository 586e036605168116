"""How the model is asked to explain code: the file with the part marked, the question last."""

from pt_lsp.context.background import NO_BACKGROUND, Background, unused_tag
from pt_lsp.context.windows.region_window import RegionWindow, region_shares
from pt_lsp.llm.gateway import Message, Prompt

MAX_TOKENS = 1500
_TEMPERATURE = 0.3

_RULES = """\
You explain code to a programmer who has it open in an editor. Answer in Markdown.
- Begin with one or two sentences: what the code does and what it is for.
- Then what cannot be seen at a glance: how it works, edge cases, errors, side effects, assumptions.
- Say plainly what looks wrong. Do not repeat the code line by line, and invent nothing that is not shown.
- Be brief: some ten lines, more only if the code needs it.
- Where a place in the part matters, name it by the file's path and its line: `src/app.py:6`."""

_ASKED_RULES = """\
You answer a programmer who has code open in an editor, and sends an instruction about a part of it. \
Answer in Markdown, and do not write the file anew.
- Do what the instruction asks for, and nothing beside it: it also tells in what form and at what length.
- Say nothing that the code shown does not bear out; where something has to be guessed, say so.
- Where a place in the part matters, name it by the file's path and its line: `src/app.py:6`."""


def build_prompt(
    window: RegionWindow, background: Background = NO_BACKGROUND, *, first_line: int = 0, asked: str = ""
) -> Prompt:
    """The prompt that asks for an explanation of the window's region, which begins at that line, from 0.

    `asked` is what a person wants to know of it instead, in words of their own.
    """
    rules = _ASKED_RULES if asked else _RULES
    code = window.before + window.region + window.after
    file, part = unused_tag("file", code), unused_tag("part", window.region)
    question = (
        f'{background.text}<{file} path="{window.path}" language="{window.language_id}">\n'
        f"{code.strip(chr(10))}\n</{file}>\n\n"
        f"{'The instruction below is about' if asked else 'Explain'} this part of it, "
        f"{_lines(first_line, window.region)}:\n<{part}>\n{window.region}\n</{part}>"
    )
    if asked:
        question += f"\n\nInstruction: {asked}"
    return Prompt(
        messages=(Message("system", rules), Message("user", question)),
        shares=region_shares(len(rules) + len(question), window, background),
        excerpts=background,
        purpose="explain",
        max_tokens=MAX_TOKENS,
        temperature=_TEMPERATURE,
        language_id=window.language_id,
        restores=False,
    )


def _lines(first_line: int, region: str) -> str:
    """What a person calls the lines: a model that is not told where they are guesses, or counts wrongly."""
    first, last = first_line + 1, first_line + 1 + region.count("\n")
    return f"line {first} of the file" if first == last else f"lines {first} to {last} of the file"
