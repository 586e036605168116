"""Paths as strings with forward slashes; a folder ends with a slash, and the top of relative paths is ""."""


def split(path: str) -> tuple[str, str]:
    """The folder of a path and its last part: `a/b.py` -> `a/`, `b.py`."""
    at = path.rfind("/") + 1
    return path[:at], path[at:]


def stem_of(path: str) -> str:
    """The last part without what follows its last dot: `a/b.test.ts` -> `b.test`."""
    return split(path)[1].rpartition(".")[0]


def last_part(folder: str) -> str:
    """What a folder is called: `a/b/` -> `b`; "" for the top."""
    return folder[folder.rfind("/", 0, -1) + 1 : -1]


def parent(folder: str) -> str | None:
    """The folder around a folder; None for a top, be it of relative or of absolute paths."""
    return None if folder in {"", "/"} else folder[: folder.rfind("/", 0, -1) + 1]


def upwards(folder: str) -> list[str]:
    """The folder itself and those around it, innermost first."""
    folders = [folder]
    while (outer := parent(folders[-1])) is not None:
        folders.append(outer)
    return folders


def join(folder: str, relative: str) -> str | None:
    """The path of `relative` as seen from `folder`, without a slash at its end; None where it leaves the top.

    An absolute `relative` stays what it is.
    """
    if relative.startswith("/"):
        folder, relative = "/", relative[1:]
    parts: list[str] = []
    for part in relative.split("/"):
        if part in {"", "."}:
            continue
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            outer = parent(folder)
            if outer is None:
                return None
            folder = outer
    return f"{folder}{'/'.join(parts)}" if parts else folder.rstrip("/")


def as_folder(path: str) -> str:
    """A path without a slash at its end, as a folder."""
    return f"{path}/" if path else ""
