"""How tests write an outline: a line for each definition and import."""

from collections.abc import Iterator, Sequence

from pt_lsp.syntax.outline import Definition, Import, Outline, outline


def shown(source: str, language_id: str) -> str:
    """`kind name first-last: signature` with `# doc`, `@ told type` and `< bases`, then the imports.

    Members are indented. `private` where more than a signature says so; `owner.name` for what stands outside
    of it. Lines are counted from 0; ` / ` stands for a line end in a signature.
    """
    return "\n".join(_lines(outline(source, language_id)))


def _lines(found: Outline) -> Iterator[str]:
    yield from _definitions(found.definitions, "")
    yield from map(_import, found.imports)


def _definitions(definitions: Sequence[Definition], indent: str) -> Iterator[str]:
    for each in definitions:
        signature = each.signature.replace("\n", " / ")
        doc = f" # {each.doc}" if each.doc else ""
        bases = f" < {', '.join(each.bases)}" if each.bases else ""
        mark, owner = "private " if each.is_private else "", f"{each.owner}." if each.owner else ""
        told = f" @ {each.told_type}" if each.told_type else ""
        name = f"{mark}{each.kind} {owner}{each.name}"
        yield f"{indent}{name} {each.line}-{each.last_line}: {signature}{doc}{told}{bases}"
        yield from _definitions(each.members, indent + "  ")


def _import(found: Import) -> str:
    names = ", ".join(n.name if n.name == n.alias else f"{n.name} as {n.alias}" for n in found.names)
    alias = f" as {found.alias}" if found.alias else ""
    verb = "mention" if found.is_mention else "reexport" if found.is_reexport else "import"
    return f"{verb} {found.module}{alias}{': ' + names if names else ''}"
