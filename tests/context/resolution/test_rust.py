import pytest

from tests.support.import_text import leads_to, tree_of

TREE = tree_of("""
-- w/core/Cargo.toml --
[package]
name = "acme-core"
-- w/core/src/lib.rs --
-- w/core/src/main.rs --
-- w/core/src/error.rs --
-- w/core/src/net.rs --
-- w/core/src/net/http.rs --
-- w/core/src/net/tcp/mod.rs --
-- w/core/src/net/tcp/frame.rs --
-- w/core/src/type.rs --
-- w/core/src/bin/tool.rs --
-- w/core/src/bin/helper.rs --
-- w/core/tests/api.rs --
-- w/core/tests/common/mod.rs --
-- w/core/tests/common/data.rs --
-- w/cli/Cargo.toml --
[package]
name = "cli"
[lib]
name = "cli_lib"
path = "source/cli.rs"
-- w/cli/source/cli.rs --
-- w/cli/source/args.rs --
-- w/bare/Cargo.toml --
-- w/bare/src/b.rs --
-- w/broken/Cargo.toml --
[package
""")
HTTP = "w/core/src/net/http.rs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("crate::error::Error", "w/core/src/error.rs: Error"),
        ("crate::error::Error as E", "w/core/src/error.rs: Error as E"),
        ("crate::error: Error, Kind as K", "w/core/src/error.rs: Error, Kind as K"),
        ("crate::error", "w/core/src/error.rs as error"),
        ("crate::net as n", "w/core/src/net.rs as n"),
        ("crate: Config, error", "w/core/src/error.rs as error + w/core/src/lib.rs: Config"),
        ("crate::Config", "w/core/src/lib.rs: Config"),
        ("crate::net: self, Peer", "w/core/src/net.rs as net + w/core/src/net.rs: Peer"),
        ("crate::net::tcp::frame: *", "w/core/src/net/tcp/frame.rs: *"),
        ("crate::error::Kind: Io, Parse", "w/core/src/error.rs: Kind as Io, Kind as Parse"),
        ("crate::error::Kind: *", "w/core/src/error.rs: Kind"),
        ("crate::r#type::T", "w/core/src/type.rs: T"),
        ("super::tcp::frame::Frame", "w/core/src/net/tcp/frame.rs: Frame"),
        ("super: *", "w/core/src/net.rs: *"),
        ("super::super::error: Error", "w/core/src/error.rs: Error"),
        ("super::super::super::super::x::super: y", ""),
        ("self::inner", ""),
        ("std::io: Read", ""),
        ("serde::Serialize", ""),
        ("error::Error", "w/core/src/error.rs: Error"),
        ("cli_lib::args: Args", "w/cli/source/args.rs: Args"),
    ],
)
def test_paths_lead_through_the_module_tree(text: str, expected: str) -> None:
    assert leads_to(TREE, HTTP, text) == expected


@pytest.mark.parametrize(
    ("importing", "text", "expected"),
    [
        ("w/core/src/lib.rs", "self::net", "w/core/src/net.rs as net"),
        ("w/core/src/net.rs", "self::http", "w/core/src/net/http.rs as http"),
        ("w/core/src/net.rs", "tcp::frame: Frame", "w/core/src/net/tcp/frame.rs: Frame"),
        ("w/core/src/net/tcp/mod.rs", "self::frame", "w/core/src/net/tcp/frame.rs as frame"),
        ("w/core/src/net/tcp/mod.rs", "super::http: Get", HTTP + ": Get"),
        ("w/core/src/net/tcp/frame.rs", "super: *", "w/core/src/net/tcp/mod.rs: *"),
        ("w/core/src/main.rs", "acme_core::error: Error", "w/core/src/error.rs: Error"),
        ("w/core/src/main.rs", "acme_core: run", "w/core/src/lib.rs: run"),
        ("w/core/src/bin/tool.rs", "crate::helper: x", "w/core/src/bin/helper.rs: x"),
        ("w/core/tests/api.rs", "self::common", "w/core/tests/common/mod.rs as common"),
        ("w/core/tests/api.rs", "acme_core::net: Peer", "w/core/src/net.rs: Peer"),
        ("w/core/tests/common/data.rs", "crate::common: setup", "w/core/tests/common/mod.rs: setup"),
        ("w/cli/source/args.rs", "acme_core::net: Peer", "w/core/src/net.rs: Peer"),
        ("w/cli/source/args.rs", "crate: run", "w/cli/source/cli.rs: run"),
        ("w/bare/src/a.rs", "crate::b: run", "w/bare/src/b.rs: run"),
        ("w/bare/src/a.rs", "crate: run", ""),
    ],
)
def test_every_file_has_its_place_in_a_crate(importing: str, text: str, expected: str) -> None:
    assert leads_to(TREE, importing, text) == expected


BARE = tree_of("""
    w/src/lib.rs w/src/config.rs w/src/bin/tool/main.rs w/src/bin/tool/app.rs w/tests/api.rs
    x/crates/acme-core/src/lib.rs x/crates/acme-core/src/net.rs x/crates/cli/src/main.rs
""")


@pytest.mark.parametrize(
    ("importing", "text", "expected"),
    [
        ("w/src/bin/tool/app.rs", "tool::config::Config", "w/src/config.rs: Config"),
        ("w/src/bin/tool/app.rs", "tool: Printer", "w/src/lib.rs: Printer"),
        ("w/tests/api.rs", "tool::config: read", "w/src/config.rs: read"),
        ("w/src/config.rs", "tool::config: read", ""),
        ("w/src/bin/tool/app.rs", "std::fs: File", ""),
        ("w/src/bin/tool/app.rs", "serde", ""),
        ("x/crates/cli/src/main.rs", "acme_core::net::Peer", "x/crates/acme-core/src/net.rs: Peer"),
    ],
)
def test_without_a_manifest_a_crate_is_the_folder_called_so_or_the_library_beside(
    importing: str, text: str, expected: str
) -> None:
    assert leads_to(BARE, importing, text) == expected
