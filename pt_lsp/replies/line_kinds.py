"""What a line of code is for, by its look in any of the usual languages: an import, a definition's head."""

import re

_LONGEST = 400
_IMPORT = re.compile(
    r"(?:import|from|use|using|require|include|package|#\s*include|@import)\b|(?:const|var) .*require\("
)
_STATEMENTS = (
    "if|elif|for|while|switch|return|else|catch|using|do|try|with|new|throw|match|case|raise|await|yield"
    "|assert|in|not|lambda|and|or|delete|goto|print"
)
_DEFINITION = re.compile(
    r"\s*(?:(?:export|default|async|pub(?:\(\w+\))?|static|public|private|protected|abstract|final|open)\s+)*"
    r"(?:(?:def|class|func|function|fn|fun|struct|interface|enum|trait|impl|type|module)\s+[\w.$]+"
    r"|func\s+\([^)]*\)\s*\w+"
    r"|(?:const|let|var)\s+\w+\s*=\s*(?:async\s*)?(?:function\b|\(.*=>)"
    rf"|(?!(?:{_STATEMENTS})\b)(?:[\w<>\[\],.*&:]+\s+)+[\w~]+\s*\((?=.*\{{\s*$))"
    # A brace may stand on the next line.
    rf"|(?!(?:{_STATEMENTS})\b)(?:[\w<>\[\],.*&:]+\s+)+\w+\s*\((?=[^;]*\)\s*$)"
)


def is_import(line: str) -> bool:
    """Whether a line brings in what other files define."""
    return _IMPORT.match(line) is not None


def defined_by(line: str) -> str:
    """The beginning of a line that defines something, with its name; empty if it defines nothing."""
    head = _DEFINITION.match(line) if len(line) <= _LONGEST else None
    return head[0] if head else ""
