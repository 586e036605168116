"""Images are told by their bytes; what is none, or no longer whole enough to be one, is none."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.workspace.image_files import MOST_BYTES, read_image, told_by
from tests.support.image_bytes import GIF, gif, jpeg, png, webp

KINDS = {
    "png": (png(), "image/png"),
    "jpeg": (jpeg(), "image/jpeg"),
    "lossy webp": (webp(), "image/webp"),
    "lossless webp": (webp(kind=b"VP8L"), "image/webp"),
    "extended webp": (webp(kind=b"VP8X"), "image/webp"),
    "gif": (gif(), "image/gif"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_tell_media_type_and_size(kind: str) -> None:
    data, media_type = KINDS[kind]
    assert told_by(data) == (media_type, 60, 30)


@given(st.integers(1, 16_383), st.integers(1, 16_383))
def test_any_size_is_read(width: int, height: int) -> None:
    made = (
        jpeg(width, height),
        gif(width, height),
        *(webp(width, height, kind) for kind in (b"VP8 ", b"VP8L", b"VP8X")),
        png(width, 1).replace(png(width, 1)[16:24], width.to_bytes(4) + height.to_bytes(4)),
    )
    assert {(told_by(data) or ())[1:] for data in made} == {(width, height)}


@given(st.sampled_from([data for data, _ in KINDS.values()]), st.data())
def test_a_broken_one_is_an_image_or_none_and_no_failure(whole: bytes, draw: st.DataObject) -> None:
    data = bytearray(whole[: draw.draw(st.integers(0, len(whole)))])
    for at in draw.draw(st.lists(st.integers(0, max(len(data) - 1, 0)), max_size=3)) if data else ():
        data[at] = draw.draw(st.integers(0, 255))
    told = told_by(bytes(data))
    assert told is None or (told[1] > 0 and told[2] > 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BM6\0\0\0",
        b"%PDF-1.7",
        b"\xff" * 9_000,
        gif(0, 5),
    ],
)
def test_what_is_no_image_that_models_take_is_none(data: bytes) -> None:
    assert told_by(data) is None


def test_a_file_of_the_most_bytes_is_read_and_one_with_more_is_not(tmp_path: Path) -> None:
    n_more = MOST_BYTES - len(png(n_more=1)) + 1
    path = tmp_path / "shot.png"
    path.write_bytes(png(n_more=n_more))
    assert path.stat().st_size == MOST_BYTES
    found = read_image(path)
    assert found is not None
    assert len(found.data) == MOST_BYTES
    path.write_bytes(png(n_more=n_more + 1))
    with pytest.raises(ValueError, match="more than 4000000 bytes"):
        read_image(path)


def test_a_name_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(GIF, encoding="ascii")
    found = read_image(tmp_path / "notes.txt")
    assert found is not None
    assert (found.media_type, found.width, found.height) == ("image/gif", 2, 1)
    (tmp_path / "keys.png").write_text("password = 'x'\n", encoding="ascii")
    assert read_image(tmp_path / "keys.png") is None


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes in folders")
def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "link.png").symlink_to("pipe.png")
    for name in ("pipe.png", "link.png", "", "missing.png"):
        with pytest.raises(OSError):  # noqa: PT011 - which one is the system's affair
            read_image(tmp_path / name)
