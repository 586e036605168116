import pytest

from pt_lsp.features.edit.conventions.open_ends import open_ends


@pytest.mark.parametrize(
    ("region", "told"),
    [
        ("def f():\n    raise NotImplementedError\n", "What is open: `raise NotImplementedError`."),
        ("def f():\n    # TODO: round\n    pass\n", "What is open: `# TODO: round`."),
        ("def f():\n    ...\n", "What is open: `...`."),
        ("def f():\n    pass", "What is open: `pass`."),
        ("fn f() -> u8 {\n    todo!()\n}", "What is open: `todo!()`."),
        ('func f() {\n\tpanic("not implemented")\n}', 'What is open: `panic("not implemented")`.'),
        ("fun f(): Int = TODO()", "What is open: `fun f(): Int = TODO()`."),
        ("int f(int a) {\n}\n", "What is open: the body, which is empty."),
        ("def f(a)\nend", "What is open: the body, which is empty."),
        (
            "\n".join(f"# TODO {n}" for n in range(5)),
            "What is open: `# TODO 0`, `# TODO 1`, `# TODO 2` and more.",
        ),
        ("x = f(a)\n", ""),
        ("x = f(a);\n", ""),
        ("def f():\n    return 1", ""),
    ],
)
def test_what_code_leaves_open_is_named(region: str, told: str) -> None:
    assert open_ends(region) == told


def test_a_long_line_is_quoted_in_part() -> None:
    assert len(open_ends(f"# TODO {'x' * 5000}")) < 150
