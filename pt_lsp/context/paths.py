"""What a document is called in the index; pure."""

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import path_of


def path_in_index(snapshot: Snapshot) -> str:
    """A file's path with forward slashes, or the URI of what is no file."""
    return path_of_uri(snapshot.uri)


def path_of_uri(uri: str) -> str:
    """The same, by the URI."""
    path = path_of(uri)
    return uri if path is None else path.as_posix()
