import pytest

from pt_lsp.context.resolution.resolve import implied
from tests.support.import_text import leads_to, tree_of

TREE = tree_of("""
-- /w/shop/go.mod --
// the shop
module example.com/acme/shop/v2 // v2

go 1.22
-- /w/shop/main.go --
-- /w/shop/cart/cart.go --
-- /w/shop/cart/price.go --
-- /w/shop/cart/cart_test.go --
-- /w/shop/cart/README.md --
-- /w/shop/go-yaml/yaml.go --
-- /w/shop/tools/go.mod --
module "example.com/acme/shop/tools"
-- /w/shop/tools/lint/lint.go --
-- /w/shop/v1/v1.go --
""")
MAIN = "/w/shop/main.go"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "example.com/acme/shop/v2/cart",
            "/w/shop/cart/cart.go as cart + /w/shop/cart/price.go as cart",
        ),
        (
            "example.com/acme/shop/v2/cart as c",
            "/w/shop/cart/cart.go as c + /w/shop/cart/price.go as c",
        ),
        ("example.com/acme/shop/v2/cart: *", "/w/shop/cart/cart.go: * + /w/shop/cart/price.go: *"),
        ("example.com/acme/shop/v2/go-yaml", "/w/shop/go-yaml/yaml.go as yaml"),
        ("example.com/acme/shop/tools/lint", "/w/shop/tools/lint/lint.go as lint"),
        ("example.com/acme/shop/v2/v1", "/w/shop/v1/v1.go as v2"),
        ("example.com/acme/shop/v2/nowhere", ""),
        ("net/http", ""),
        ("cart", ""),
        ("github.com/other/cart", ""),
    ],
)
def test_packages_are_found_by_the_paths_of_modules(text: str, expected: str) -> None:
    assert leads_to(TREE, MAIN, text) == expected


def test_the_root_package_of_a_module_is_called_without_its_major_version() -> None:
    assert leads_to(TREE, "/w/shop/cart/x.go", "example.com/acme/shop/v2") == "/w/shop/main.go as shop"


def test_without_a_module_file_a_package_is_found_by_the_end_of_its_path() -> None:
    tree = tree_of("src/github.com/acme/shop/cart/cart.go other/cart/cart.go main.go")
    assert (
        leads_to(tree, "main.go", "github.com/acme/shop/cart")
        == "src/github.com/acme/shop/cart/cart.go as cart"
    )
    assert leads_to(tree, "main.go", "github.com/else/other/cart") == "other/cart/cart.go as cart"
    assert leads_to(tree, "main.go", "encoding/cart") == ""


def test_the_files_of_a_folder_are_one_package_and_tests_see_tests() -> None:
    assert implied(TREE, "/w/shop/cart/cart.go", "go") == ("/w/shop/cart/price.go",)
    assert implied(TREE, "/w/shop/cart/price_test.go", "go") == (
        "/w/shop/cart/cart.go",
        "/w/shop/cart/cart_test.go",
        "/w/shop/cart/price.go",
    )
    assert implied(TREE, "/w/shop/cart/cart.go", "python") == ()
