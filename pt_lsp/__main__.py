"""`python -m pt_lsp` and the `pt-lsp` script; decides what to import before anything heavy is."""


def main() -> None:
    """Run the command line."""


if __name__ == "__main__":
    main()
