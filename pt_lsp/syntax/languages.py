"""Language identifiers of files that no editor has opened: by their names, as editors give them."""

_SUFFIXES = {
    "bat": "bat",
    "c": "c h",
    "clojure": "clj",
    "cpp": "c++ cc cpp cxx hh hpp hxx inl ipp",
    "csharp": "cs",
    "css": "css",
    "cython": "pyx",
    "dart": "dart",
    "elixir": "ex exs",
    "erlang": "erl",
    "fsharp": "fs fsx",
    "go": "go",
    "graphql": "gql graphql",
    "groovy": "gradle groovy",
    "haskell": "hs",
    "html": "htm html",
    "ini": "ini",
    "java": "java",
    "javascript": "cjs js mjs",
    "javascriptreact": "jsx",
    "json": "json",
    "jsonc": "jsonc",
    "julia": "jl",
    "kotlin": "kt kts",
    "latex": "tex",
    "less": "less",
    "lua": "lua",
    "makefile": "mk",
    "markdown": "markdown md",
    "nix": "nix",
    "objective-c": "m",
    "objective-cpp": "mm",
    "ocaml": "ml mli",
    "perl": "pl pm",
    "php": "php",
    "powershell": "ps1 psm1",
    "proto3": "proto",
    "python": "py pyi pyw",
    "r": "r",
    "restructuredtext": "rst",
    "ruby": "rake rb",
    "rust": "rs",
    "sass": "sass",
    "scala": "scala",
    "scss": "scss",
    "shellscript": "bash sh zsh",
    "sql": "sql",
    "svelte": "svelte",
    "swift": "swift",
    "terraform": "tf",
    "toml": "toml",
    "typescript": "cts mts ts",
    "typescriptreact": "tsx",
    "vb": "vb",
    "vue": "vue",
    "xml": "xml",
    "yaml": "yaml yml",
    "zig": "zig",
}
_NAMES = {
    "cmake": "CMakeLists.txt",
    "dockerfile": "Dockerfile",
    "groovy": "Jenkinsfile",
    "makefile": "GNUmakefile Makefile",
    "ruby": "Gemfile Rakefile",
}
_BY_SUFFIX = {suffix: language_id for language_id, known in _SUFFIXES.items() for suffix in known.split()}
_BY_NAME = {name: language_id for language_id, known in _NAMES.items() for name in known.split()}


def language_of(path: str) -> str | None:
    """The LSP identifier by a path's last part; None for what is no source and no text for a model."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    return _BY_NAME.get(name) or (_BY_SUFFIX.get(suffix.lower()) if stem else None)
