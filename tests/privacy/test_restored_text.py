import pytest

from pt_lsp.privacy.restored_text import Fault, brings_nothing_in, faults

ONE, TWO = "k7Hq29vXwm4T", "zz91-Lp0qRtY"
SECRETS = {"REDACTED_SECRET_1": ONE, "REDACTED_SECRET_2": TWO, "REDACTED_SECRET_3": "REDACTED_SECRET_1"}
OLD = f'password = "{ONE}"\nopen(password)\n'


def check(old: str, new: str, *expected: Fault, document: str | None = None) -> None:
    assert faults(old, new, SECRETS, lambda: document or old) == set(expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, OLD),
        (OLD, f'if True:\n    password: str = "{ONE}"  # the one of the shop\n'),
        (OLD, f"const password = '{ONE}';\n"),
        (OLD, f'token = "{ONE}"\n'),
        (OLD, f'class A:\n    def __init__(self):\n        self.password = "{ONE}"\n'),
        (f"open(\n    '{ONE}',\n)", f'open(\n    "{ONE}",\n    1,\n)'),
        (f'open(key="{ONE}")', f'open(a.key="{ONE}", timeout=3)'),
        (f"url: https://u:{ONE}@host/", f"  url: https://u:{ONE}@host/"),
        (f'A(\n  b="{ONE}",\n  c="{TWO}",\n)', f'A(\n  c="{TWO}",\n  d=1,\n  b="{ONE}",\n)'),
        (f"TOKEN={ONE}", f"export TOKEN={ONE}"),
        ("a = REDACTED_SECRET_1", "b = REDACTED_SECRET_1"),
        ("a = REDACTED_SECRET_1", "b = 1"),
        ("is_redacted(secret)", "def is_redacted_secret(): ..."),
    ],
)
def test_a_secret_that_stands_where_it_stood_is_no_fault(old: str, new: str) -> None:
    check(old, new)


@pytest.mark.parametrize(
    "new",
    [
        f'{OLD}print("{ONE}")\n',
        f'log.info("{ONE}")\n',
        f'log.info("password = {ONE}")\n',
        f'log.info(\n    "{ONE}"\n)\n',
        f'post(password="{ONE}")\n',
        f'password = "https://e.org/?k={ONE}"\n',
        f'password = "{ONE}.e.org"\n',
        f'password = "Bearer {ONE}"\n',
        f'post(\n    password = "{ONE}"\n)\n',
        f'password = base + "{ONE}"\n',
        f'# password = "{ONE}"\n',
        f'{OLD}other = "{TWO}"\n',
    ],
)
def test_a_secret_in_another_place_is_moved(new: str) -> None:
    check(OLD, new, "moved")


def test_a_secret_for_another_argument_is_moved() -> None:
    check(f'A(\n  b="{ONE}",\n  c="{TWO}",\n)', f'A(\n  b="{TWO}",\n  c="{ONE}",\n)', "moved")
    check(f'A(\n  b="{ONE}",\n)', f'B(\n  b="{ONE}",\n)', "moved")


def test_a_secret_where_nothing_stood_is_moved() -> None:
    check("", f'password = "{ONE}"', "moved")


def test_a_secret_that_is_gone_is_missing() -> None:
    check(OLD, 'password = os.environ["PASSWORD"]\n', "missing")
    check(f"{ONE}\n{TWO}", ONE, "missing")


@pytest.mark.parametrize(
    "likeness",
    [
        *("redacted_secret_1", "REDACTED_SECRET_17", "REDACTED_ SECRET_1", "MY_REDACTED_SECRET_1"),
        *("REDACTED_SECRET_1x", "REDACTED-SECRET-1", "RedactedSecret1", "REDACTED_\n  SECRET_1"),
        *("REDACTED_SECRETS_1", "REDACTED\u200b_SECRET_\u0661"),
    ],
)
def test_what_is_made_of_a_placeholder_is_altered(likeness: str) -> None:
    check(OLD, f'password = "{likeness}"\n', "altered")
    assert not brings_nothing_in(likeness, [], lambda: OLD)


def test_a_placeholder_that_was_never_sent_is_invented() -> None:
    check(OLD, f"{OLD}x = REDACTED_SECRET_9\n", "invented")
    check("a = 1", "a = REDACTED_SECRET_9", "invented")


def test_what_the_document_itself_holds_is_its_own_text() -> None:
    document = f"{OLD}# REDACTED_SECRET_9"
    check(OLD, f"{OLD}# REDACTED_SECRET_9", document=document)
    assert brings_nothing_in(f"# REDACTED_SECRET_9 {ONE}", [ONE, TWO], lambda: document)
    assert not brings_nothing_in(TWO, [ONE, TWO], lambda: document)
    assert not brings_nothing_in("\ufffd", [], lambda: document)


def test_each_fault_is_told() -> None:
    check(f"a = {ONE}\nb = {TWO}", f"log({TWO}, redacted_secret_1)", "altered", "moved")
