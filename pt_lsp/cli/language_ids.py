"""Language identifiers of files that no editor has opened: by their names, as editors give them."""

from pathlib import Path

_BY_SUFFIX = {
    ".c": "c",
    ".cc": "cpp",
    ".cpp": "cpp",
    ".cs": "csharp",
    ".css": "css",
    ".go": "go",
    ".h": "c",
    ".hpp": "cpp",
    ".html": "html",
    ".java": "java",
    ".js": "javascript",
    ".json": "json",
    ".jsx": "javascriptreact",
    ".kt": "kotlin",
    ".lua": "lua",
    ".md": "markdown",
    ".php": "php",
    ".py": "python",
    ".pyi": "python",
    ".rb": "ruby",
    ".rs": "rust",
    ".sh": "shellscript",
    ".sql": "sql",
    ".swift": "swift",
    ".toml": "toml",
    ".ts": "typescript",
    ".tsx": "typescriptreact",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_BY_NAME = {"Dockerfile": "dockerfile", "Makefile": "makefile"}


def language_id_of(path: Path) -> str:
    """The identifier; `plaintext` for names that say nothing."""
    return _BY_NAME.get(path.name) or _BY_SUFFIX.get(path.suffix.lower(), "plaintext")
