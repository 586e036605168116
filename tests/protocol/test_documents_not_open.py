import pytest

from tests.support.raw_client import raw_client


@pytest.mark.parametrize("uri", ["file:///nowhere/a.py", "git:/a.py?ref", "untitled:x", "no uri at all", ""])
def test_a_completion_in_a_document_that_is_not_open_is_empty_and_says_why(uri: str) -> None:
    with raw_client() as client:
        client.initialize()
        asked = {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 4}}
        params = asked | {"context": {"triggerKind": 2}}
        assert client.request(1, "textDocument/inlineCompletion", params)["result"] == {"items": []}
        why = client.request(2, "workspace/executeCommand", {"command": "ptLsp.whyNoCompletion"})
        (reason,) = why["result"]["reasons"]
        assert (reason["uri"], reason["reason"], reason["position"]) == (uri, "not open", None)


def test_what_is_asked_about_a_document_that_is_not_open_fails_with_its_kind() -> None:
    with raw_client() as client:
        client.initialize()
        nowhere = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
        argument = {"textDocument": {"uri": "git:/a.py?ref"}, "range": nowhere}
        asked = {"command": "ptLsp.explain", "arguments": [argument]}
        error = client.request(1, "workspace/executeCommand", asked)["error"]
        assert (error["code"], error["data"]) == (-32602, {"code": "notOpen", "fix": "none"})
