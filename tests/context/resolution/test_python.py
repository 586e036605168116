import pytest

from pt_lsp.context.resolution.resolve import resolve
from pt_lsp.syntax.outline import outline
from tests.support.import_text import leads_to, shown, tree_of

TREE = tree_of("""
    proj/src/acme/__init__.py
    proj/src/acme/models.py
    proj/src/acme/web/__init__.py
    proj/src/acme/web/views.py
    proj/src/acme/web/forms.py
    proj/src/acme/json.py
    proj/src/acme/data/rows.py
    proj/src/_fast.pyi
    proj/src/slow.py
    proj/stubs/slow.pyi
    proj/tests/conftest.py
    proj/tests/paths.py
    proj/tests/test_web.py
""")
VIEWS = "proj/src/acme/web/views.py"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".: forms", "proj/src/acme/web/forms.py as forms"),
        (
            ".: forms as f, VERSION",
            "proj/src/acme/web/__init__.py: VERSION + proj/src/acme/web/forms.py as f",
        ),
        (".forms: Form as F", "proj/src/acme/web/forms.py: Form as F"),
        ("..: models", "proj/src/acme/models.py as models"),
        ("..models: User", "proj/src/acme/models.py: User"),
        ("..data: rows", "proj/src/acme/data/rows.py as rows"),
        ("...slow: sleep", "proj/src/slow.py: sleep"),
        ("......x: y", ""),
        (".nowhere: x", ""),
        (".: views", "proj/src/acme/web/__init__.py: views"),
    ],
)
def test_relative_imports_of_any_level_lead_to_modules_and_to_names_of_packages(
    text: str, expected: str
) -> None:
    assert leads_to(TREE, VIEWS, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("acme.models: User", "proj/src/acme/models.py: User"),
        ("acme: web, VERSION", "proj/src/acme/__init__.py: VERSION + proj/src/acme/web/__init__.py as web"),
        ("acme.web: *", "proj/src/acme/web/__init__.py: *"),
        ("acme.web.forms as f", "proj/src/acme/web/forms.py as f"),
        ("acme.web.forms", "proj/src/acme/web/forms.py as acme.web.forms"),
        ("acme.data: rows", "proj/src/acme/data/rows.py as rows"),
        ("_fast: run", "proj/src/_fast.pyi: run"),
        ("slow: sleep", "proj/src/slow.py: sleep"),
        ("paths", "proj/tests/paths.py as paths"),
        ("httpx: get", ""),
        ("acme.nowhere", ""),
    ],
)
def test_absolute_imports_start_at_any_source_root(text: str, expected: str) -> None:
    assert leads_to(TREE, "proj/tests/test_web.py", text) == expected


def test_no_module_of_a_package_is_taken_for_one_of_the_standard_library_or_of_a_root() -> None:
    assert leads_to(TREE, "proj/src/acme/models.py", "json") == ""
    assert leads_to(TREE, "proj/tests/test_web.py", "json: loads") == ""
    assert leads_to(TREE, VIEWS, "forms") == ""
    assert leads_to(tree_of("a/lib/types.py a/lib/use.py"), "a/lib/use.py", "types: X") == ""
    assert leads_to(tree_of("a/b/email/mime.py c/use.py"), "c/use.py", "email.mime") == ""


def test_the_nearest_of_several_modules_is_meant() -> None:
    tree = tree_of("""
        c:/w/one/app/settings.py c:/w/one/main.py
        c:/w/two/app/settings.py c:/w/two/main.py c:/w/two/sub/main.py
    """)
    assert leads_to(tree, "c:/w/one/main.py", "app.settings") == "c:/w/one/app/settings.py as app.settings"
    assert leads_to(tree, "c:/w/two/sub/main.py", "app.settings: X") == "c:/w/two/app/settings.py: X"


def test_a_file_never_imports_itself() -> None:
    tree = tree_of("/p/flask/requests.py /p/plugins/requests.py")
    assert leads_to(tree, "/p/plugins/requests.py", "requests") == "/p/flask/requests.py as requests"
    assert leads_to(tree, "/p/flask/requests.py", ".requests: x") == ""


def test_imports_as_python_writes_them_are_resolved() -> None:
    source = "import acme.models as m\nfrom acme import (web,\n  Thing as T)\nfrom .paths import *\n"
    found = [resolve(TREE, "proj/tests/test_web.py", "python", i) for i in outline(source, "python").imports]
    assert [shown(each) for each in found] == [
        "proj/src/acme/models.py as m",
        "proj/src/acme/__init__.py: Thing as T + proj/src/acme/web/__init__.py as web",
        "proj/tests/paths.py: *",
    ]
