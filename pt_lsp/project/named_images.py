"""Reads the images that an instruction names, if they may leave the machine.

An image lies in the document's own workspace folder, under the document's own rules: settings of another
folder might keep there what these let go. Refuses to ask the network for one.
"""

import asyncio
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import uri_of
from pt_lsp.errors import Excluded, ImageUnusable, SettingsError
from pt_lsp.llm.gateway import Image
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.project.image_links import image_links
from pt_lsp.workspace.image_files import FORMATS, MOST_BYTES, read_image
from pt_lsp.workspace.roots import root_of

MOST_IMAGES = 4

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")
"""A drive's letter alone makes none."""
_OFF = (
    "The instruction names an image, and images are not sent: turn `endpoint.images` on in your settings if "
    "your model sees, or put the link in backticks."
)


class NamedImages:
    """One for all who ask."""

    def __init__(self, exclusions: Exclusions) -> None:
        self._exclusions = exclusions
        self._folders: tuple[Path, ...] = ()

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on."""
        self._folders = tuple(folders)

    async def of(self, texts: Iterable[str], snapshot: Snapshot) -> tuple[Image, ...]:
        """The images that what a person said about the document names, in its order; mostly none.

        Raises SettingsError where the user has not turned images on, Excluded for what may not leave,
        ImageUnusable for what is no image that a model takes.
        """
        links = list(dict.fromkeys(link for text in texts for link in image_links(text)))
        if not links:
            return ()
        if not snapshot.settings.endpoint.images:
            raise SettingsError(_OFF)
        if len(links) > MOST_IMAGES:
            raise ImageUnusable(
                f"The instruction names {len(links)} images, and {MOST_IMAGES} can go along: name fewer."
            )
        return tuple([await self._read(link, snapshot) for link in links])

    async def _read(self, link: str, snapshot: Snapshot) -> Image:
        folders, origin = self._folders, snapshot.origin
        root = None if origin is None else root_of(origin, folders)
        if _ADDRESS.match(link):
            raise ImageUnusable(
                f"`{link}` is an address, and no image is fetched: save it in the workspace, name its path."
            )
        if origin is None or root is None:
            raise Excluded(
                f"`{link}` stays on your machine: images are sent for files in a workspace folder only."
            )
        path = await asyncio.to_thread(_located, link, origin.parent, root)
        if root_of(path, folders) != root:
            raise _elsewhere(link)
        reason = await self._exclusions.reason(replace(snapshot, uri=uri_of(path)), folders)
        if reason is not None:
            raise Excluded(f"`{link}` stays on your machine: {reason}")
        return await asyncio.to_thread(_image, link, path, root, folders)


def _located(link: str, beside: Path, root: Path) -> Path:
    """Where the link leads: from the file's folder, else from the workspace folder. Raises."""
    paths = [Path(os.path.normpath(folder / link)) for folder in (beside, root)]
    inside = [path for path in paths if path.is_relative_to(root)]
    if not inside:
        raise _outside(link)
    found = next((path for path in inside if os.path.lexists(path)), None)
    if found is None:
        raise ImageUnusable(
            f"There is no file `{link}`, neither beside this file nor in the workspace folder: correct the "
            "link, or put it in backticks."
        )
    return found


def _image(link: str, path: Path, root: Path, folders: Iterable[Path]) -> Image:
    """The image itself. Raises, also where a link leads from the root into another of the folders."""
    try:
        real, real_root = Path(os.path.realpath(path, strict=True)), Path(os.path.realpath(root))
        if not real.is_relative_to(real_root):
            raise _outside(link)
        if root_of(real, [Path(os.path.realpath(each)) for each in folders]) != real_root:
            raise _elsewhere(link)
        found = read_image(real)
    except OSError:
        raise ImageUnusable(f"`{link}` cannot be read as a file: look at what it is.") from None
    except ValueError:
        raise ImageUnusable(
            f"`{link}` is larger than {MOST_BYTES // 1_000_000} MB, the most of an image: make it smaller."
        ) from None
    if found is None:
        raise ImageUnusable(f"`{link}` is no {FORMATS} that can be read: name one of these.")
    return Image.of(link, found.media_type, found.width, found.height, found.data)


def _outside(link: str) -> Excluded:
    return Excluded(f"`{link}` stays on your machine: it is outside of the workspace folder.")


def _elsewhere(link: str) -> Excluded:
    return Excluded(f"`{link}` stays on your machine: it is in another workspace folder.")
