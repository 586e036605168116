"""What waits while the client is asked for something that all else depends on."""

import asyncio

from lsprotocol import types

from tests.protocol.wire.test_dispatch import (
    ACTION,
    CODE_ACTION,
    COMMAND,
    Desk,
    did_open,
    notification,
    request,
)
from tests.support.running import run


def test_what_is_held_back_is_done_in_its_order() -> None:
    async def scenario() -> None:
        desk = await Desk().begin()
        desk.dispatcher.hold_back()
        await desk.say(did_open("a:1"), request(1, CODE_ACTION, ACTION), did_open("a:2"))
        assert (desk.opened, desk.sent) == ([], [])
        await desk.dispatcher.go_on()
        await desk.say(did_open("a:3"), request(2, CODE_ACTION, ACTION))
        assert desk.opened == ["a:1", "a:2", "a:3"]
        assert [answer["id"] for answer in desk.sent] == [1, 2]

    run(scenario())


def test_what_is_held_twice_waits_for_both() -> None:
    async def scenario() -> None:
        desk = await Desk().begin()
        desk.dispatcher.hold_back()
        desk.dispatcher.hold_back()
        await desk.say(did_open("a:1"))
        await desk.dispatcher.go_on()
        assert desk.opened == []
        await desk.dispatcher.go_on()
        assert desk.opened == ["a:1"]

    run(scenario())


def test_what_comes_while_the_held_is_done_comes_after_it() -> None:
    async def scenario() -> None:
        desk = await Desk().begin()
        desk.dispatcher.hold_back()
        await desk.say(*(did_open(f"a:{n}") for n in range(5)))
        going_on = asyncio.create_task(desk.dispatcher.go_on())
        await asyncio.sleep(0)
        desk.dispatcher.receive(did_open("a:5"))
        await going_on
        assert desk.opened == [f"a:{n}" for n in range(6)]

    run(scenario())


def test_answers_and_cancels_of_what_runs_come_through() -> None:
    async def scenario() -> None:
        desk = await Desk().begin()
        await desk.say(request(1, COMMAND, {"command": "wait"}))
        asking = asyncio.create_task(
            desk.dispatcher.send_request_async(types.WORKSPACE_CONFIGURATION, types.ConfigurationParams([]))
        )
        await asyncio.sleep(0)
        desk.dispatcher.hold_back()
        await desk.say({"jsonrpc": "2.0", "id": desk.sent[-1]["id"], "result": [1]})
        assert list(await asking) == [1]
        answer = await desk.say(notification("$/cancelRequest", {"id": 1}))
        assert (answer["id"], answer["error"]["code"]) == (1, -32800)

    run(scenario())


def test_a_shutdown_waits_for_nothing_and_leaves_no_request_without_an_answer() -> None:
    async def scenario() -> None:
        desk = await Desk().begin()
        desk.dispatcher.hold_back()
        await desk.say(request(1, CODE_ACTION, ACTION), request(2, "shutdown"), notification("exit"))
        assert sorted(answer["id"] for answer in desk.sent) == [1, 2]
        assert desk.dispatcher.exit_code == 0
        await desk.dispatcher.go_on()

    run(scenario())
