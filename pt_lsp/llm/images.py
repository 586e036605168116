"""Images that go along with a message: as parts of its content, and as what may be logged and shown of them.

An image's data is put into a request last of all. Until then, and in whatever is kept of the request, a short
text stands for it.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from secrets import token_hex
from typing import Any

_PIXELS_A_TOKEN = 28
"""Along each side, as Qwen's models cut an image into patches."""
_MOST_TOKENS = 1_280
"""Larger images are made smaller before a model sees them."""


def _stand_in() -> str:
    """What nobody can have written into the text of the same request."""
    return f"[image {token_hex(8)}]"


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
    data: bytes = field(repr=False)
    stand_in: str = field(default_factory=_stand_in, repr=False, compare=False)

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
    """The body with the data of images in place of their stand-ins."""
    for image in images:
        body = body.replace(image.stand_in.encode(), b64encode(image.data), 1)
    return body
