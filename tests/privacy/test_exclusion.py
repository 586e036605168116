from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from pt_lsp.privacy.exclusion import BUILT_IN_PATTERNS, Exclusion


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "api/.env.local",
        "certs/server.pem",
        "server.key",
        "home/.ssh/config",
        "id_rsa",
        "id_ed25519.pub",
        "store.p12",
        ".netrc",
        "web/.npmrc",
        ".pypirc",
        ".aws/credentials",
        "home/.aws/credentials.bak",
        "vault.kdbx",
        "SERVER.PEM",
        ".Env",
        ".envrc",
        "infra/prod.tfvars",
        "infra/prod.auto.tfvars.json",
        "infra/terraform.tfstate",
        "infra/terraform.tfstate.1700000000.backup",
        "k8s/secrets.yaml",
        "k8s/db.secret.yml",
        ".streamlit/secrets.toml",
        "credentials.json",
        "client_secret_123.apps.googleusercontent.com.json",
        "service-account-prod.json",
        "firebase-service-account.json",
        "ios/App.mobileprovision",
        "home/.kube/config",
        "home/.cargo/credentials.toml",
        "id_ed25519_sk",
        "etc/ssh_host_rsa_key",
        "local.settings.json",
    ],
)
def test_key_files_are_excluded_whatever_the_settings_say(path: str) -> None:
    assert Exclusion((("!*",),)).reason(PurePosixPath(path)) is not None


@pytest.mark.parametrize(
    "path",
    [
        "environment.py",
        "environment.ts",
        "src/key.py",
        "pem.rs",
        "credentials.py",
        "credentials.ts",
        "aws/credentials.go",
        "secrets.py",
        "secret.go",
        "api_secrets.rb",
        "kube/config.py",
        "docker/config.json",
        "id_generator.py",
        "id_mapping.json",
        "service_account.py",
        "main.tf",
        "variables.tf",
        "wp-config.php",
        "settings.json",
        "appsettings.json",
        "config/database.yml",
        "keys.ts",
        "environments/prod.ts",
        "envoy.yaml",
        "values.yaml",
        "tsconfig.json",
    ],
)
def test_ordinary_sources_are_not_excluded(path: str) -> None:
    assert Exclusion(()).reason(PurePosixPath(path)) is None


def test_the_reason_names_the_built_in_pattern() -> None:
    assert Exclusion(()).reason(PurePosixPath("a/.env.test")) == (
        "Files that match the built-in pattern `.env*` never leave the machine."
    )


def test_the_reason_names_the_users_pattern() -> None:
    assert Exclusion((("docs/**", "Secret/"),)).reason(PurePosixPath("a/secret/x.py")) == (
        "The exclusion pattern `Secret/` of your settings matches this file."
    )


@pytest.mark.parametrize(
    ("patterns", "path", "is_excluded"),
    [
        (["*.sql"], "db/dump.SQL", True),
        (["/top.py"], "sub/top.py", False),
        (["a/**/z.py"], "a/b/c/z.py", True),
        (["*.py", "!main.py"], "main.py", False),
        (["private"], "private/deep/file.go", True),
        (["", "# comment", "!", "a\\", "x"], "x", True),
    ],
)
def test_patterns_are_gitignore_style(patterns: list[str], path: str, *, is_excluded: bool) -> None:
    assert (Exclusion((tuple(patterns),)).reason(PurePosixPath(path)) is not None) is is_excluded


def test_no_list_takes_back_what_another_one_excludes() -> None:
    exclusion = Exclusion((("*.py", "!main.py"), ("!*", "*.go")))
    assert exclusion.reason(PurePosixPath("a.py")) is not None
    assert exclusion.reason(PurePosixPath("a.go")) is not None
    assert exclusion.reason(PurePosixPath("main.py")) is None


def test_equal_lists_make_equal_exclusions() -> None:
    assert Exclusion((("a",), ())) == Exclusion((("a",), ())) != Exclusion((("a",), ("b",)))


@pytest.mark.parametrize("path", [PureWindowsPath("Src\\Private\\a.cs"), PurePosixPath("src/private/a.cs")])
def test_windows_paths_match_the_same_patterns(path: PurePath) -> None:
    assert Exclusion((("src/private/",),)).reason(path) is not None


def test_no_built_in_pattern_is_listed_twice_or_in_capitals() -> None:
    assert [pattern for pattern in BUILT_IN_PATTERNS if pattern != pattern.lower()] == []
    assert len(set(BUILT_IN_PATTERNS)) == len(BUILT_IN_PATTERNS)
