"""How code is documented in a language, and in a file that documents some of its code already. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pt_lsp.context.signatures import is_called
from pt_lsp.syntax.outline import Definition, outline

_ABOVE = "Its form is {}. It stands in the region, right above the code."
_INSIDE = "Its form is {}. It stands inside the code, as the first statement."
_ANY = "Follow the convention of its language and file; what stands above the code is in the region, too."

_JSDOC = (
    "a JSDoc comment (`/** ... */`): a sentence that says what it does, then `@param {type} name` for each "
    "parameter, `@returns {type}` and `@throws` where there is something to tell"
)
_TSDOC = (
    "a TSDoc comment (`/** ... */`): a sentence that says what it does, then `@param name - ...`, "
    "`@returns` and `@throws` where there is something to tell, without types, for the code has them"
)
_JAVADOC = (
    "a Javadoc comment (`/** ... */`): a summary sentence in the third person, then `@param`, `@return` and "
    "`@throws` where there is something to tell"
)
_FORMS: Mapping[str, str] = {
    "javascript": _JSDOC,
    "javascriptreact": _JSDOC,
    "typescript": _TSDOC,
    "typescriptreact": _TSDOC,
    "java": _JAVADOC,
    "groovy": _JAVADOC.replace("Javadoc", "Groovydoc"),
    "kotlin": (
        "a KDoc comment (`/** ... */`): a summary sentence, parameters as `[name]` in the text or as "
        "`@param`, then `@return` and `@throws` where there is something to tell"
    ),
    "scala": "a Scaladoc comment (`/** ... */`): a summary sentence, then `@param`, `@return` and `@throws`",
    "go": (
        "a Go doc comment: `//` lines of whole sentences, the first of which begins with the name; "
        "parameters, results and errors are told in prose"
    ),
    "rust": (
        "rustdoc (`///` lines in Markdown): a summary line, and where they apply the sections `# Errors`, "
        "`# Panics` and `# Safety`"
    ),
    "csharp": (
        "XML documentation (`///` lines): `<summary>`, then `<param>`, `<returns>` and `<exception>` "
        "where there is something to tell"
    ),
    "fsharp": "XML documentation (`///` lines): `<summary>`, then `<param>` and `<returns>`",
    "vb": "XML documentation (`'''` lines): `<summary>`, then `<param>` and `<returns>`",
    "php": (
        "a PHPDoc comment (`/** ... */`): a summary, then `@param type $name`, `@return type` and "
        "`@throws` where there is something to tell"
    ),
    "swift": (
        "Swift documentation (`///` lines in Markdown): a summary sentence, then `- Parameters:`, `- "
        "Returns:` and `- Throws:` where there is something to tell"
    ),
    "dart": "Dart documentation (`///` lines): a summary sentence, parameters as `[name]` in the text",
    "zig": "Zig documentation (`///` lines): what it does, in prose",
    "haskell": "Haddock (`-- |` and further `--` lines): what it does, in prose",
    "r": "roxygen2 (`#'` lines): a title, then `@param name` and `@return`",
    "powershell": "comment-based help (`<# ... #>`) with `.SYNOPSIS`, `.PARAMETER` and `.OUTPUTS`",
    "shellscript": (
        "a comment of `#` lines: what it does, then its arguments, the variables that it uses, what it "
        "prints and what it returns, where there is something to tell"
    ),
    "perl": "a comment of `#` lines: what it does, what it takes and what it returns",
    "sql": "a comment of `--` lines: what it is for, in prose",
    "css": "a comment (`/* ... */`): what the rules are for",
}
_PYTHON = "a docstring by PEP 257: a summary line that is one sentence with a full stop, then {}"
_PYTHON_STYLES = {
    "sections `Args:`, `Returns:`, `Raises:` (Google style), as this file has them": re.compile(
        r"^[ \t]++(?:Args|Arguments|Returns|Raises|Yields|Attributes):[ \t]*+$", re.MULTILINE
    ),
    "underlined sections `Parameters`, `Returns`, `Raises` (NumPy style), as this file has them": re.compile(
        r"^[ \t]++(?:Parameters|Returns|Raises|Yields|Attributes)[ \t]*+\n[ \t]++---", re.MULTILINE
    ),
    "fields `:param name:`, `:returns:`, `:raises Name:` (Sphinx style), as this file has them": re.compile(
        r"^[ \t]++:(?:param|returns?|raises?|type|rtype)\b", re.MULTILINE
    ),
    "fields `@param name:`, `@return:`, `@raise Name:` (Epytext), as this file has them": re.compile(
        r"^[ \t]++@(?:param|return|raise)\b", re.MULTILINE
    ),
}
_PYTHON_PLAIN = "in prose what names and annotations do not tell of parameters, results and exceptions"
_DOXYGEN = "a Doxygen comment ({}): a summary sentence, then `{sign}param`, `{sign}return`{more}"
_DOXYGEN_SHAPES = {
    "`/** ... */`": re.compile(r"^[ \t]*+/\*\*(?!\*)", re.MULTILINE),
    "`///` lines": re.compile(r"^[ \t]*+///(?!/)", re.MULTILINE),
    "`//!` lines": re.compile(r"^[ \t]*+//!", re.MULTILINE),
    "`/*! ... */`": re.compile(r"^[ \t]*+/\*!", re.MULTILINE),
}
_BACKSLASH = re.compile(r"^[ \t/*!]*+\\(?:param|brief|returns?)\b", re.MULTILINE)
_AT = re.compile(r"^[ \t/*!]*+@(?:param|brief|returns?)\b", re.MULTILINE)
_MOST_NAMED = 8
_LUACATS = re.compile(r"^[ \t]*+---[ \t]?@(?:param|return|class|field|type)\b", re.MULTILINE)
_LDOC = re.compile(r"^[ \t]*+--[ \t]*+@(?:t?param|t?return)\b", re.MULTILINE)
_YARD = re.compile(r"^[ \t]*+#[ \t]++@(?:param|return|raise)\b", re.MULTILINE)
_RUBY_COMMENT = re.compile(r"^[ \t]*+#[^\n]*+\n[ \t]*+(?:def|class|module)\b", re.MULTILINE)


def documentation_convention(language_id: str, source: str) -> str:
    """A sentence that says what form documentation has, and where it stands."""
    if language_id in {"python", "cython"}:
        style = _most(_PYTHON_STYLES, source) or _PYTHON_PLAIN
        return _INSIDE.format(_PYTHON.format(style))
    if language_id in {"c", "cpp", "objective-c", "objective-cpp"}:
        return _ABOVE.format(_doxygen(source))
    if language_id == "lua":
        return _ABOVE.format(_lua(source))
    if language_id == "ruby":
        return _ABOVE.format(_ruby(source))
    return _ABOVE.format(form) if (form := _FORMS.get(language_id)) else _ANY


def what_is_documented(source: str, language_id: str, rows: range) -> str:
    """A sentence for several definitions, and for one that holds others: it is documented, not they."""
    named = [each for each in _within(outline(source, language_id).definitions, rows) if _has_code(each)]
    holds = any(_is_callable(member) for each in named for member in each.members)
    if not named or (len(named) == 1 and not holds):
        return ""
    names = ", ".join(f"`{each.name}`" for each in named[:_MOST_NAMED])
    if len(named) == 1:
        return f"Document {names} itself: what it holds keeps the documentation that it has."
    told = f"each of {names}" if len(named) <= _MOST_NAMED else "each definition of the region"
    return f"Document {told} by itself{': what they hold keeps the documentation that it has' * holds}."


def _within(definitions: Iterable[Definition], rows: range) -> Iterator[Definition]:
    """The outermost that are whole in the rows."""
    for each in definitions:
        if each.line in rows and each.last_line in rows:
            yield each
        elif each.line < rows.stop and rows.start <= each.last_line:
            yield from _within(each.members, rows)


def _has_code(definition: Definition) -> bool:
    return _is_callable(definition) or any(map(_is_callable, definition.members))


def _is_callable(member: Definition) -> bool:
    return member.is_callable or is_called(member.name, member.signature)


def _most(styles: Mapping[str, re.Pattern[str]], source: str) -> str | None:
    """The one of most places; None where there is no such place."""
    found = {style: sum(1 for _ in pattern.finditer(source)) for style, pattern in styles.items()}
    best = max(found, key=lambda style: found[style])
    return best if found[best] else None


def _doxygen(source: str) -> str:
    shape = _most(_DOXYGEN_SHAPES, source)
    has_backslash = _BACKSLASH.search(source) is not None and _AT.search(source) is None
    more = ", in the shape that this file has" if shape else ""
    sign = "\\" if has_backslash else "@"
    return _DOXYGEN.format(shape or "`/** ... */`", sign=sign, more=more)


def _lua(source: str) -> str:
    if _LDOC.search(source) and not _LUACATS.search(source):
        return "an LDoc comment (`---` and further `--` lines): a summary, then `@param name` and `@return`"
    return (
        "LuaCATS annotations (`---` lines): a summary, then `---@param name type` for each parameter and "
        "`---@return type`"
    )


def _ruby(source: str) -> str:
    if _RUBY_COMMENT.search(source) and not _YARD.search(source):
        return "a comment of `#` lines in prose, as this file has them"
    return "a YARD comment (`#` lines): a summary, `@param name [Type]`, `@return [Type]`, `@raise [Type]`"
