"""How the model is asked to explain code: the file with the part marked, the question last."""

from collections.abc import Iterator, Sequence

from pt_lsp.context.background import NO_BACKGROUND, Background, unused_tag
from pt_lsp.context.windows.region_window import RegionWindow, region_shares
from pt_lsp.features.explain.question import CodeQuestion, Problem
from pt_lsp.llm.gateway import Message, Prompt, attached_note
from pt_lsp.syntax.outline import Definition

MAX_TOKENS = 1500
_TEMPERATURE = 0.3
_MOST_QUOTED = 200
"""So much of a line tells which one it is."""
_LONGEST_SIGNATURE = 160

_TASK = "You explain code to a programmer who has it open in an editor. Answer in Markdown.\n"
_ALWAYS = """\
- Where a place matters, name it by the file's path and its line: `src/app.py:6`, never by a number alone."""

_PART_RULES = f"""{_TASK}\
- Begin with one or two sentences: what the code does and what it is for.
- Then what cannot be seen at a glance: how it works, edge cases, errors, side effects, assumptions.
- Say plainly what looks wrong. Do not repeat the code line by line, and invent nothing that is not shown.
- Be brief: some ten lines, more only if the code needs it. What is longer has headings (`##`).
{_ALWAYS}"""

_FILE_RULES = f"""{_TASK}\
- Begin with one or two sentences: what the file is for.
- Then, each below a heading (`##`): its main parts, and what each of them does; how they work together, and
  with the rest of the project as far as that is shown; what somebody should know before changing it.
- Say plainly what looks wrong. Do not go through it line by line, and invent nothing that is not shown.
- Be brief: some thirty lines.
{_ALWAYS}"""

_PROBLEM_RULES = f"""{_TASK}\
- Begin with one or two sentences: what the message of the problem means for this very code.
- Then why it is reported here: what of the code leads to it, and where that is.
- Then how it can be mended, the best way first; of the code show no more than the lines that change.
- If the code is right and the problem is a false alarm, say so. Invent nothing that is not shown.
- Be brief: some ten lines, more only if the problem needs it. What is longer has headings (`##`).
{_ALWAYS}"""

_ASKED_RULES = f"""\
You answer a programmer who has code open in an editor, and sends an instruction about it. Answer in \
Markdown, and do not write the file anew.
- Do what the instruction asks for, and nothing beside it: it also tells in what form and at what length.
- Say nothing that the code shown does not bear out; where something has to be guessed, say so.
{_ALWAYS}"""


def rules_for(question: CodeQuestion) -> str:
    """What the model is told of its task."""
    if question.asked:
        return _ASKED_RULES
    if question.problem is not None:
        return _PROBLEM_RULES
    return _FILE_RULES if question.is_file else _PART_RULES


def build_prompt(
    question: CodeQuestion,
    window: RegionWindow,
    background: Background = NO_BACKGROUND,
    definitions: Sequence[Definition] = (),
) -> Prompt:
    """The prompt that asks for an explanation of the window's region.

    `definitions` are those of the file that are listed beside it.
    """
    rules = rules_for(question)
    code = window.before + window.region + window.after
    tag = unused_tag("file", code)
    told = (
        f'{background.text}<{tag} path="{window.path}" language="{window.language_id}">\n'
        f"{code.strip(chr(10))}\n</{tag}>\n\n{_about(question, window, definitions)}"
    )
    if question.asked:
        told += f"\n\nInstruction: {question.asked}{attached_note(question.images)}"
    return Prompt(
        messages=(Message("system", rules), Message("user", told, question.images)),
        shares=region_shares(len(rules) + len(told), window, background),
        excerpts=background,
        purpose="explain",
        max_tokens=MAX_TOKENS,
        temperature=_TEMPERATURE,
        n_variant=question.n_again,
        language_id=window.language_id,
        restores=False,
    )


def listed(definitions: Sequence[Definition]) -> str:
    """A line for each definition and member: where it begins, and its signature."""
    return "".join(_lines_of(definitions, ""))


def problem_text(problem: Problem) -> str:
    """What was said about a problem."""
    said_by = f"{problem.source}: " if problem.source else ""
    related = "".join(f"\n- {' '.join(each.split())}" for each in problem.related)
    return f"{said_by}{problem.message.strip()}{related}"


def _about(question: CodeQuestion, window: RegionWindow, definitions: Sequence[Definition]) -> str:
    verb = "The instruction below is about" if question.asked else "Explain"
    if question.is_file:
        places = listed(definitions)
        where = f"The lines at which its definitions begin:\n{places}\n" if places else ""
        return f"{where}{verb} this file as a whole."
    part = unused_tag("part", window.region)
    lines, code = _lines(question.first_line, window.region), f"<{part}>\n{window.region}\n</{part}>"
    if question.problem is None:
        return f"{verb} this part of it, {lines}:\n{code}"
    places = listed(definitions)
    where = f"Definitions of the file that it names, and their lines:\n{places}\n" if places else ""
    problem = problem_text(question.problem)
    tag = unused_tag("problem", problem)
    text = question.snapshot.text
    line = text.line_at(question.problem.span.start)
    return (
        f"The editor shows a problem on line {line + 1} of the file, "
        f"`{text.line_content(line).strip()[:_MOST_QUOTED]}`:\n<{tag}>\n{problem}\n</{tag}>\n\n"
        f"{where}The problem is in this part, {lines}:\n{code}\n\nExplain the problem."
    )


def _lines(first_line: int, region: str) -> str:
    """What a person calls the lines: a model that is not told where they are guesses, or counts wrongly."""
    first, last = first_line + 1, first_line + 1 + region.count("\n")
    return f"line {first} of the file" if first == last else f"lines {first} to {last} of the file"


def _lines_of(definitions: Sequence[Definition], indent: str) -> Iterator[str]:
    for each in definitions:
        signature = " ".join(each.signature.rpartition("\n")[2].split())[:_LONGEST_SIGNATURE]
        yield f"{indent}{each.line + 1}: {signature}\n"
        yield from _lines_of(each.members, f"{indent}  ")
