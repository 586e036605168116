"""Messages for random commits of this project's own history, with secrets planted and whatever models say."""

import random
import re
import subprocess
from pathlib import Path

import pytest

from pt_lsp.features.commit_message.form import LONGEST_SUBJECT
from pt_lsp.features.commit_message.writing import CommitToDescribe, write_message
from pt_lsp.project.repository_changes import RepositoryChanges
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.git_repository import git, needs_git
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, reply, settings

ROOT = Path(__file__).parents[3]
N_DIFFS = 60

pytestmark = [
    needs_git,
    pytest.mark.repeats,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the project's own history is not here"),
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("history")
    git(ROOT, "clone", "-q", "--shared", "--no-checkout", str(ROOT), str(path))
    return path


def secret(chance: random.Random) -> str:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return f"sk-{''.join(chance.choices(letters, k=40))}"


def planted(chance: random.Random, value: str) -> str:
    lines = [f"word {n}" for n in range(chance.randrange(60))]
    lines.insert(chance.randrange(len(lines) + 1), f'api_key = "{value}"')
    return "\n".join(lines) + "\n"


def stage(chance: random.Random, clone: Path, commit: str, text: str) -> None:
    """Have the index be that of the commit, with one more file, and nothing checked out but its parent."""
    git(clone, "update-ref", "--no-deref", "HEAD", f"{commit}^")
    git(clone, "read-tree", commit)
    made = subprocess.run(
        ["git", "-C", str(clone), "hash-object", "-w", "--stdin"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    name = chance.choice(["keys.py", "docs/notes.md", "a/b/c/settings.toml"])
    git(clone, "update-index", "--add", "--cacheinfo", f"100644,{made.stdout.decode().strip()},{name}")


def answer(chance: random.Random) -> str:
    """What a model may say."""
    subject = chance.choice(
        ["Say more", "fix(llm): wait", "Read the index " * 8, "Rotate REDACTED_SECRET_1", "修复"]
    )
    body = chance.choice(["", "\n\nAnd why.", "\n\n" + "- Because of REDACTED_SECRET_2 and more words " * 5])
    form = chance.choice(
        ["{}", "```\n{}\n```", "Here is the message:\n\n{}", '"{}"', "Subject: {}", "# {}\n\nDone."]
    )
    return form.format(subject + body)


def test_any_change_of_the_project_has_a_message_within_the_rules(clone: Path) -> None:
    commits = git(clone, "rev-list", "--no-merges", "--min-parents=1", "origin/HEAD").split()
    chance = random.Random(19)
    budget = settings().context.budget_tokens
    tree = IgnoreTree()

    async def write_all() -> None:
        with ScriptedChat(forever="Say less") as chat:
            gateway = chat.gateway()
            for commit in chance.sample(commits, min(N_DIFFS, len(commits))):
                value = secret(chance)
                stage(chance, clone, commit, planted(chance, value))
                chat.add(reply(answer(chance)))
                asked = CommitToDescribe(clone, settings())
                check(await write_message(gateway, RepositoryChanges(tree, lambda _: settings()), asked))
                for request in chat.requests:
                    assert value[3:13] not in request.text, commit
                    assert len(request.text) < budget * 3, commit
                chat.requests.clear()
            await gateway.aclose()

    run(write_all(), timeout_s=600)


def check(message: str) -> None:
    subject, *rest = message.split("\n")
    assert subject.strip()
    assert len(subject) <= LONGEST_SUBJECT
    assert all(len(line) <= LONGEST_SUBJECT for line in rest)
    assert not re.search("REDACTED|```|Subject:|Here is", message)
