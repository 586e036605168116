"""Images that an instruction names go along with it, over stdio: wherever the user's words come from."""

from typing import Any

import pytest

from tests.support.chat_api import images_of
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Request, ScriptedChat, status
from tests.support.with_editor import with_editor

ON: dict[str, Any] = {"endpoint": {"images": True}}
GIF = "GIF89a\x02\x00\x01\x00\x00\x00\x00;"
"""2 x 1 pixels; a file of text can hold it."""
FILES = {"shots/page.gif": GIF, "src/logo.gif": GIF.replace("\x02", "\x05"), ".gitignore": "secret.gif\n"}
FILES |= {"secret.gif": GIF, "docs/other.gif": GIF.replace("\x02", "\x07")}
REVIEWED = {"edits": {"review": "always", "streaming": "always"}}
OWN = [
    {"id": "like", "title": "Like It", "instruction": "Make {selection} like ![it](shots/page.gif)."},
    {
        "id": "tell",
        "title": "Tell",
        "instruction": "Does {selection} do ![this](src/logo.gif)?",
        "output": "explain",
    },
]
PLACE = "<|>a = 1<|>\n"


def widths(request: Request) -> list[int]:
    """Of its images, which tell them apart; the last message has them all."""
    *others, last = request["messages"]
    assert not [image for message in others for image in images_of(message)]
    return [image[6] for image in images_of(last)]


@with_editor("a = 2", options=ON, files=FILES)
async def test_an_instruction_takes_the_images_along_that_it_names(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(PLACE, "src/page.py")
    await editor.edit(document, "as in ![the page](shots/page.gif) with [the logo](logo.gif)")
    assert widths(chat.requests[0]) == [2, 5]
    assert (
        "images that it names are, in this order, attached: `shots/page.gif`, `logo.gif`."
        in chat.requests[0].text
    )
    page = (await editor.command("showPrompt"))["markdown"]
    assert "With the image `shots/page.gif`: image/gif, 2 x 1 pixels, 1 kB, about 1 tokens." in page
    assert "R0lGOD" not in str([page, editor.log])


@with_editor("a = 2", "a = 3", options=ON | REVIEWED, files=FILES)
async def test_a_retry_reads_them_anew_and_takes_those_of_its_own_words_along(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(PLACE, "src/page.py")
    first = await editor.edit(document, "as in ![the page](shots/page.gif)")
    (editor.root / "shots" / "page.gif").write_text(GIF.replace("\x02", "\x09"), encoding="utf-8")
    again = {"editId": first["editId"], "instruction": "with ![this](logo.gif)"}
    await editor.command("retryEdit", again)
    assert [widths(request) for request in chat.requests] == [[2], [9, 5]]


@with_editor("a = 2", options=ON, files=FILES)
async def test_an_instruction_comment_names_images_too(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("# see ![x](docs/other.gif)\n# pt: like ![it](shots/page.gif)<|>\na = 1\n", "a.py")
    await editor.command("doComment", document.target)
    assert widths(chat.requests[0]) == [2]


@with_editor("a = 2", "It does.", "a = 4", options=ON | {"actions": {"own": OWN}}, files=FILES)
async def test_an_action_of_one_s_own_names_images_and_the_code_that_it_is_about_does_not(
    editor: LspClient, chat: ScriptedChat
) -> None:
    code = "<|>a = 1  # ![x](docs/other.gif)<|>\n"
    for action, name in (("like", "src/page.py"), ("tell", "src/other.py")):
        await editor.command("action", {"id": action, **editor.open(code, name).target})
    document = editor.open("a = 1\n<|>\n", "src/third.py")
    place = {"textDocument": document.identifier, "position": document.position}
    await editor.command("generate", place | {"instruction": "put ![it](logo.gif) here"})
    assert [widths(request) for request in chat.requests] == [[2], [5], [5]]
    assert "The image that it names is attached: `src/logo.gif`." in chat.requests[1].text


@with_editor(files=FILES)
async def test_where_images_are_off_the_command_says_how_to_turn_them_on(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(PLACE)
    with pytest.raises(LspError, match=r"turn `endpoint\.images` on") as caught:
        await editor.edit(document, "like ![it](shots/page.gif)")
    assert caught.value.data == {"code": "settingsError", "fix": "openSettings"}
    assert str(document) == "a = 1\n"


@with_editor(options=ON, files=FILES | {".pt-lsp.toml": '[privacy]\nexclude = ["docs/"]\n'})
async def test_what_may_not_leave_is_refused_and_nothing_is_sent(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(PLACE)
    refused = {"secret.gif": "excluded", "docs/other.gif": "excluded", "/etc/hosts": "excluded"}
    refused |= {"https://example.org/a.gif": "imageUnusable", "gone.gif": "imageUnusable"}
    for link, code in refused.items():
        with pytest.raises(LspError, match=f"`{link}`") as caught:
            await editor.edit(document, f"like ![it]({link})")
        assert caught.value.data == {"code": code, "fix": "none"}
    assert str(document) == "a = 1\n"


@with_editor(files=FILES | {".pt-lsp.toml": "[endpoint]\nimages = true\nsearch = true\n"})
async def test_a_project_turns_neither_images_nor_the_search_on(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(PLACE)
    with pytest.raises(LspError, match=r"turn `endpoint\.images` on"):
        await editor.edit(document, "like ![it](shots/page.gif)")
    chat.add("a = 2")
    await editor.edit(document)
    assert "enable_search" not in chat.requests[0].body


NO_IMAGES = {"error": {"message": "Invalid content type. image_url is only supported by certain models."}}


@with_editor(status(400, NO_IMAGES), "a = 2", options=ON, files=FILES)
async def test_an_endpoint_that_takes_none_is_told_of_and_asked_on(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(PLACE)
    with pytest.raises(LspError, match="does not take the images that the instruction names") as caught:
        await editor.edit(document, "like ![it](shots/page.gif)")
    assert caught.value.data == {"code": "imagesRefused", "fix": "chooseModel"}
    assert str(document) == "a = 1\n"
    await editor.edit(document)
    assert str(document) == "a = 2\n"
