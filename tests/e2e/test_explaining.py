import pytest

from pt_lsp.documents.uris import path_of
from tests.support.attempts import attempts
from tests.support.client_kinds import MINIMAL, NEOVIM
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat, status
from tests.support.with_editor import with_editor

ADD = "<|>def add(a, b):\n    return a + b\n<|>"
MARKDOWN = "# Addition\n\nIt *adds* two things.\n"


@with_editor(MARKDOWN, kind=NEOVIM)
async def test_a_plain_editor_opens_a_file_beside_the_code(editor: LspClient, chat: ScriptedChat) -> None:
    result = await editor.command("explain", editor.open(ADD).target)
    assert result == {"markdown": MARKDOWN}
    # The answer does not wait for a disk that takes long.
    await editor.until(lambda: editor.received("window/showDocument"))
    (shown,) = editor.received("window/showDocument")
    path = path_of(shown["uri"])
    assert path is not None
    assert path.read_text(encoding="utf-8") == MARKDOWN
    assert editor.root not in path.parents
    assert not shown.get("takeFocus")


@with_editor(MARKDOWN)
async def test_an_editor_that_reads_content_watches_it_grow(editor: LspClient, chat: ScriptedChat) -> None:
    assert (await editor.command("explain", editor.open(ADD).target))["markdown"] == MARKDOWN
    await editor.until(lambda: editor.received("window/showDocument"))
    (shown,) = editor.received("window/showDocument")
    assert shown["uri"].startswith("ptlsp:")
    content = await editor.ask("workspace/textDocumentContent", {"uri": shown["uri"]})
    assert content == {"text": MARKDOWN}
    assert editor.received("workspace/textDocumentContent/refresh")[-1] == {"uri": shown["uri"]}


@with_editor()
async def test_a_document_that_is_gone_says_so(editor: LspClient, chat: ScriptedChat) -> None:
    with pytest.raises(LspError, match="ask for it again") as caught:
        await editor.ask("workspace/textDocumentContent", {"uri": "ptlsp:/gone.md"})
    assert caught.value.code == -32602


@with_editor(MARKDOWN, kind=MINIMAL)
async def test_an_editor_that_shows_nothing_has_the_result(editor: LspClient, chat: ScriptedChat) -> None:
    assert (await editor.command("explain", editor.open(ADD).target))["markdown"] == MARKDOWN
    assert editor.requests == []


@with_editor(MARKDOWN, kind=MINIMAL, extensions=["ptLsp/explainDelta"])
async def test_a_companion_sees_every_delta_under_its_own_token(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await editor.command("explain", editor.open(ADD).target, token="mine")
    deltas = editor.received("ptLsp/explainDelta")
    assert {delta["token"] for delta in deltas} == {"mine"}
    assert "".join(delta["delta"] for delta in deltas) == MARKDOWN
    assert len(deltas) > 1


@with_editor(MARKDOWN, extensions=["ptLsp/editProgress", "ptLsp/explainDelta"])
async def test_a_companion_shows_answers_itself_and_is_told_what_is_explained(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("a = 1\n\n\ndef add(a, b):\n    return <|>a + b\n")
    result = await editor.command("explain", document.target, token="mine")
    assert result["range"] == {"start": {"line": 3, "character": 0}, "end": {"line": 4, "character": 16}}
    assert editor.progress("mine")[0]["title"] == "Explain: add"
    assert "lines 4 to 5" in chat.requests[0].text
    await editor.command("showPrompt")
    await editor.settle()
    assert editor.received("window/showDocument") == []


@with_editor(MARKDOWN)
async def test_deltas_are_for_those_who_asked_for_them(editor: LspClient, chat: ScriptedChat) -> None:
    await editor.command("explain", editor.open(ADD).target, token="mine")
    assert editor.received("ptLsp/explainDelta") == []


@with_editor(MARKDOWN, kind=NEOVIM)
async def test_progress_begins_and_ends(editor: LspClient, chat: ScriptedChat) -> None:
    await editor.command("explain", editor.open(ADD).target, token="mine")
    kinds = [value["kind"] for value in editor.progress("mine")]
    assert (kinds[0], kinds[-1]) == ("begin", "end")
    assert editor.progress("mine")[0]["cancellable"] is True


@with_editor(status(402, '{"error": {"message": "no credit"}}'), kind=NEOVIM)
async def test_a_failure_is_the_answer_and_opens_nothing(editor: LspClient, chat: ScriptedChat) -> None:
    with pytest.raises(LspError) as caught:
        await editor.command("explain", editor.open(ADD).target)
    assert caught.value.code == -32803
    assert "\n" not in str(caught.value)
    assert editor.received("window/showDocument") == []


@with_editor("a + b", kind=NEOVIM)
async def test_what_was_sent_can_be_seen(editor: LspClient, chat: ScriptedChat) -> None:
    assert (await editor.command("showPrompt"))["markdown"] == "Nothing has been sent yet."
    await editor.complete(editor.open("def add(a, b):\n    return <|>\n"))
    markdown = (await editor.command("showPrompt"))["markdown"]
    assert chat.requests[0]["messages"][-1]["content"] in markdown
    await editor.until(lambda: editor.received("window/showDocument"))
    await editor.settle()
    assert len(editor.received("window/showDocument")) == 1


@with_editor("adding, that is easy\n</think>\n\nIt adds.")
async def test_a_thought_is_no_part_of_an_explanation(editor: LspClient, chat: ScriptedChat) -> None:
    assert await editor.command("explain", editor.open(ADD).target) == {"markdown": "It adds."}


PLACES = "`main.py:2` adds as lib/sums.py:1 says; `lib/sums.py:9`, `.env:1` and `../main.py:1` do not.\n"


@with_editor(forever=PLACES, files={"lib/sums.py": "def total(a):\n    return sum(a)\n", ".env": "A=1\n"})
async def test_places_that_exist_are_links(editor: LspClient, chat: ScriptedChat) -> None:
    told = ""
    for n in attempts():  # the index grows in the background
        document = editor.open(f"<|>from lib.sums import total\nx_{n} = total([1, 2])\n<|>")
        told = (await editor.command("explain", document.target))["markdown"]
        editor.close(document)
        if "lib/sums.py#L1" in told:
            break
    assert told == (
        "[`main.py:2`](main.py#L2) adds as [`lib/sums.py:1`](lib/sums.py#L1) says; "
        "`lib/sums.py:9`, `.env:1` and `../main.py:1` do not.\n"
    )


@with_editor(forever="`other.py:1` adds.")
async def test_a_file_of_no_workspace_folder_is_no_link(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD, uri="file:///elsewhere/other.py")
    assert (await editor.command("explain", document.target))["markdown"] == "`other.py:1` adds."


@with_editor("The name `tottal` is wrong.")
async def test_a_problem_is_explained_as_the_editor_shows_it(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(
        "def total(a):\n    return sum(a)\n\n\ndef mean(a):\n    return <|>tottal<|>(a) / len(a)\n"
    )
    diagnostic = {
        "range": document.range,
        "message": '"tottal" is not defined',
        "source": "Pyright",
        "code": "reportUndefinedVariable",
        "severity": 1,
    }
    nowhere = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    argument = document.target | {"range": nowhere, "diagnostic": diagnostic}
    result = await editor.command("explainDiagnostic", argument)
    assert result == {"markdown": "The name `tottal` is wrong."}
    sent = chat.requests[0].text
    assert 'Pyright reportUndefinedVariable: "tottal" is not defined' in sent
    assert "<part>\ndef mean(a):\n    return tottal(a) / len(a)\n</part>" in sent


@with_editor("It is for sums.")
async def test_all_of_a_document_is_explained_as_a_file(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("<|>import os\n\n\ndef add(a, b):\n    return a + b\n<|>")
    assert await editor.command("explain", document.target) == {"markdown": "It is for sums."}
    assert "4: def add(a, b)\n" in chat.requests[0].text
    assert "Explain this file as a whole." in chat.requests[0].text
