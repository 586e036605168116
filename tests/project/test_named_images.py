"""Images that an instruction names go along where the user lets them, and nothing else does."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of
from pt_lsp.errors import Excluded, ImageUnusable, PtLspError, SettingsError
from pt_lsp.llm.gateway import Image
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.project.named_images import NamedImages
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import PrivacySettings, Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.image_bytes import gif, jpeg, png, webp
from tests.support.running import run

ON = Settings(endpoint=EndpointSettings(images=True))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace folder with images, and some beside it."""
    root = tmp_path / "work"
    for name, data in {
        "work/src/near.png": png(),
        "work/both.png": png(10, 10),
        "work/src/both.png": png(20, 20),
        "work/shots/page.jpg": jpeg(),
        "work/shots/my page.webp": webp(),
        "work/shots/a.gif": gif(),
        "work/ignored/a.png": png(),
        "work/.git/a.png": png(),
        "work/.env.png": png(),
        "work/notes.png": b"These are notes.\n",
        "work/large.png": png(n_more=4_000_000),
        "work/inner/a.png": png(),
        "outside.png": png(),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / ".gitignore").write_text("ignored/\n", encoding="utf-8")
    (root / "folder.png").mkdir()
    return root


def named(
    root: Path,
    *texts: str,
    settings: Settings = ON,
    uri: str | None = None,
    folders: Sequence[Path] | None = None,
) -> tuple[Image, ...]:
    """What the texts name in a document of `root`, `src/page.py` by default."""
    images = NamedImages(Exclusions(IgnoreTree()))
    images.folders_changed([root] if folders is None else folders)
    document = Snapshot(uri or uri_of(root / "src" / "page.py"), "python", 0, Text.of("x = 1\n"), settings)
    return run(images.of(texts, document))


@pytest.mark.parametrize(
    ("link", "width"),
    [("near.png", 60), ("both.png", 20), ("../both.png", 10), ("shots/page.jpg", 60), ("./shots/a.gif", 60)],
)
def test_a_path_counts_from_the_file_s_folder_else_from_the_workspace_folder(
    root: Path, link: str, width: int
) -> None:
    (image,) = named(root, f"as in ![x]({link})")
    assert (image.name, image.width) == (link, width)


def test_images_come_in_the_order_in_which_they_are_named_and_each_once(root: Path) -> None:
    images = named(root, "![](shots/page.jpg) [b](shots/my%20page.webp)", "![](near.png) ![](shots/page.jpg)")
    assert [image.media_type for image in images] == ["image/jpeg", "image/webp", "image/png"]
    assert [image.name for image in images] == ["shots/page.jpg", "shots/my page.webp", "near.png"]
    assert images[2].data == png()
    assert "PNG" not in repr(images)


def test_a_whole_path_into_the_workspace_folder_is_one(root: Path) -> None:
    (image,) = named(root, f"![x](<{root / 'src' / 'near.png'}>)")
    assert image.data == png()


def test_an_instruction_without_images_reads_nothing_and_needs_no_setting(root: Path) -> None:
    assert named(root, "see [the notes](notes.md), `![x](near.png)`", settings=Settings()) == ()


def test_where_images_are_off_a_sentence_says_how_to_turn_them_on(root: Path) -> None:
    for link in ("near.png", "missing.png", "https://example.org/a.png"):
        with pytest.raises(SettingsError, match=r"turn `endpoint\.images` on"):
            named(root, f"![x]({link})", settings=Settings())


REFUSED: list[tuple[str, type[PtLspError], str]] = [
    ("../../outside.png", Excluded, "outside of the workspace folder"),
    ("../../missing.png", Excluded, "outside of the workspace folder"),
    ("/etc/passwd.png", Excluded, "outside of the workspace folder"),
    ("leads_out.png", Excluded, "outside of the workspace folder"),
    ("out/outside.png", Excluded, "outside of the workspace folder"),
    ("ignored/a.png", Excluded, "ignores it by the pattern `ignored/`"),
    ("leads_to_ignored.png", Excluded, "ignores it by the pattern `ignored/`"),
    (".git/a.png", Excluded, "git's own"),
    (".env.png", Excluded, "stays on your machine"),
    ("shots/page.jpg", Excluded, "stays on your machine"),
    ("inner/a.png", Excluded, "another workspace folder"),
    ("leads_to_inner.png", Excluded, "another workspace folder"),
    ("also_inner/a.png", Excluded, "another workspace folder"),
    ("missing.png", ImageUnusable, "There is no file `missing.png`"),
    ("folder.png", ImageUnusable, "cannot be read as a file"),
    ("dangling.png", ImageUnusable, "cannot be read as a file"),
    ("notes.png", ImageUnusable, "is no PNG, JPEG, WebP or GIF"),
    ("large.png", ImageUnusable, "larger than 4 MB"),
    ("https://example.org/a.png", ImageUnusable, "no image is fetched"),
    ("//example.org/a.png", ImageUnusable, "no image is fetched"),
    ("file:///etc/a.png", ImageUnusable, "no image is fetched"),
    ("data:image/png;base64,AAAA", ImageUnusable, "no image is fetched"),
]


@pytest.mark.skipif(os.name == "nt", reason="links take rights there")
@pytest.mark.parametrize(("link", "kind", "words"), REFUSED)
def test_what_may_not_leave_or_is_no_image_is_refused_with_a_sentence(
    root: Path, link: str, kind: type[PtLspError], words: str
) -> None:
    (root / "leads_out.png").symlink_to(root.parent / "outside.png")
    (root / "out").symlink_to(root.parent)
    (root / "leads_to_ignored.png").symlink_to(root / "ignored" / "a.png")
    (root / "leads_to_inner.png").symlink_to(root / "inner" / "a.png")
    (root / "also_inner").symlink_to(root / "inner")
    (root / "dangling.png").symlink_to("nowhere.png")
    privacy = PrivacySettings(exclude=("shots/*.jpg",))
    settings = Settings(endpoint=EndpointSettings(images=True), privacy=privacy)
    with pytest.raises(kind, match=words) as caught:
        named(root, f"as in ![x]({link})", settings=settings, folders=[root, root / "inner"])
    assert link in str(caught.value)
    assert str(caught.value).endswith(".")


def test_more_than_four_are_refused(root: Path) -> None:
    few = "![](near.png) ![](both.png) ![](shots/page.jpg) ![](shots/a.gif)"
    assert len(named(root, few)) == 4
    with pytest.raises(ImageUnusable, match="names 5 images, and 4 can go along"):
        named(root, few, "![](../both.png)")


@pytest.mark.parametrize("document", ["untitled:Untitled-1", "outside"])
def test_a_document_in_no_workspace_folder_takes_no_images_along(root: Path, document: str) -> None:
    where: dict[str, Any] = {"uri": document} if ":" in document else {"uri": uri_of(root.parent / "a.py")}
    with pytest.raises(Excluded, match="in a workspace folder only"):
        named(root, "![x](work/src/near.png)", **where)
