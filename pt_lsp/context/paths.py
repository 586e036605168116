"""What a document is called in the index; pure."""

from pt_lsp.documents.snapshot import Snapshot


def path_in_index(snapshot: Snapshot) -> str:
    """A file's path with forward slashes, or the URI of what is no file."""
    return snapshot.uri if snapshot.path is None else snapshot.path.as_posix()
