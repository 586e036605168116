import pytest

from pt_lsp.features.commit_message.style import style_of

CONVENTIONAL = (
    "They follow Conventional Commits, with the types `fix`, `chore`, with scopes such as `ui`, `deps`."
)


@pytest.mark.parametrize(
    ("subjects", "facts"),
    [
        ([], []),
        (
            ["fix(ui): add a button", "fix: close it", "chore(deps): less", "fix(ui)!: open it"],
            [
                CONVENTIONAL,
                "Their first word after the colon is in lower case.",
                "They end without a full stop.",
            ],
        ),
        (
            ["docs: Say more", "feat: Add it"],
            [
                "They follow Conventional Commits, with the types `docs`, `feat`, without scopes.",
                "Their first word after the colon is capitalized.",
                "They end without a full stop.",
            ],
        ),
        (
            ["net/http: wait for it", "cmd/go: do not", "runtime: be quick"],
            [
                "They begin with the part that is changed and a colon: `net/http`, `cmd/go`, `runtime`.",
                "Their first word is in lower case.",
                "They end without a full stop.",
            ],
        ),
        (
            ["Fixed the thing.", "Added more.", "added less."],
            ["They begin without a type or a scope.", "They end with a full stop."],
        ),
        (
            ["修复登录", "更新文档"],
            ["They begin without a type or a scope.", "They end without a full stop."],
        ),
        (["Merge branch 'x'", "fixup! feat: a", 'Revert "x"', "WIP"], []),
    ],
)
def test_subjects_tell_the_style(subjects: list[str], facts: list[str]) -> None:
    assert style_of(subjects).facts() == facts
