"""What is shown depends on the workspace alone: what a server sends after a restart is still in a cache."""

import os
import subprocess
import sys

SCRIPT = """
from tests.context.workspaces import scene_of

names = [f"load_{n:02}" for n in range(60)]
body = "".join(f"    {name}(reader, page)\\n" for name in names)
files = [f"-- shop/{name}.py --\\ndef {name}(reader, page): ...\\n" for name in names]
own = "-- app/own.py --\\ndef run(reader, page):\\n    <|>\\n"
print(scene_of("\\n".join([*files, f"-- lib/like.py --\\ndef run(reader, page):\\n{body}", own])).shown(700))
"""


def shown_with(hash_seed: int) -> str:
    environment = os.environ | {"PYTHONHASHSEED": str(hash_seed)}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout


def test_a_new_process_shows_the_same() -> None:
    shown = {shown_with(seed) for seed in range(4)}
    assert len(shown) == 1
    assert "load_" in shown.pop()
