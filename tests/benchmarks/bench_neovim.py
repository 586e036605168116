"""The companion in real Neovims: how soon a key becomes a request, an answer ghost text; what typing costs.

`python -m tests.benchmarks.bench_neovim --keys 40`: the median from a key to its request, from the answer to
the screen, and of a key in a file of 20,000 lines with the companion against none, in each Neovim that is
there. All is measured inside Neovim; on a busy machine nothing of it means much.
"""

import argparse
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import INIT, NVIM_11, PLUGIN, companion, with_plugin
from tests.support.scripted_chat import ScriptedChat, hang

SOURCE = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"
LONG = "".join(f"value_{n} = {n}\n" for n in range(20_000))
WATCH = """
local method = 'textDocument/inlineCompletion'
_G.keyed, _G.ways = 0, { requests = {}, answers = {} }
local function ms_since(time) return (vim.uv.hrtime() - time) / 1e6 end
vim.on_key(function() _G.keyed = vim.uv.hrtime() end)
local client = vim.lsp.get_clients({ name = 'pt_lsp' })[1]
local request = client.rpc.request
client.rpc.request = function(name, params, handler, ...)
  if name ~= method then return request(name, params, handler, ...) end
  table.insert(_G.ways.requests, ms_since(_G.keyed))
  return request(name, params, function(...)
    local answered = vim.uv.hrtime()
    handler(...)
    -- What was drawn by then is on the screen with this.
    vim.schedule(function()
      vim.cmd.redraw()
      table.insert(_G.ways.answers, ms_since(answered))
    end)
  end, ...)
end
"""
COST = """
_G.took, _G.began = {}, 0
vim.on_key(function() _G.began = vim.uv.hrtime() end)
vim.api.nvim_create_autocmd('SafeState', { callback = function()
  if _G.began > 0 and vim.api.nvim_get_mode().mode == 'i' then
    table.insert(_G.took, (vim.uv.hrtime() - _G.began) / 1e6)
    _G.began = 0
  end
end })
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=40)
    options = parser.parse_args()
    for name, binary in (("0.12", NVIM), ("0.11", NVIM_11)):
        if binary.exists():
            with tempfile.TemporaryDirectory() as folder:
                _print(name, _ways(Path(folder), binary, options.keys))
            with tempfile.TemporaryDirectory() as folder:
                _print_cost(name, Path(folder), binary, options.keys * 5)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _ways(folder: Path, binary: Path, n_keys: int) -> dict[str, list[float]]:
    """Milliseconds from keys to requests, and from answers to the screen."""
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(folder, chat, SOURCE, binary=binary) as nvim:
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.lua(WATCH)
        for n in range(n_keys):
            nvim.press("r" if n % 2 == 0 else "<BS>")
            _counts(nvim, "_G.ways.answers", n + 1)
        ways: dict[str, list[float]] = nvim.lua("return _G.ways")
        return ways


def _print(name: str, ways: dict[str, list[float]]) -> None:
    for what, key in (("key to request", "requests"), ("answer to screen", "answers")):
        print(f"Neovim {name}, {what:34} {statistics.median(ways[key]):7.2f} ms")


def _print_cost(name: str, folder: Path, binary: Path, n_keys: int) -> None:
    without = INIT.replace("vim.lsp.enable('pt_lsp')", "")
    settings: dict[str, Any] = {"endpoint": {"baseUrl": "http://127.0.0.1:9/v1"}}
    with with_plugin(folder, LONG, settings, binary=binary) as nvim:
        served = _key_ms(nvim, n_keys)
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    with neovim(folder, [], {}, environment, init=without, binary=binary) as nvim:
        nvim.lua("vim.cmd.edit(...)", str(folder / "sample.py"))
        alone = _key_ms(nvim, n_keys)
    print(
        f"Neovim {name}, a key in 20,000 lines, more than alone {served - alone:7.2f} ms   {alone:.2f} alone"
    )


def _key_ms(nvim: Neovim, n_keys: int) -> float:
    nvim.lua(COST)
    nvim.press("10000GA")
    for n in range(n_keys):
        nvim.press("x")
        _counts(nvim, "_G.took", n + 1)
    took: list[float] = nvim.lua("return _G.took")
    return statistics.median(took[5:])


def _counts(nvim: Neovim, name: str, n: int) -> None:
    nvim.wait_until(f"{n} of {name}", lambda: nvim.lua(f"return #{name}") >= n)


if __name__ == "__main__":
    main()
