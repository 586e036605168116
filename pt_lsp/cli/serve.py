"""`pt-lsp serve`: answers `initialize` first, then loads, then serves.

Refuses to import anything heavy before that answer is out.
"""

import os
import sys
from collections.abc import Callable

from pt_lsp.protocol.wire.early import Start, answer_initialize

_SWITCH_INTERVAL_S = 0.001
_LONGEST_END_S = 10.0
_LEVELS = ("debug", "info", "warning", "error")
_USAGE = "usage: pt-lsp serve [--stdio] [--log-level debug|info|warning|error] [--log-file FILE]"


def serve(arguments: list[str]) -> int:
    """Serve LSP on stdin and stdout until the client is gone; the process's exit code."""
    options = _parse(arguments)
    if isinstance(options, int):
        return options
    if sys.stdin.isatty():
        print("pt-lsp speaks LSP on stdin and waits for an editor; see 'pt-lsp --help'.", file=sys.stderr)
    read_fd, write_fd = _take_over_standard_streams()
    try:
        start = answer_initialize(read_fd, write_fd)
        return _serve(start, read_fd, write_fd, options)
    except KeyboardInterrupt:
        return 130


def _serve(start: Start, read_fd: int, write_fd: int, options: dict[str, str]) -> int:
    import gc

    # Collecting while the imports run costs a tenth of the start; once will do.
    gc.disable()
    import asyncio

    from pt_lsp.cli.logs import set_up_logs
    from pt_lsp.cli.output import show_marks_for_unknown_characters
    from pt_lsp.cli.services import make_server
    from pt_lsp.protocol.serving import serve as serve_client

    # What is frozen is never collected, and a quarter of what the imports have made is garbage.
    gc.collect()
    gc.freeze()
    gc.enable()
    # The loop waits this long for the index's thread each time it wakes up, which is several times a request.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    show_marks_for_unknown_characters()
    set_up_logs(options.get("--log-level", "warning"), options.get("--log-file"))

    async def run() -> int:
        server = make_server()
        _end_on_signals(server.is_abandoned.set)
        return await serve_client(server, start, read_fd, write_fd, _end_in_any_case)

    return asyncio.run(run())


def _end_on_signals(end: Callable[[], None]) -> None:
    """Have a signal that asks the process to end do what the end of its input does; the loop has SIGINT."""
    import asyncio
    import signal

    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, end)


def _end_in_any_case() -> None:
    """A thread that waits for a dead disk cannot be stopped; the process does not wait for it for long."""
    import threading

    timer = threading.Timer(_LONGEST_END_S, os._exit, (1,))
    timer.daemon = True
    timer.start()


def _take_over_standard_streams() -> tuple[int, int]:
    """Descriptors of our own for the client, so that a stray print cannot break the protocol."""
    if sys.platform == "win32":
        import msvcrt

        for fd in (0, 1):
            msvcrt.setmode(fd, os.O_BINARY)
    write_fd = os.dup(1)
    os.dup2(2, 1)
    return 0, write_fd


def _parse(arguments: list[str]) -> dict[str, str] | int:
    """The options given, or an exit code. By hand: argparse would cost a quarter of the early answer."""
    options: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if name == "--stdio":
            continue
        if name in {"-h", "--help"}:
            print(_USAGE)
            return 0
        if name in {"--log-level", "--log-file"} and (value or rest):
            options[name] = value or rest.pop(0)
            continue
        print(f"pt-lsp serve: unknown or incomplete option {name!r}\n{_USAGE}", file=sys.stderr)
        return 2
    if options.get("--log-level", "warning") not in _LEVELS:
        print(f"pt-lsp serve: --log-level is one of {', '.join(_LEVELS)}", file=sys.stderr)
        return 2
    return options
