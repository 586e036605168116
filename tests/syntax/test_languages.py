import pytest

from pt_lsp.syntax.grammars import GRAMMARS
from pt_lsp.syntax.languages import language_of


@pytest.mark.parametrize(
    ("path", "language_id"),
    [
        ("src/a.tsx", "typescriptreact"),
        ("c:\\proj\\A.PY", "python"),
        ("types.d.ts", "typescript"),
        ("a.mjs", "javascript"),
        ("x.y/Makefile", "makefile"),
        ("Dockerfile", "dockerfile"),
        ("a.png", None),
        ("x.py/data.bin", None),
        (".py", None),
        ("LICENSE", None),
        ("", None),
    ],
)
def test_a_name_tells_the_language(path: str, language_id: str | None) -> None:
    assert language_of(path) == language_id


SUFFIXES = "py ts tsx js jsx go rs java c cpp cs rb php kt lua sh html css json jsonc"


def test_each_language_with_a_grammar_has_files() -> None:
    assert {language_of(f"a.{suffix}") for suffix in SUFFIXES.split()} == set(GRAMMARS)
