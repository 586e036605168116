from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from pt_lsp.globs import is_readable
from pt_lsp.privacy import secret_files
from pt_lsp.privacy.exclusion import Exclusion


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
        *(
            ".dev.vars",
            "worker/.dev.vars.staging",
            ".secrets",
            ".secrets.toml",
            ".secrets/db",
            ".secrets.local",
        ),
        *("rclone.conf", ".config/rclone/rclone.conf", ".databrickscfg", "home/.snowsql/config", ".s3cfg"),
        *(".snowflake/connections.toml", ".dbt/profiles.yml", "kaggle.json", ".cache/huggingface/token"),
        *(".composer/auth.json", "AppData/Roaming/Composer/auth.json", ".codex/auth.json", ".modal.toml"),
        *(".bash_history", ".zsh_history", ".zhistory", ".history", ".histfile", ".python_history"),
        *(".node_repl_history", ".psql_history", ".psql_history-prod", ".mysql_history", ".sqlite_history"),
        *(".rediscli_history", ".irb_history", ".Rhistory", ".mycli-history", ".octave_hist", ".lesshst"),
        *(".local/share/fish/fish_history", "PSReadLine/ConsoleHost_history.txt", ".dbshell", ".viminfo"),
        *(".mongodb/mongosh/mongosh_repl_history", ".config/pgcli/history", ".julia/logs/repl_history.jl"),
        *(".aws/config", ".aws/sso/cache/x.json", ".azure/msal_token_cache.json", ".oci/config"),
        *(".config/gh/hosts.yml", ".config/git/credentials", ".gitcookies", ".config/containers/auth.json"),
        *(".docker/config.json", ".dockercfg", "talosconfig", "prod-kubeconfig.yaml", "etc/shadow"),
        *(".htpasswd", "conf/site.htpasswd", ".authinfo", "_netrc", ".pg_service.conf", ".mylogin.cnf"),
        *("gcp-credentials.json", "app-firebase-adminsdk-x.json", "oauth_creds.json", "rootkey.csv"),
        *("infra/prod.pkrvars.hcl", "plan.tfplan", ".m2/settings.xml", ".gradle/gradle.properties"),
        *("android/key.properties", "wallet.dat", "target/deploy/app-keypair.json", "UTC--2026-01-01--ab"),
        *(".config/sops/age/keys.txt", "wg0.conf", ".sentryclirc", "cookies.txt", ".envs/.local/.django"),
        *("sftp-config.json", ".vscode/sftp.json", ".idea/dataSources.local.xml", "WebServers/.ftpconfig"),
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
        *("locales/en/auth.json", "auth.json", "src/auth/token.ts", "tokens.json", "design/tokens.json"),
        *("history.py", "src/history/index.ts", "browser_history.go", "history.md", "git/credentials/a.go"),
        *(
            "pkg/kubeconfig/kubeconfig.go",
            "src/htpasswd/parse.c",
            "src/credentials.json/a.py",
            "secrets/a.py",
        ),
        *(".secretlintrc.json", "rclone/config.go", "snowsql/config", "src/password.ts", "passwords.rb"),
        *("Makefile", "my.cnf", "nginx.conf", ".vscode/settings.json", ".idea/workspace.xml", "wallet.rs"),
        *("settings.xml", "gradle.properties", ".github/config.yml", ".docker/Dockerfile", "etc/passwd"),
        *("keys.txt", "profiles.yml", "config.toml", ".cargo/config.toml", "age/age.go", ".yarnrc.yml"),
        *(".azure/pipelines.yml", ".kube/deployment.yaml", ".jfrog/projects/npm.yaml", ".envoy/a.yaml"),
        *("composer.json", ".dev.ts", "dev.vars.ts", "keypair.json", ".gitignore", ".history.ts"),
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


def test_no_built_in_pattern_is_listed_twice_or_in_capitals_or_cannot_be_read() -> None:
    patterns = list(secret_files.patterns())
    assert [pattern for pattern in patterns if pattern != pattern.lower() or not is_readable(pattern)] == []
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize(
    ("folder", "path"),
    [("/home/me/.ssh", "config"), ("/home/me/.aws", "credentials"), ("/home/me/.docker", "config.json")],
)
def test_a_folder_that_holds_secrets_holds_them_when_it_is_opened_itself(folder: str, path: str) -> None:
    assert Exclusion((), PurePosixPath(folder)).reason(PurePosixPath(path)) is not None
    assert Exclusion((), PurePosixPath("/home/me/work")).reason(PurePosixPath(path)) is None


def test_a_pattern_may_give_the_whole_path() -> None:
    exclusion = Exclusion((("/home/me/work/customers/", "!/x"),), PurePosixPath("/home/me/Work"))
    assert exclusion.reason(PurePosixPath("customers/a.py")) is not None
    assert exclusion.reason(PurePosixPath("home/me/work/a.py")) is None
    assert exclusion.reason(PurePosixPath("src/customers/a.py")) is None
