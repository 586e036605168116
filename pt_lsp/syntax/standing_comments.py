"""Comments that are there for the code, by their first words: they go on with no sentence above them.

Only what is sure is told: words that people write may begin with nearly anything. Refuses to know signs.
"""

import re

from pt_lsp.syntax.outlining.remarks import is_for_programs

_LONGEST = 400
_NOTE = re.compile(
    r"(?:TODO|FIXME|XXX|HACK|BUG|NOTE|NB|WARNING|WARN|CAUTION|IMPORTANT|SAFETY|PERF|OPTIMIZE|REVIEW|DEPRECATED"
    r"|(?i:todo|fixme|xxx|hack|note|nb|warning|caution|safety|deprecated)(?=[ ]?(?:\([^()]*\))?:))(?!\w)"
)
_LICENSE = re.compile(r"Copyright\b|\(c\)\s|\u00a9|SPDX-|Licensed under|All rights reserved|Code generated")
_DIRECTIVE = re.compile(
    r"[\w-]++:[\w-]|-\*-|(?:clang-format|istanbul|c8|v8|shellcheck|nosonar|nosec|vim?|ex|mypy|pyright|ruff|isort"
    r"|fmt|yapf|black|flake8|sourcery)(?::|[ ](?:o[nf]+|skip|disable|enable|ignore|source)\b|$)",
    re.IGNORECASE,
)
_DOCUMENTATION = re.compile(
    r"[@\\:](?:param|return|returns|throws|raises|brief|type|rtype|see|since)\b|:\w++[ \w]*+:"
)
_CODE = re.compile(
    r"[\w.$\[\]\"'>-]{1,80}+[ ]?(?:[-+*/%|&^:]|<<|>>|\?\?)?=(?![=>])[ ]?\S"  # x.y += 1
    r"|(?:await[ ])?[\w.$:]{1,80}+!?\([^\n]*\)[;,]?\Z"  # f(x)
    r"|(?:const|let|var|val|auto|local|my)[ ]\w++[^\n]*="
    r"|from[ ][\w.]++[ ]import\b|import[ ](?:[\w.]++\Z|[\"'{*])|\#?include[ ]?[<\"]|\}"
    r"|(?:def|class|fn|func|function)[ ]\w++[ ]?[(:{]"
    r"|(?=[^\n]*[=(<>\[\].])(?:if|elif|else|for|while|with|switch|try|return|throw|raise)\b[^\n]*[;{:]\Z"
)
_DECLARED = r"(?:func|type|var|const)\s++(?:\([^()]{{0,200}}\)\s*+)?{}(?!\w)"
_FIRST_WORD = re.compile(r"\w++")


def is_standing(words: str, language_id: str, code: str) -> bool:
    """Whether a comment that says this goes on with no sentence; `code` is the line below all comments."""
    words = words[:_LONGEST]
    apart = (_NOTE, _LICENSE, _DIRECTIVE, _DOCUMENTATION, _CODE)
    is_told = is_for_programs(words) or any(form.match(words) for form in apart)
    return is_told or (language_id == "go" and _is_go_doc(words, code))


def _is_go_doc(words: str, code: str) -> bool:
    """Whether it begins with the name of what is declared below."""
    name = _FIRST_WORD.match(words)
    return name is not None and re.match(_DECLARED.format(re.escape(name[0])), code[:_LONGEST]) is not None
