"""A secret stays here wherever the cursor parts it from what gives it away."""

import pytest

from pt_lsp.context.background import NO_BACKGROUND
from pt_lsp.features.inline_completion.asking import question_at
from pt_lsp.llm.redaction import PromptRedactor
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.settings.options import FillWay
from tests.features.inline_completion.checking import snapshot_of
from tests.support.running import run

KEY_LINES = [
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
    "q6DdWXLgEJKC5BjfiOXslIVUgVil6p8ODnxr1YhNga3CcCySEU52c5cDyp2HmQb0",
    "Q9w0BAQxYz==",
]
KEY = "-----BEGIN RSA PRIVATE KEY-----\n{}\n{}\n{}\n-----END RSA PRIVATE KEY-----\n".format(*KEY_LINES)
YAML = "user: ann\napi_tokens:\n  - x5Rt9Vb2Lk7Wq0Zn4Jd8\n  - m3Hs6Yc1Pf8Gt5Ax2Ke7\nport: 1\n"
CODE = 'const tokens = [\n  "Lq4xVn82TzRw0KsB",\n  "c7YpHd53MgJf9AtE",\n];\n\nrun();\n'


@pytest.mark.parametrize("way", ["hole", "fim", "partial"])
@pytest.mark.parametrize(
    ("language_id", "text", "secrets"),
    [
        ("yaml", YAML, ["x5Rt9Vb2Lk7Wq0Zn4Jd8", "m3Hs6Yc1Pf8Gt5Ax2Ke7"]),
        ("typescript", CODE, ["Lq4xVn82TzRw0KsB", "c7YpHd53MgJf9AtE"]),
        ("plaintext", f"first\n\n{KEY}\nlast\n", KEY_LINES),
    ],
)
def test_a_cursor_that_parts_it_from_its_name(
    way: FillWay, language_id: str, text: str, secrets: list[str]
) -> None:
    snapshot = snapshot_of(text, language_id=language_id)
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    for offset in starts + [start - 1 for start in starts[1:]]:
        prompt = question_at(snapshot, offset, way, NO_BACKGROUND, is_automatic=True).prompt
        redacted = run(PromptRedactor(Redactor()).redact(prompt)).prompt
        sent = "\n".join(message.content for message in redacted.messages)
        assert [secret for secret in secrets if secret in sent] == [], offset
        assert not redacted.file_text
