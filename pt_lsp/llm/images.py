"""Images that go along with a message: as parts of its content, and as what may be logged and shown of them.

An image's data is put into a request last of all. Until then, and in whatever is kept of the request, a short
text stands for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

_PIXELS_A_TOKEN = 28
"""Along each side, as Qwen's models cut an image into patches."""
_MOST_TOKENS = 1_280
"""Larger images are made smaller before a model sees them."""


def _stand_in() -> str:
    """What nobody can have written into the text of the same request."""
    import secrets  # with what it brings, 4 ms that the server's start does not need

    return f"[image {secrets.token_hex(8)}]"


@dataclass(frozen=True, slots=True)
class Image:
    """An image that a person has named."""

    name: str
    """As it was named."""
    media_type: str
    width: int
    height: int
    """Pixels."""
    n_bytes: int
    digest: str = field(repr=False)
    """Of the data, which is not compared itself."""
    data: bytes = field(repr=False, compare=False)
    stand_in: str = field(default_factory=_stand_in, repr=False, compare=False)

    @classmethod
    def of(cls, name: str, media_type: str, width: int, height: int, data: bytes) -> "Image":
        """The image that the data is; takes milliseconds where that is large."""
        import hashlib  # as in `_stand_in`

        digest = hashlib.blake2b(data, digest_size=12).hexdigest()
        return cls(name, media_type, width, height, len(data), digest, data)

    @property
    def n_tokens(self) -> int:
        """About how many it counts as."""
        patches = ceil(self.width / _PIXELS_A_TOKEN) * ceil(self.height / _PIXELS_A_TOKEN)
        return min(patches, _MOST_TOKENS)

    def without_data(self) -> "Image":
        """What may be kept of it: the data may be megabytes."""
        return replace(self, data=b"")


def tokens_of(images: Iterable[Image]) -> int:
    """About how many tokens they count as."""
    return sum(image.n_tokens for image in images)


def attached_note(images: Sequence[Image]) -> str:
    """Tells a model, behind an instruction, which of the images that it sees is which."""
    if not images:
        return ""
    named = ", ".join(f"`{image.name}`" for image in images)
    which = (
        "The image that it names is" if len(images) == 1 else "The images that it names are, in this order,"
    )
    return f"\n{which} attached: {named}."


def content_of(text: str, images: Sequence[Image]) -> str | list[dict[str, Any]]:
    """A message's content as the API takes it, with stand-ins for the data of images."""
    if not images:
        return text
    urls = (f"data:{image.media_type};base64,{image.stand_in}" for image in images)
    parts = ({"type": "image_url", "image_url": {"url": url}} for url in urls)
    return [{"type": "text", "text": text}, *parts]


def with_data(body: bytes, images: Iterable[Image]) -> bytes:
    """The body with the data of images in place of their stand-ins, which are in it in this order."""
    import base64  # as in `_stand_in`

    pieces = []
    for image in images:
        before, _, body = body.partition(image.stand_in.encode())
        pieces += [before, base64.b64encode(image.data)]
    return b"".join([*pieces, body])
