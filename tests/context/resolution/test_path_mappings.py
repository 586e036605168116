import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.resolve import resolve
from pt_lsp.syntax.outline import Import
from tests.support.import_text import leads_to, tree_of

WEB = """
-- web/tsconfig.json --
{
  // what everyone uses
  "extends": "../tsconfig.base.json",
  "compilerOptions": {
    "baseUrl": "./src", /* "paths": {} */
    "paths": {
      "@app/*": ["app/*", "generated/*"],
      "@app/http/*": ["net//http/*"],
      "config": ["./settings.ts",],
      "*.svg": ["assets/*.ts"],
    },
  },
}
-- web/src/app/user.ts --
-- web/src/generated/api.ts --
-- web/src/net/http/client.ts --
-- web/src/app/http/server.ts --
-- web/src/settings.ts --
-- web/src/assets/logo.ts --
-- web/src/utils.ts --
-- web/src/deep/er/page.tsx --
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app/user: User", "web/src/app/user.ts: User"),
        ("@app/api: Api", "web/src/generated/api.ts: Api"),
        ("@app/http/client: get", "web/src/net/http/client.ts: get"),
        ("@app/http/server: get", ""),
        ("config: X", "web/src/settings.ts: X"),
        ("logo.svg: default as logo", "web/src/assets/logo.ts: default as logo"),
        ("utils: f", "web/src/utils.ts: f"),
        ("app/user: User", "web/src/app/user.ts: User"),
        ("configs: X", ""),
    ],
)
def test_the_nearest_configs_paths_and_base_are_followed(text: str, expected: str) -> None:
    assert leads_to(tree_of(WEB), "web/src/deep/er/page.tsx", text) == expected


def test_what_is_extended_counts_where_the_config_says_nothing() -> None:
    tree = tree_of("""
-- tsconfig.base.json --
{"compilerOptions": {"paths": {"@lib/*": ["libs/*/src"], "@x": ["${configDir}/x"]}}}
-- libs/a/src/index.ts --
-- apps/one/tsconfig.json --
{"extends": ["./missing", "../../tsconfig.base"]}
-- apps/one/main.ts --
-- apps/two/jsconfig.json --
{"extends": "../../tsconfig.base.json", "compilerOptions": {"paths": {"~x": ["./x.js"]}}}
-- apps/two/x.js --
-- packages/ts/package.json --
{"name": "@acme/ts"}
-- packages/ts/tsconfig.lib.json --
{"compilerOptions": {"baseUrl": "../../libs"}}
-- apps/three/tsconfig.json --
{"extends": "@acme/ts/tsconfig.lib.json"}
""")
    assert leads_to(tree, "apps/one/main.ts", "@lib/a: A") == "libs/a/src/index.ts: A"
    assert leads_to(tree, "apps/two/main.js", "~x") == "apps/two/x.js"
    assert leads_to(tree, "apps/two/main.js", "@lib/a: A") == ""
    assert leads_to(tree, "apps/three/main.ts", "a/src: A") == "libs/a/src/index.ts: A"


def test_a_config_that_only_names_its_parts_has_their_paths() -> None:
    tree = tree_of("""
-- p/tsconfig.json --
{"files": [], "references": [{"path": "./tsconfig.node.json"}, {"path": "./tsconfig.app.json"}, 7]}
-- p/tsconfig.app.json --
{"compilerOptions": {"paths": {"@ui": ["./src/ui.ts"]}}}
-- p/src/ui.ts --
""")
    assert leads_to(tree, "p/src/main.ts", "@ui: Button") == "p/src/ui.ts: Button"


def test_an_inner_config_hides_the_outer_one() -> None:
    tree = tree_of("""
-- tsconfig.json --
{"compilerOptions": {"paths": {"x": ["./outer.ts"]}}}
-- outer.ts --
-- in/tsconfig.json --
{}
""")
    assert leads_to(tree, "in/main.ts", "x") == ""
    assert leads_to(tree, "main.ts", "x") == "outer.ts"


def test_text_that_looks_like_remarks_or_commas_within_strings_is_kept() -> None:
    tree = tree_of(r"""
-- tsconfig.json --
{"compilerOptions": {"paths": {"a,]//\"/*": ["src/**/*", ], "b": ["src/b.ts"]}}} // the end
-- src/b.ts --
""")
    assert leads_to(tree, "main.ts", "b") == "src/b.ts"


def test_circles_and_nonsense_in_configs_lead_nowhere() -> None:
    deep = "[" * 100_000
    for text in (
        '{"extends": "./tsconfig.json"}',
        '{"extends": ["./tsconfig.base", "./tsconfig.json"]}',
        deep,
    ):
        tree = tree_of("src/a.ts")
        tree.set_config("tsconfig.json", text)
        tree.set_config("tsconfig.base.json", '{"extends": "./tsconfig.json"}')
        tree.set_config("package.json", text)
        assert leads_to(tree, "src/b.ts", "a: x") == ""


_WORDS = st.sampled_from(
    [
        "",
        ".",
        "*",
        "**",
        "./src/*",
        "../..",
        "/",
        "x",
        "@a/x",
        "#x",
        "./tsconfig.json",
        "@a/x/*",
        "${configDir}",
    ]
)
_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)
_CONFIGS = st.one_of(
    _VALUES,
    st.fixed_dictionaries(
        {},
        optional={
            "name": _VALUES,
            "exports": _VALUES,
            "main": _VALUES,
            "imports": _VALUES,
            "extends": _VALUES,
            "references": _VALUES,
            "autoload": _VALUES,
            "compilerOptions": st.fixed_dictionaries({}, optional={"baseUrl": _VALUES, "paths": _VALUES}),
        },
    ),
).map(json.dumps)
_FILES = ("package.json", "tsconfig.json", "composer.json", "go.mod", "Cargo.toml", "tsconfig.base.json")
_LANGUAGES = st.sampled_from(["typescript", "python", "go", "rust", "c", "java", "csharp", "php", "ruby"])


@given(
    st.lists(st.tuples(st.sampled_from(_FILES), _CONFIGS | st.text(max_size=40)), max_size=4),
    _LANGUAGES,
    _WORDS
    | st.text(max_size=8)
    | st.sampled_from(["crate::x", "super::super::super", "self", "x.y.*", "x\\y"]),
)
def test_no_config_and_no_module_whatever_it_says_is_a_failure(
    configs: list[tuple[str, str]], language_id: str, module: str
) -> None:
    tree = FileTree()
    tree.add("a/src/x.ts")
    for n, (name, text) in enumerate(configs):
        tree.set_config(f"{'a/' * (n % 2)}{name}", text)
    for found in resolve(tree, "a/src/y.ts", language_id, Import(module)):
        assert found.path in tree
