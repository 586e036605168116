from pt_lsp.features.inline_completion.reasons import Reason, Reasons


def test_the_newest_reason_comes_first_and_old_ones_go() -> None:
    reasons = Reasons(clock=lambda: 5.0)
    for offset in range(150):
        reasons.note("file:///a.py", offset, "manual only", "because")
    kept = reasons.newest_first()
    assert kept[0] == Reason(5.0, "file:///a.py", 149, "manual only", "because")
    assert len(kept) == 100
