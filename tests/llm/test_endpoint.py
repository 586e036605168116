import pytest

from pt_lsp.errors import NoKey, SettingsError
from pt_lsp.llm.endpoint import authorization, find_endpoint
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.store.credentials import Key


def settings(base_url: str, *, allow_insecure: bool = False) -> EndpointSettings:
    return EndpointSettings(base_url=base_url, allow_insecure=allow_insecure)


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("https://api.powertokens.ai/v1", "https://api.powertokens.ai/v1/chat/completions"),
        (" https://api.powertokens.ai/v1/ ", "https://api.powertokens.ai/v1/chat/completions"),
        ("https://models.example:8443", "https://models.example:8443/chat/completions"),
        ("http://127.3.2.1:80/a/b", "http://127.3.2.1:80/a/b/chat/completions"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions"),
        ("http://LOCALHOST/v1", "http://LOCALHOST/v1/chat/completions"),
    ],
)
def test_the_path_is_taken_as_given(base_url: str, url: str) -> None:
    assert find_endpoint(settings(base_url)).url == url


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.0.9", "[::1]", "localhost"])
def test_loopback_needs_neither_tls_nor_key(host: str) -> None:
    endpoint = find_endpoint(settings(f"http://{host}:9/v1"))
    assert endpoint.route.is_loopback
    assert authorization(endpoint, None) == {}
    assert authorization(endpoint, Key("abc")) == {"Authorization": "Bearer abc"}


@pytest.mark.parametrize("host", ["models.example", "10.0.0.1", "localhost.example", "2130706433", "[::2]"])
def test_plain_http_elsewhere_is_refused_unless_allowed(host: str) -> None:
    with pytest.raises(SettingsError, match=r"unencrypted: use https, or set endpoint\.allowInsecure\.$"):
        find_endpoint(settings(f"http://{host}/v1"))
    assert not find_endpoint(settings(f"http://{host}/v1", allow_insecure=True)).route.is_loopback


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "api.powertokens.ai/v1",
        "ftp://models.example/v1",
        "https://",
        "https://models.example:99999/v1",
        "https://models.example:0/v1",
        "https://[::1/v1",
        "https://user:secret@models.example/v1",
        "https://models.example/v1?key=1",
        "https://models.example/v1#x",
        "https://models.example/v 1",
        "https://models.example\\@evil.example/v1",
        "https://models..example/v1",
        f"https://{'a' * 64}.example/v1",
        "https://mödels.example/v1",
    ],
)
def test_what_is_no_plain_address_is_refused_in_a_sentence_without_it(base_url: str) -> None:
    with pytest.raises(SettingsError, match=r"^endpoint\.baseUrl .+\.$|^endpoint\.baseUrl .+/v1$") as caught:
        find_endpoint(settings(base_url))
    assert "secret" not in str(caught.value)


def test_without_a_key_the_sentence_says_how_to_set_one() -> None:
    with pytest.raises(NoKey, match=r"models\.example: .*POWERTOKENS_API_KEY.*\.$"):
        authorization(find_endpoint(settings("https://models.example/v1")), None)


@pytest.mark.parametrize("value", ["abc\ndef", "abc def", "schlüssel", ""])
def test_a_key_that_no_header_can_hold_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(NoKey, match=r"^The API key holds") as caught:
        authorization(find_endpoint(settings("https://models.example/v1")), Key(value))
    assert not value or value not in str(caught.value)
