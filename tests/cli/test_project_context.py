from pathlib import Path

import pytest

from pt_lsp.cli.arguments import run
from tests.support.scripted_chat import ScriptedChat

STOCK = "class Stock:\n    def reserve(self, name: str, amount: int = 1) -> bool:\n        return True\n"
ORDERS = "from shop.stock import Stock\n\n\ndef ship(stock: Stock, name: str) -> bool:\n    return stock.\n"


@pytest.mark.parametrize(
    "command",
    [
        ["complete", "shop/orders.py:5:18"],
        ["edit", "shop/orders.py:4-5", "Reserve."],
        ["explain", "shop/orders.py"],
    ],
)
def test_a_command_knows_the_project_around_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "stock.py").write_text(STOCK, encoding="utf-8")
    (tmp_path / "shop" / "orders.py").write_text(ORDERS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with ScriptedChat("def ship(stock: Stock, name: str) -> bool:\n    return stock.reserve(name)\n") as chat:
        with chat.serving() as url:
            run([*command, "--base-url", url])
        assert "def reserve(self, name: str, amount: int = 1) -> bool" in chat.requests[0].text
