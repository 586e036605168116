"""What makes an explanation the answer to a question, and how it is kept and given again without secrets.

A secret of the code is kept as the place where it stands there: whoever asks again has the code. Pure.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pt_lsp.context.background import Background
from pt_lsp.context.words import COMMON, IDENTIFIER
from pt_lsp.features.explain.explaining import Answered
from pt_lsp.features.explain.prompt import problem_text, rules_for
from pt_lsp.features.explain.question import CodeQuestion
from pt_lsp.features.explain.references import CountLines, References, references_to
from pt_lsp.features.explain.safe_markdown import SafeMarkdown
from pt_lsp.privacy.placeholders import NO_PLACEHOLDERS, PLACEHOLDER, STEM, Placeholders
from pt_lsp.privacy.restorer import Restorer
from pt_lsp.store.explanations import StoredExplanation
from pt_lsp.syntax.outline import Definition, outline

Signatures = tuple[tuple[str, str], ...]

_OWN_FILE = ""
_OTHER_FILES = frozenset({"imports", "neighbours"})
"""Where what is shown are signatures; else it is code."""


def digest(*parts: str) -> str:
    """Short, and the same in all processes."""
    import hashlib  # 2 ms that the server's start does not need

    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=12).hexdigest()


def key_of(question: CodeQuestion) -> str:
    """What of the document is asked about, whatever it reads: names, else the code itself."""
    what = ("file",) if question.is_file else question.names or ("code", question.code)
    problem = question.problem
    asked = ("asked", question.asked) if question.asked else ()
    return digest(*what, *asked, *(() if problem is None else ("problem", problem_text(problem))))


def way_of_asking(question: CodeQuestion) -> str:
    """All that an answer depends on beside the code and what is around it."""
    endpoint = question.snapshot.settings.endpoint.for_job("explain")
    problem, line = question.problem, 0
    if problem is not None:
        line = question.snapshot.text.line_at(problem.span.start) - question.first_line
    told = "" if problem is None else problem_text(problem)
    asked = (rules_for(question), question.asked, told, str(line), question.snapshot.language_id)
    sampling = repr((endpoint.extra_body, endpoint.top_p, endpoint.seed, endpoint.search))
    images = [image.digest for image in question.images]
    return digest(*asked, endpoint.base_url, endpoint.model, sampling, *images)


def signatures_of(question: CodeQuestion, background: Background) -> Signatures:
    """What the prompt shows of what the part names: in its own file, and in others. Parses: for a thread."""
    words = {word for word in IDENTIFIER.findall(question.code) if word.lower() not in COMMON}
    words.difference_update(question.names)
    own = outline(str(question.snapshot.text), question.snapshot.language_id).definitions
    inside = range(question.first_line, question.first_line + question.code.count("\n") + 1)
    found = {(_OWN_FILE, signature) for signature in _named(own, words, inside)}
    for snippet in background.related:
        if snippet.source in _OTHER_FILES:
            lines = snippet.text.split("\n")
            found |= {
                (snippet.path, line) for line in lines if not words.isdisjoint(IDENTIFIER.findall(line))
            }
    return tuple(sorted((digest(path), digest(line)) for path, line in found))


def stand(before: Signatures, now: Signatures) -> bool:
    """Whether nothing that was shown reads otherwise now.

    Another file that is not shown at all tells nothing: it may not be indexed yet.
    """
    shown = {digest(_OWN_FILE), *(path for path, _ in now)}
    return {each for each in before if each[0] in shown} <= set(now)


def record_of(
    question: CodeQuestion, answered: Answered, redacted: tuple[str, str], known: Placeholders
) -> StoredExplanation:
    """What is kept of an answer; `redacted` are its code and its text with these placeholders."""
    code = question.code
    names = list(dict.fromkeys(each for text in redacted for each in PLACEHOLDER.findall(text)))
    secrets = [known.secrets.get(name, "") for name in names]
    starts = [code.find(secret) if secret else -1 for secret in secrets]
    # Those of the code come first: the others are never restored.
    order = sorted(range(len(names)), key=lambda n: starts[n] < 0)
    numbers = {names[n]: f"{STEM}{number}" for number, n in enumerate(order, 1)}
    return StoredExplanation(
        uri=question.snapshot.uri,
        question=key_of(question),
        asked=way_of_asking(question),
        code=digest(code),
        first=digest(code.partition("\n")[0]),
        first_line=question.first_line,
        n_lines=code.count("\n") + 1,
        names=() if question.problem is not None else question.names,
        is_about_code=question.problem is None and not question.is_file,
        signatures=signatures_of(question, answered.background),
        secrets=tuple((starts[n], starts[n] + len(secrets[n])) for n in order if starts[n] >= 0),
        markdown=PLACEHOLDER.sub(lambda found: numbers[found[0]], redacted[1]),
        saved_s=time.time(),
    )


def restored(answered: Answered) -> str:
    """The answer with its secrets, to be redacted as all of them are."""
    restorer = Restorer(answered.placeholders)
    return restorer.push(answered.said) + restorer.finish()


def answers(record: StoredExplanation, question: CodeQuestion) -> bool:
    """Whether it was asked in this very way about this very code."""
    return (record.question, record.asked, record.code) == (
        key_of(question),
        way_of_asking(question),
        digest(question.code),
    )


def given_again(record: StoredExplanation, code: str, references: References | None = None) -> str:
    """The explanation of this code, safe to render."""
    secrets = {
        f"{STEM}{number}": code[start:end]
        for number, (start, end) in enumerate(record.secrets, 1)
        if 0 <= start < end <= len(code)
    }
    return _safe(record, SafeMarkdown(Placeholders(secrets), references))


def references_of(
    record: StoredExplanation, question: CodeQuestion, background: Background, n_lines: CountLines
) -> References:
    """Where places are that it names: the code may stand elsewhere now."""
    lines = range(record.first_line + 1, record.first_line + record.n_lines + 1)
    references = references_to(background, background.path, n_lines)
    return replace(references, moved=lines, n_moved=question.first_line - record.first_line)


def as_it_was(record: StoredExplanation) -> str:
    """The explanation of code that reads otherwise now: its secrets and its places are not known any more."""
    return _safe(record, SafeMarkdown(NO_PLACEHOLDERS))


def date_of(record: StoredExplanation) -> str:
    """When it was given, in the user's time."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(record.saved_s))


def _safe(record: StoredExplanation, markdown: SafeMarkdown) -> str:
    given = markdown.push(record.markdown) + markdown.finish()
    return f"{given}\n{markdown.closing}" if markdown.closing else given


def _named(definitions: Sequence[Definition], words: set[str], inside: range) -> Iterator[str]:
    for each in definitions:
        if each.name in words and each.line not in inside:
            yield each.signature
        yield from _named(each.members, words, inside)
