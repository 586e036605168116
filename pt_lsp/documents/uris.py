"""File URIs to paths and back, for POSIX and Windows alike; refuses to touch the disk."""

import json
import re
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from urllib.parse import quote, unquote, urlsplit


@lru_cache(1024)  # asked for each message about a document
def canonical_uri(uri: str) -> str:
    """One text for all the ways in which editors write the URI of one document.

    They differ in what is percent-encoded and how, in a drive's letter, and in how no host is written.
    """
    try:
        return _canonical_file(uri) or _canonical_other(uri)
    except ValueError:  # what cannot be read is itself only
        return uri


def path_of(uri: str) -> Path | None:
    """The path on this machine that a `file:` URI names; None where there is none, as for other schemes."""
    pure = pure_path_of(uri, type(PurePath()))
    return None if pure is None else Path(pure)


def path_or_uri(uri: str) -> str:
    """A file's path with forward slashes, or the URI of what is no file."""
    path = path_of(uri)
    return uri if path is None else path.as_posix()


def origin_of(uri: str) -> Path | None:
    """The file that a document shows, whatever its scheme; None where the URI names none.

    Of a notebook's cell it is the notebook, of an older version (`git:/a/.env.git?{"path": ...}`, whose path
    may have an ending of its own) the file as it is now, of a name alone (`untitled:.env`) one in no folder.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme not in {"", "file"} and not parts.path.startswith("/"):
        name = unquote(parts.path, errors=_UNDECODABLE)
        return Path("/", name) if name and "\0" not in name else None
    if parts.scheme != "file" and (named := _path_in(parts.query)) is not None:
        return named
    return path_of(uri if parts.scheme == "file" else f"file://{parts.path}")


def pure_path_of(uri: str, flavour: type[PurePath]) -> PurePath | None:
    """The same for the given kind of machine: `PurePosixPath` or `PureWindowsPath`.

    Takes the drive letter in any spelling (`/c%3A/`, `/C:/`). A query or a fragment is left out. A host
    other than this is a network share on Windows and nothing on POSIX.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file":
        return None
    path = unquote(parts.path, errors=_UNDECODABLE)
    host = "" if parts.netloc.lower() == "localhost" else unquote(parts.netloc)
    if not path.startswith("/") or "\0" in path:
        return None
    if not issubclass(flavour, PureWindowsPath):
        return None if host else flavour(path)
    if host:
        return flavour(f"//{host}{path}")
    return flavour(path[1].upper() + path[2:]) if _DRIVE.match(path) else None


def uri_of(path: PurePath) -> str:
    """The `file:` URI of an absolute path. Raises ValueError for a relative one."""
    if not path.is_absolute():
        raise ValueError(f"{path} is not absolute and has no URI")
    if isinstance(path, PurePosixPath):
        return "file://" + quote(str(path), errors=_UNDECODABLE)
    if path.drive.startswith("\\\\"):
        return "file:" + quote(path.as_posix(), errors=_UNDECODABLE)
    rest = path.as_posix()[len(path.drive) :]
    return f"file:///{path.drive}{quote(rest, errors=_UNDECODABLE)}"


def _path_in(query: str) -> Path | None:
    """The path that the query names as VS Code's own older versions have it, in an object of JSON."""
    try:
        told = json.loads(unquote(query))
    except (ValueError, RecursionError):
        return None
    named = told.get("path") if isinstance(told, dict) else None
    if not isinstance(named, str) or "\0" in named or not (path := Path(named)).is_absolute():
        return None
    return path


def _canonical_file(uri: str) -> str | None:
    """None for what is no file."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    host = "" if parts.netloc.lower() == "localhost" else parts.netloc.lower()
    path = unquote(parts.path, errors=_UNDECODABLE)
    if _DRIVE.match(path):
        path = path[:2].lower() + path[2:]
    address = f"file://{host}{quote(path, safe='/:', errors=_UNDECODABLE)}"
    return "".join((address, parts.query and f"?{parts.query}", parts.fragment and f"#{parts.fragment}"))


def _canonical_other(uri: str) -> str:
    """Schemes have rules of their own; what is encoded without need means the same in all."""
    scheme, colon, rest = uri.partition(":")
    rest = _ENCODED.sub(_decoded_if_plain, rest)
    drive = _ENCODED_DRIVE.match(rest)
    if drive:
        rest = f"{drive['before']}{drive['letter'].lower()}:{rest[drive.end() :]}"
    return f"{scheme.lower()}{colon}{rest}"


def _decoded_if_plain(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if _PLAIN.fullmatch(character) else found[0].upper()


_DRIVE = re.compile(r"/[A-Za-z]:/")
_ENCODED_DRIVE = re.compile(r"(?P<before>(?://[^/]*)?/)(?P<letter>[A-Za-z])(?::|%3A)(?=/)")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]")

# How Python keeps bytes of a file name that are not UTF-8; it carries them there and back.
_UNDECODABLE = "surrogateescape"
