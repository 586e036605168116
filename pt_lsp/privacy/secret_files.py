"""Files that hold secrets, told by their names and by the folders that they lie in alone.

Of sources that people write (`secrets.py`, `credentials.ts`, `environment.ts`, `wp-config.php`) only the
secrets in them stay on the machine: `Redactor` finds those. All in lower case.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pt_lsp.globs import PatternList


def _words(text: str) -> tuple[str, ...]:
    lines = (line.partition("# ")[0] for line in text.splitlines())
    return tuple(word for line in lines for word in line.split())


FOLDERS = _words("""
.env .envs .env.* .secret .secrets* .credentials*
.ssh .gnupg .password-store
.oci .tccli .cloudflared .snowsql .snowflake .near-credentials
""")
"""All that lies in a folder of such a name."""

NAMES = _words("""
# variables of an environment
.env* *.env .dev.vars*
# keys, certificates with keys, key stores, wallets
*.pem *.key *.p12 *.pfx *.p8 *.pk8 *.pvk *.pkcs12 *.jks *.jceks *.keystore *.bks *.keytab *.keyring
*.keychain *.keychain-db *.agilekeychain *.opvault *.1pif *.psafe3 *.kdb *.kdbx *.ppk *.gpg *.asc *.agekey
*.ovpn *.nmconnection wg[0-9].conf *.mobileprovision *.provisionprofile
id_rsa* id_dsa* id_ecdsa* id_ed25519* ssh_host_*_key* secring.* otr.private_key
wallet.dat cwallet.sso utc--20*--* *-keypair.json
# states of infrastructure and the values of its variables
*.tfstate *.tfstate.* *.tfplan *.tfvars *.tfvars.json *.pkrvars.hcl *.pkrvars.json
.terraformrc terraform.rc credentials.tfrc.json .vault-token .vault_pass* .vault-pass* vault_pass.txt
vault_password.txt *.kubeconfig kubeconfig kubeconfig.y*ml *-kubeconfig.y*ml kube_config_*.y*ml talosconfig
local.settings.json *.publishsettings *.pubxml.user
# named for what they hold
.secret .secrets* .credentials* .password .passwords .passwd .token .tokens .api_key* .api-key* .apikey*
secret.y*ml secrets.y*ml *.secret.y*ml *.secrets.y*ml secret.json secrets.json *.secrets.json
secret.toml secrets.toml *.secrets.toml secrets.ini secrets.properties
secret.txt secrets.txt password.txt passwords.txt token.txt apikey.txt api_key.txt api-key.txt credentials.txt
credentials.json *-credentials.json *_credentials.json credentials.y*ml credentials.toml credentials.ini
credentials.xml credentials.properties credentials.csv credentials.db *accesskeys.csv rootkey.csv
keystore.properties key.properties signing.properties client_secret*.json client-secret*.json oauth_creds.json
token.pickle service-account*.json service_account*.json serviceaccount*.json *-service-account.json
gcloud-service-key.json gcp-key*.json keyfile.json *firebase-adminsdk*.json
application_default_credentials.json
# logins of clouds
rclone.conf .s3cfg .s3curl .passwd-s3fs .boto .modal.toml .databrickscfg .bigqueryrc kaggle.json ngrok.y*ml
# logins of package managers, builds and version control
.npmrc .pypirc pub-credentials.json settings-security.xml .sentryclirc sentry.properties hudson.util.secret
.git-credentials .gitcookies .dockercfg .dockerconfigjson
# logins of databases and their clients
.pgpass pgpass.conf .pg_service.conf pg_service.conf .my.cnf .mylogin.cnf .odbc.ini cqlshrc robomongo.json
.dbeaver-data-sources.xml credentials-config.json datasources.local.xml
# logins of mail, file transfer and the web
.netrc _netrc .authinfo* .htpasswd* htpasswd *.htpasswd .htdigest .smbcredentials .smbpasswd sasl_passwd
chap-secrets pap-secrets ipsec.secrets wpa_supplicant.conf .msmtprc .fetchmailrc .esmtprc .mbsyncrc
.offlineimaprc sftp-config.json .ftpconfig .ftppass .remote-sync.json ws_ftp.ini winscp.ini recentservers.xml
sitemanager.xml filezilla.xml cookies.txt cookies.sqlite logins.json key[34].db signons.sqlite login?data
# what was typed into shells, interpreters, debuggers and clients of databases
.*history .*_history* .*-history* .histfile .*_hist fish_history consolehost_history.txt .dbshell .lesshst
.viminfo .netrwhist .wget-hsts
""")
"""The name of a file, in whatever folder."""

_IN_CONFIG = """
argocd/config containers/auth.json doctl/config.yaml gh/hosts.yml git/credentials glab-cli/config.yml
hcloud/cli.toml helm/registry/config.json hub netlify/config.json scw/config.yaml
"""

IN_FOLDERS: Mapping[str, tuple[str, ...]] = {
    folder: _words(patterns)
    for folder, patterns in (
        # logins of clouds
        (".aws", "credentials* config sso/** cli/**"),
        (".aliyun", "config.json"),
        (".azure", "msal_* accesstokens.json azureprofile.json service_principal_entries.* config"),
        (".bluemix", "config.json"),
        (".fly", "config.yml"),
        (".railway", "config.json"),
        (".supabase", "access-token"),
        (".wrangler", "config/**"),
        ("com.vercel.cli", "auth.json"),
        ("gcloud", "access_tokens.db legacy_credentials/**"),
        ("huggingface", "token stored_tokens"),
        ("solana", "id.json"),
        (".dbt", "profiles.yml"),
        # logins of assistants
        (".codex", "auth.json"),
        ("opencode", "auth.json"),
        ("github-copilot", "hosts.json apps.json"),
        # logins of package managers, builds and version control
        (".bundle", "config"),
        (".cargo", "credentials*"),
        (".circleci", "cli.yml"),
        (".composer", "auth.json"),
        ("composer", "auth.json"),
        (".gem", "credentials"),
        (".gradle", "gradle.properties"),
        (".hex", "hex.config"),
        (".jfrog", "jfrog-cli.conf* access/**"),
        (".m2", "settings.xml"),
        (".nuget", "nuget.config"),
        ("pypoetry", "auth.toml"),
        (".travis", "config.yml"),
        # logins of containers, clusters and databases
        (".argocd", "config"),
        (".cassandra", "credentials *history"),
        (".clickhouse-client", "config.*"),
        (".docker", "config.json"),
        (".influxdbv2", "configs"),
        (".kube", "config* *config cache/**"),
        # keys and passwords elsewhere
        ("age", "keys.txt"),
        (".davfs2", "secrets"),
        ("etc", "/shadow /gshadow"),
        (".idea", "webservers.xml"),
        (".purple", "accounts.xml"),
        (".vnc", "passwd"),
        (".vscode", "sftp.json"),
        ("wireguard", "*.conf"),
        (".config", _IN_CONFIG),
        # what was typed into interpreters and clients of databases
        (".beeline", "history"),
        (".ghc", "ghci_history"),
        (".ipython", "history.sqlite"),
        (".julia", "repl_history.jl"),
        ("litecli", "history"),
        ("mongosh", "*_history"),
        ("nushell", "history.txt history.sqlite3"),
        ("pgcli", "history"),
        ("psreadline", "*_history.txt"),
        ("ptpython", "history"),
        ("xonsh", "history_json/** *.json"),
    )
}
"""Folder -> gitignore-style patterns of the paths in it."""


def patterns() -> Iterator[str]:
    """All of them, as sentences name them."""
    yield from (f"{pattern}/" for pattern in FOLDERS)
    for folder, inside in IN_FOLDERS.items():
        yield from (f"{folder}/{pattern.removeprefix('/')}" for pattern in inside)
    yield from NAMES


def pattern_of(path: str) -> str | None:
    """The pattern that tells that the file holds secrets; `path` in lower case, with forward slashes."""
    *folders, name = path.split("/")
    for n, folder in enumerate(folders, 1):
        if pattern := _of_folder(folder):
            return f"{pattern}/"
        if folder in IN_FOLDERS and (found := _list_of(folder).deciding("/".join((*folders[n:], name)))):
            return f"{folder}/{found.line.removeprefix('/')}"
    return _of_name(name)


@lru_cache(4096)  # a project has few names of folders, and each is asked about for each of its files
def _of_folder(name: str) -> str | None:
    found = _folders().deciding(name)
    return found.line if found else None


@lru_cache(4096)
def _of_name(name: str) -> str | None:
    if name in _PLAIN_NAMES:
        return name
    found = _other_names().deciding(name)
    return found.line if found else None


_PLAIN_NAMES = frozenset(name for name in NAMES if not set(name) & set("*?["))


@lru_cache
def _folders() -> PatternList:
    return PatternList(FOLDERS, ignores_case=False)


@lru_cache
def _other_names() -> PatternList:
    return PatternList((name for name in NAMES if name not in _PLAIN_NAMES), ignores_case=False)


@lru_cache
def _list_of(folder: str) -> PatternList:
    return PatternList(IN_FOLDERS[folder], ignores_case=False)
