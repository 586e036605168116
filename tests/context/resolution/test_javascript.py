import pytest

from pt_lsp.context.resolution.resolve import resolve
from pt_lsp.syntax.outline import outline
from tests.support.import_text import leads_to, shown, tree_of

TREE = tree_of("""
    /p/src/app.ts /p/src/view.tsx /p/src/old.js /p/src/types.d.ts /p/src/both.ts /p/src/both.js
    /p/src/index.ts /p/src/esm.mts /p/src/common.cts /p/src/data.json /p/src/user.service.ts
    /p/src/ui/index.tsx /p/src/ui/button.jsx /p/src/ui/ui.ts /p/src/ui.ts /p/lib/index.js
""")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("./view: View", "/p/src/view.tsx: View"),
        ("./view.js: View", "/p/src/view.tsx: View"),
        ("./view.jsx: View", "/p/src/view.tsx: View"),
        ("./old: f", "/p/src/old.js: f"),
        ("./both.js as both", "/p/src/both.ts as both"),
        ("./both.ts", "/p/src/both.ts"),
        ("./types: T", "/p/src/types.d.ts: T"),
        ("./esm.mjs: x", "/p/src/esm.mts: x"),
        ("./common.cjs: x", "/p/src/common.cts: x"),
        ("./data.json: default as data", "/p/src/data.json: default as data"),
        ("./user.service: S", "/p/src/user.service.ts: S"),
        ("./ui: default as Ui", "/p/src/ui.ts: default as Ui"),
        ("./ui/: A", "/p/src/ui.ts: A"),
        ("./ui/index.js: A", "/p/src/ui/index.tsx: A"),
        ("./ui/button: B as C", "/p/src/ui/button.jsx: B as C"),
        (".: x", "/p/src/index.ts: x"),
        ("../lib: x", "/p/lib/index.js: x"),
        ("./old.js?raw: default as text", "/p/src/old.js: default as text"),
        ("./app: self", ""),
        ("./nowhere", ""),
        ("../../../..: x", ""),
        ("react: useState", ""),
        ("node:fs: readFile", ""),
    ],
)
def test_relative_modules_lead_to_files_whatever_ending_is_written(text: str, expected: str) -> None:
    assert leads_to(TREE, "/p/src/app.ts", text) == expected


def test_a_javascript_file_may_import_javascript_beside_typescript() -> None:
    tree = tree_of("src/a.js src/b.js")
    assert leads_to(tree, "src/a.js", "./b.js: x") == "src/b.js: x"
    assert leads_to(tree, "src/a.jsx", "..: x") == ""


def test_modules_that_name_a_path_from_the_top_are_found_without_a_config() -> None:
    tree = tree_of("/p/src/lib/a.ts /p/src/x/y/z.ts /p/app/b.ts /q/src/lib/a.ts")
    for module in ("@/lib/a", "~/lib/a", "src/lib/a", "lib/a", "/src/lib/a"):
        assert leads_to(tree, "/p/src/x/y/z.ts", f"{module}: A") == "/p/src/lib/a.ts: A"
    assert leads_to(tree, "/p/src/x/y/z.ts", "~/app/b") == "/p/app/b.ts"
    assert leads_to(tree, "/p/src/x/y/z.ts", "lib-a/a") == ""


def test_what_is_exported_again_is_resolved_like_an_import() -> None:
    source = 'export * from "./x"\nexport { a as b } from "./x.js"\nexport * as ns from "./x"\n'
    tree = tree_of("src/x.ts")
    found = [resolve(tree, "src/index.ts", "typescript", i) for i in outline(source, "typescript").imports]
    assert [shown(each) for each in found] == ["src/x.ts: *", "src/x.ts: a as b", "src/x.ts as ns"]


PACKAGES = tree_of("""
-- packages/core/package.json --
{"name": "@acme/core", "main": "./dist/index.js", "types": "dist/types/index.d.ts",
 "exports": {".": {"types": "./dist/main.d.ts", "import": "./dist/main.mjs"},
             "./testing": "./dist/esm/testing/index.js", "./deep/*": {"default": "./dist/deep/*.js"}},
 "imports": {"#db": "./src/database.ts", "#int/*": "./dist/internal/*.js"}}
-- packages/core/src/main.ts --
-- packages/core/src/database.ts --
-- packages/core/src/testing/index.ts --
-- packages/core/src/deep/a.tsx --
-- packages/core/src/internal/b.ts --
-- packages/core/src/other.ts --
-- packages/plain/package.json --
{"name": "plain"}
-- packages/plain/index.js --
-- packages/built/package.json --
{"name": "built", "main": "lib/index.js"}
-- packages/built/lib/index.js --
-- apps/web/package.json --
{"name": "web"}
-- apps/web/src/page.tsx --
""")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@acme/core: X", "packages/core/src/main.ts: X"),
        ("@acme/core/testing: X", "packages/core/src/testing/index.ts: X"),
        ("@acme/core/deep/a: X", "packages/core/src/deep/a.tsx: X"),
        ("@acme/core/src/other: X", "packages/core/src/other.ts: X"),
        ("@acme/core/other: X", "packages/core/src/other.ts: X"),
        ("@acme/other: X", ""),
        ("plain: default as plain", "packages/plain/index.js: default as plain"),
        ("built as built", "packages/built/lib/index.js as built"),
    ],
)
def test_packages_of_the_workspace_lead_to_their_source(text: str, expected: str) -> None:
    assert leads_to(PACKAGES, "apps/web/src/page.tsx", text) == expected


def test_a_packages_own_imports_lead_to_its_source() -> None:
    importing = "packages/core/src/main.ts"
    assert leads_to(PACKAGES, importing, "#db: open") == "packages/core/src/database.ts: open"
    assert leads_to(PACKAGES, importing, "#int/b: B") == "packages/core/src/internal/b.ts: B"
    assert leads_to(PACKAGES, "apps/web/src/page.tsx", "#db: open") == ""
