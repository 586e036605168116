"""Which images an instruction names."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.project.image_links import image_links

ALPHABET = "![]()<>`\\\"' \n\tab./%41:"


@pytest.mark.parametrize(
    ("instruction", "links"),
    [
        ("Make it look like ![the page](shots/page.png).", ["shots/page.png"]),
        ("as in [this one](page.PNG), not as ![](old.gif)", ["page.PNG", "old.gif"]),
        ("![a](a.webp)![b](b.jpeg)", ["a.webp", "b.jpeg"]),
        ("twice ![a](a.png) and ![again](a.png)", ["a.png"]),
        ("![no ending](shots/page) and [no image](notes.md)", ["shots/page"]),
        ("![title](a.png \"as it is\") ![other]( b.png 'x' )", ["a.png", "b.png"]),
        ("![](<my shots/a (1).png>) ![](b(1).png)", ["my shots/a (1).png", "b(1).png"]),
        ("![](my%20shot.png) ![](shot\\_1.png) ![](100%.png)", ["my shot.png", "shot_1.png", "100%.png"]),
        ("![](shots\\page.png) ![](C:\\shots\\a.png)", ["shots\\page.png", "C:\\shots\\a.png"]),
        ("[![badge](badge.png)](https://example.org)", ["badge.png"]),
        ("![far](https://example.org/a.png) [far](//b/c.gif)", ["https://example.org/a.png", "//b/c.gif"]),
        ("![](data:image/png;base64,AAAA)", ["data:image/png;base64,AAAA"]),
        ("replace `![a](a.png)` by ``![`b`](b.png)``", []),
        ("a lone ` and ![a](a.png)", ["a.png"]),
        ("![a](a.png) costs ` and ` here", ["a.png"]),
        ("a[i](x) ![empty]() ![](   ) [x] (a.png) !(a.png)", []),
        ("the file a.png as it is", []),
        ("![a]\n(a.png)", []),
        ("![a\nb](a.png\n)", ["a.png"]),
        ("![a](a\x07.png) ![a](a%00.png)", []),
    ],
)
def test_links_to_images_are_found(instruction: str, links: list[str]) -> None:
    assert image_links(instruction) == links


@given(st.lists(st.text(ALPHABET.replace("`", ""), max_size=20), max_size=5), st.text("abc/._-", min_size=1))
def test_a_link_is_found_whatever_stands_around_it(around: list[str], path: str) -> None:
    before = " ".join(around).replace("[", "(").replace("<", "(")
    assert image_links(f"{before} ![x]({path}) ")[-1:] == [path]


@given(st.text(ALPHABET, max_size=200))
def test_any_text_gives_distinct_links_that_can_be_printed(text: str) -> None:
    links = image_links(text)
    assert len(links) == len(set(links))
    assert all(link and link.isprintable() for link in links)


@pytest.mark.parametrize("piece", ["![", "[a](", "`", "` ", "![a](<", "![a]((", "\\", "![](a ", "![a](a\\"])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (120_000 // len(piece))
    start = time.thread_time()
    image_links(text)
    assert time.thread_time() - start < 5  # what doubled with each character would take for ever
