"""How types are written in a language, and in a file that has some already. Pure."""

import re

_IMPORTS = (
    "Use types that are built in, or that the file has imported or defines: nothing can be imported here."
)
_UNIONS = re.compile(r"[\w\]] \| (?:None|[A-Z]\w*+)\b|\bNone \| \w")
_OPTIONAL = re.compile(r"\b(?:Optional|Union)\[")
_BUILT_IN = re.compile(r"(?:->|:) ?(?:list|dict|tuple|set|type)\[")
_TYPING = re.compile(r"\b(?:List|Dict|Tuple|Set|Type)\[")
_JSDOC = (
    "The code itself takes no annotations in JavaScript: write the types, `@param {type} name` and `@returns "
    "{type}`, into the JSDoc comment right above it in the region, a new one where there is none."
)
_TYPESCRIPT = (
    "Annotate parameters, results and whatever would be `any`; leave out what TypeScript infers by "
    f"itself, and rather than `any` write `unknown` or a type parameter. {_IMPORTS}"
)
_PHP = (
    "Use native types of parameters, properties and results; what these cannot say, such as what an array "
    "holds, goes into a PHPDoc comment right above the code."
)
_LUA = (
    "Write the types as LuaCATS annotations, `---@param name type` and `---@return type`: they stand in "
    "the region right above the code, below the comment that is there."
)
IN_COMMENTS = frozenset({"javascript", "javascriptreact", "lua"})
"""Languages whose code itself holds no types."""
_FORMS = {
    "javascript": _JSDOC,
    "javascriptreact": _JSDOC,
    "typescript": _TYPESCRIPT,
    "typescriptreact": _TYPESCRIPT,
    "php": _PHP,
    "lua": _LUA,
}


def type_convention(language_id: str, source: str) -> str:
    """Sentences that say how types are written; empty where the language's way is all there is."""
    if language_id not in {"python", "cython"}:
        return _FORMS.get(language_id, "")
    is_older = _OPTIONAL.search(source) is not None and _UNIONS.search(source) is None
    union = "`Optional[X]`" if is_older else "`X | None`"
    is_old_generic = _TYPING.search(source) is not None and _BUILT_IN.search(source) is None
    generic = "`List[X]`" if is_old_generic else "`list[X]`"
    as_here = ", as this file does" if is_older or is_old_generic else ""
    return f"Write unions as {union} and generics as {generic}{as_here}. {_IMPORTS}"
