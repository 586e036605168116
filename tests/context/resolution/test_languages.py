import pytest

from pt_lsp.context.resolution.c import counterpart
from pt_lsp.context.resolution.file_tree import FileTree
from pt_lsp.context.resolution.resolve import implied, package, resolve
from pt_lsp.syntax.languages import language_of
from pt_lsp.syntax.outline import Import
from tests.support.import_text import leads_to, shown, tree_of

C = tree_of("""
    p/src/net/http.c p/src/net/http.h p/src/net/string.h p/src/main.cpp
    p/include/acme/log.hpp p/src/log.cc p/third/acme/log.hpp p/Src/only.h
""")


@pytest.mark.parametrize(
    ("importing", "text", "expected"),
    [
        ("p/src/net/http.c", "http.h", "p/src/net/http.h: *"),
        ("p/src/net/http.c", "../net/http.h", "p/src/net/http.h: *"),
        ("p/src/main.cpp", "acme/log.hpp", "p/third/acme/log.hpp: *"),
        ("p/include/x.h", "acme/log.hpp", "p/include/acme/log.hpp: *"),
        ("p/src/main.cpp", "http.h", "p/src/net/http.h: *"),
        ("p/src/main.cpp", "../../src/net/http.h", "p/src/net/http.h: *"),
        ("p/src/net/http.c", "string.h", "p/src/net/string.h: *"),
        ("p/src/main.cpp", "string.h", ""),
        ("p/src/main.cpp", "vector", ""),
        ("p/src/net/http.h", "http.h", ""),
    ],
)
def test_an_include_leads_beside_the_file_or_to_the_nearest_whose_path_ends_so(
    importing: str, text: str, expected: str
) -> None:
    assert leads_to(C, importing, text) == expected


def test_a_header_and_its_source_are_counterparts() -> None:
    assert counterpart(C, "p/src/net/http.c") == "p/src/net/http.h"
    assert counterpart(C, "p/src/net/http.h") == "p/src/net/http.c"
    assert counterpart(C, "p/include/acme/log.hpp") == "p/src/log.cc"
    assert counterpart(C, "p/Src/only.h") is None
    assert counterpart(C, "p/src/log.py") is None


JVM = tree_of("""
    a/src/main/java/com/acme/Cart.java a/src/main/java/com/acme/Price.java
    a/src/test/java/com/acme/CartTest.java a/src/test/java/com/acme/Fakes.java
    b/src/main/kotlin/com/acme/ui/Page.kt b/src/main/kotlin/com/acme/ui/Format.kt
    b/src/main/java/com/acme/Cart.java
""")
CART, PRICE = "a/src/main/java/com/acme/Cart.java", "a/src/main/java/com/acme/Price.java"
PAGE, FORMAT = "b/src/main/kotlin/com/acme/ui/Page.kt", "b/src/main/kotlin/com/acme/ui/Format.kt"


@pytest.mark.parametrize(
    ("importing", "text", "expected"),
    [
        (PRICE, "com.acme.Cart", f"{CART}: Cart"),
        (PAGE, "com.acme.Cart", "b/src/main/java/com/acme/Cart.java: Cart"),
        (PRICE, "com.acme.Cart.Line", f"{CART}: Line"),
        (PRICE, "com.acme.Cart: of", f"{CART}: of"),
        (PRICE, "com.acme.Cart: *", f"{CART}: *"),
        (PRICE, "com.acme.ui: *", f"{FORMAT}: * + {PAGE}: *"),
        (PRICE, "com.acme: *", f"{CART}: *"),
        (PRICE, "com.acme.ui.Page as P", f"{PAGE}: Page as P"),
        (PAGE, "com.acme.ui.money", f"{FORMAT}: money"),
        (PRICE, "java.util.List", ""),
        (PRICE, "java.util: *", ""),
    ],
)
def test_classes_of_the_jvm_are_found_by_their_packages(importing: str, text: str, expected: str) -> None:
    assert leads_to(JVM, importing, text) == expected


def test_a_java_file_sees_its_package_and_a_test_first_what_it_tests() -> None:
    assert implied(JVM, PRICE, "java") == (CART,)
    assert implied(JVM, "a/src/test/java/com/acme/CartTest.java", "java") == (
        CART,
        PRICE,
        "a/src/test/java/com/acme/Fakes.java",
    )


CSHARP = tree_of("""
    s/src/Acme.Core/Models/User.cs s/src/Acme.Core/Models/Cart.cs s/src/Acme.Core/Engine.cs
    s/src/Web/Pages/Home.cs s/src/Web/Tools.cs
""")
HOME = "s/src/Web/Pages/Home.cs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme.Core.Models: *", "s/src/Acme.Core/Models/Cart.cs: * + s/src/Acme.Core/Models/User.cs: *"),
        ("Acme.Core: *", "s/src/Acme.Core/Engine.cs: *"),
        ("Acme.Core.Engine: *", "s/src/Acme.Core/Engine.cs: *"),
        ("Acme.Core.Engine as E", "s/src/Acme.Core/Engine.cs: Engine as E"),
        ("Acme.Web.Pages: *", ""),
        ("System.Linq: *", ""),
        ("System: *", ""),
    ],
)
def test_namespaces_of_csharp_are_folders_with_dots_or_slashes(text: str, expected: str) -> None:
    assert leads_to(CSHARP, HOME, text) == expected


def test_a_namespaces_first_part_may_be_no_folder() -> None:
    assert leads_to(CSHARP, "s/src/Acme.Core/Engine.cs", "Acme.Web.Pages: *") == f"{HOME}: *"
    assert implied(CSHARP, "s/src/Acme.Core/Models/User.cs", "csharp") == ("s/src/Acme.Core/Models/Cart.cs",)


PHP = tree_of("""
-- app/composer.json --
{"autoload": {"psr-4": {"App\\\\": ["src/", "more"], "": "lib"}},
 "autoload-dev": {"psr-4": {"Tests\\\\": "tests"}}}
-- app/src/Models/User.php --
-- app/more/Extra.php --
-- app/tests/UserTest.php --
-- app/public/index.php --
-- app/public/boot.php --
-- old/Acme/Thing.php --
""")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("App\\Models\\User as U", "app/src/Models/User.php: User as U"),
        ("App\\Models: User", "app/src/Models/User.php: User"),
        ("App\\Extra", "app/more/Extra.php: Extra"),
        ("Tests\\UserTest", "app/tests/UserTest.php: UserTest"),
        ("Vendor\\Acme\\Thing", "old/Acme/Thing.php: Thing"),
        ("Exception", ""),
        ("Vendor\\Package\\User", ""),
        ("boot.php", "app/public/boot.php: *"),
        ("/../tests/UserTest.php", "app/tests/UserTest.php: *"),
    ],
)
def test_classes_of_php_are_found_by_their_namespaces(text: str, expected: str) -> None:
    assert leads_to(PHP, "app/public/index.php", text) == expected


OTHERS = tree_of("""
    r/lib/acme/cart.rb r/lib/acme.rb r/spec/cart_spec.rb r/lua/acme/init.lua r/lua/acme/cart.lua
    r/bin/run.sh r/bin/lib.sh r/web/page.html r/web/app.css r/web/app.js r/web/base.scss
""")


@pytest.mark.parametrize(
    ("importing", "text", "expected"),
    [
        ("r/spec/cart_spec.rb", "acme/cart", "r/lib/acme/cart.rb: *"),
        ("r/spec/cart_spec.rb", "acme", "r/lib/acme.rb: *"),
        ("r/lib/acme.rb", "./acme/cart", "r/lib/acme/cart.rb: *"),
        ("r/spec/cart_spec.rb", "json", ""),
        ("r/lua/acme/cart.lua", "acme as a", "r/lua/acme/init.lua as a"),
        ("r/lua/main.lua", "acme.cart as cart", "r/lua/acme/cart.lua as cart"),
        ("r/bin/run.sh", "./lib.sh", "r/bin/lib.sh: *"),
        ("r/bin/run.sh", "$DIR/lib.sh", "r/bin/lib.sh: *"),
        ("r/web/page.html", "/app.css", "r/web/app.css: *"),
        ("r/web/page.html", "app.js?v=3", "r/web/app.js: *"),
        ("r/web/app.css", "base", "r/web/base.scss: *"),
        ("r/web/app.css", "./nowhere", ""),
    ],
)
def test_files_asked_for_by_path_are_found(importing: str, text: str, expected: str) -> None:
    assert leads_to(OTHERS, importing, text) == expected


def mentioned(tree: FileTree, importing: str, name: str) -> str:
    return shown(resolve(tree, importing, language_of(importing) or "", Import(name, is_mention=True)))


RUBY = tree_of("""
    r/lib/acme/base.rb r/lib/acme/cop/base.rb r/lib/acme/cop/style/http_page.rb
    r/lib/acme/cop/style/base_help.rb r/lib/acme/tools.rb r/app/models/base.rb
""")
STYLE = "r/lib/acme/cop/style/base_help.rb"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Base", "r/lib/acme/cop/base.rb: Base"),
        ("Acme::Base", "r/lib/acme/base.rb: Base"),
        ("HTTPPage", "r/lib/acme/cop/style/http_page.rb: HTTPPage"),
        ("Cop::Style::HTTPPage", "r/lib/acme/cop/style/http_page.rb: HTTPPage"),
        ("Acme::Tools::Inner", "r/lib/acme/tools.rb: Inner"),
        ("BaseHelp", ""),
        ("String", ""),
    ],
)
def test_a_constant_of_ruby_leads_to_the_nearest_file_called_like_it(name: str, expected: str) -> None:
    assert mentioned(RUBY, STYLE, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Cart", "s/src/Shop/Cart.php: Cart"),
        ("Parts\\Item", "s/src/Shop/Parts/Item.php: Item"),
        ("\\Acme\\Shop\\Parts\\Item", "s/src/Shop/Parts/Item.php: Item"),
        ("Item", ""),
        ("Order", ""),
        ("\\Exception", ""),
    ],
)
def test_a_class_of_php_that_is_only_mentioned_is_of_the_own_namespace(name: str, expected: str) -> None:
    tree = tree_of("s/src/Shop/Cart.php s/src/Shop/Order.php s/src/Shop/Parts/Item.php s/src/Exception.php")
    assert mentioned(tree, "s/src/Shop/Order.php", name) == expected


def test_a_php_file_sees_its_namespace() -> None:
    tree = tree_of("s/src/Shop/Cart.php s/src/Shop/Order.php s/src/Shop/Parts/Item.php s/src/Shop/page.html")
    assert package(tree, "s/src/Shop/Order.php", "php") == ("s/src/Shop/Cart.php",)
