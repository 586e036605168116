"""How the model is asked to explain code: the file with the part marked, the question last."""

from pt_lsp.context.background import NO_BACKGROUND, Background
from pt_lsp.context.window import RegionWindow, region_shares
from pt_lsp.llm.gateway import Message, Prompt

MAX_TOKENS = 1500
_TEMPERATURE = 0.3

_RULES = """\
You explain code to a programmer who has it open in an editor. Answer in Markdown.
- Begin with one or two sentences: what the code does and what it is for.
- Then what cannot be seen at a glance: how it works, edge cases, errors, side effects, assumptions.
- Say plainly what looks wrong. Do not repeat the code line by line, and invent nothing that is not shown.
- Be brief: some ten lines, more only if the code needs it."""


def build_prompt(window: RegionWindow, background: Background = NO_BACKGROUND) -> Prompt:
    """The prompt that asks for an explanation of the window's region."""
    code = window.before + window.region + window.after
    question = (
        f'{background.text}<file path="{window.path}" language="{window.language_id}">\n'
        f"{code.strip(chr(10))}\n</file>\n\n"
        f"Explain this part of it:\n<part>\n{window.region}\n</part>"
    )
    return Prompt(
        messages=(Message("system", _RULES), Message("user", question)),
        shares=region_shares(len(_RULES) + len(question), window, background),
        excerpts=background,
        purpose="explain",
        max_tokens=MAX_TOKENS,
        temperature=_TEMPERATURE,
        language_id=window.language_id,
        restores=False,
    )
