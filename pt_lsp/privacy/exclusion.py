"""Which files never leave the machine, by their path alone: built-in patterns and the user's own.

Refuses to know the disk: `.gitignore` files are read by `workspace.ignoring`.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from pt_lsp.globs import PatternList

BUILT_IN_PATTERNS = (
    # variables of an environment
    ".env*",
    "*.env",
    # keys, certificates with keys, key stores
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.p8",
    "*.pkcs12",
    "*.jks",
    "*.keystore",
    "*.bks",
    "*.keytab",
    "*.kdb",
    "*.kdbx",
    "*.ppk",
    "*.gpg",
    "*.asc",
    "*.agekey",
    "*.ovpn",
    "*.mobileprovision",
    "*.provisionprofile",
    "id_rsa*",
    "id_dsa*",
    "id_ecdsa*",
    "id_ed25519*",
    "ssh_host_*_key*",
    ".ssh/",
    ".gnupg/",
    # infrastructure: states and the values of variables
    "*.tfstate",
    "*.tfstate.*",
    "*.tfvars",
    "*.tfvars.json",
    ".terraformrc",
    "terraform.rc",
    "credentials.tfrc.json",
    ".vault-token",
    ".vault_pass*",
    "vault_pass.txt",
    "*.kubeconfig",
    "kubeconfig",
    "**/.kube/config",
    "local.settings.json",
    # named for what they hold
    "secret.y*ml",
    "secrets.y*ml",
    "*.secret.y*ml",
    "*.secrets.y*ml",
    "secret.json",
    "secrets.json",
    "secrets.toml",
    "credentials.json",
    "credentials.y*ml",
    "credentials.db",
    "client_secret*.json",
    "service-account*.json",
    "service_account*.json",
    "serviceaccount*.json",
    "*-service-account.json",
    "application_default_credentials.json",
    # logins of tools
    ".netrc",
    "_netrc",
    ".npmrc",
    ".pypirc",
    ".pgpass",
    "pgpass.conf",
    ".my.cnf",
    ".mylogin.cnf",
    ".htpasswd",
    ".git-credentials",
    ".dockercfg",
    ".dockerconfigjson",
    "**/.docker/config.json",
    "**/.aws/credentials*",
    "**/.aws/config",
    "**/.azure/",
    "**/.cargo/credentials*",
    "**/.gem/credentials",
    "**/.config/gh/hosts.yml",
    ".s3cfg",
    ".boto",
)
"""Gitignore-style; no setting takes one of them back.

Of sources that people write (`secrets.py`, `credentials.ts`, `environment.ts`, `wp-config.php`) only the
secrets in them stay here: `Redactor` finds those.
"""


@dataclass(frozen=True)
class Exclusion:
    """Built-in patterns and `lists` of others, gitignore-style: `!` takes back an earlier one of its list.

    Letter case is ignored, and a pattern that is not valid excludes nothing. Read at first use.
    """

    lists: tuple[tuple[str, ...], ...]

    def reason(self, relative_path: PurePath) -> str | None:
        """Why the file may not be used, as a sentence that names the pattern; None if it may.

        `relative_path` starts at the folder that patterns with a leading `/` are anchored at.
        """
        path = relative_path.as_posix()
        if pattern := self._built_in.ignoring(path.lower()):
            return f"Files that match the built-in pattern `{pattern.line}` never leave the machine."
        for patterns in self._own:
            if pattern := patterns.ignoring(path):
                return f"The exclusion pattern `{pattern.line}` of your settings matches this file."
        return None

    @cached_property
    def _built_in(self) -> PatternList:
        # They are written in lower case: to ignore it in the search would take three times as long.
        return PatternList(BUILT_IN_PATTERNS, ignores_case=False)

    @cached_property
    def _own(self) -> tuple[PatternList, ...]:
        return tuple(PatternList(lines, ignores_case=True) for lines in self.lists)
