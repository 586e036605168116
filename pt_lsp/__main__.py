"""`python -m pt_lsp` and the `pt-lsp` script; refuses to import what serving does not need."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"serve", "--stdio"}:
        from pt_lsp.cli.serve import serve

        return serve(arguments[1:] if arguments[:1] == ["serve"] else arguments)
    from pt_lsp.cli.arguments import run
    from pt_lsp.cli.output import show_marks_for_unknown_characters

    show_marks_for_unknown_characters()
    return run(arguments)


if __name__ == "__main__":
    # `python -m` puts the working directory first, and a repository must not bring its own `httpx`.
    if not sys.flags.safe_path:
        del sys.path[0]
    main()
