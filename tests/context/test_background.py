import pytest

from pt_lsp.context.background import Background, Snippet, without_marks


def snippets(n: int) -> tuple[Snippet, ...]:
    return tuple(Snippet(f"src/f{i}.py", "python", "imports", f"def f{i}():\n    ...") for i in range(n))


WHOLE = Background(related=snippets(8), recent=snippets(2), instructions="Use tabs.\n" * 20)


def test_in_a_small_budget_recent_places_go_first_then_rules_then_related_code_from_its_end() -> None:
    n_all = len(WHOLE.text)
    assert WHOLE.within(n_all) is WHOLE
    without_recent = WHOLE.within(n_all - 1)
    assert (without_recent.recent, without_recent.instructions) == ((), WHOLE.instructions)
    without_rules = WHOLE.within(len(without_recent.text) - 1)
    assert without_rules == Background(related=WHOLE.related)
    assert WHOLE.within(len(without_rules.text) - 1).related == WHOLE.related[:-1]
    assert WHOLE.within(0) == Background()


def test_where_rules_come_first_they_go_last() -> None:
    only_rules = Background(instructions=WHOLE.instructions)
    n_rules = len(only_rules.text)
    for n_characters in range(len(WHOLE.text) + 1):
        shown = WHOLE.within(n_characters, rules_first=True)
        assert len(shown.text) <= n_characters
        assert bool(shown.instructions) == (n_characters >= n_rules)
        assert shown.related == WHOLE.related[: len(shown.related)]
    assert WHOLE.within(n_rules, rules_first=True) == only_rules
    assert WHOLE.within(len(WHOLE.text) - 1, rules_first=True).related == WHOLE.related


@pytest.mark.parametrize("code", ["a < b", "if (a <b || c|> d)", "List<String>", "<|> |x|>", "x <| f |> g"])
def test_code_that_only_looks_a_little_like_a_mark_stays_as_it_is(code: str) -> None:
    assert without_marks(code) == code


def test_marks_of_models_are_told_apart() -> None:
    assert without_marks("'<|im_end|><|fim_middle|>'") == "'< |im_end|>< |fim_middle|>'"
