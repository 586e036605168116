"""`pt-lsp serve`: answers `initialize` first, then loads, then serves.

Refuses to import anything heavy before that answer is out.
"""

import os
import sys

from pt_lsp.cli.output import complain, say, show_marks_for_unknown_characters
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
        complain("pt-lsp speaks LSP on stdin and waits for an editor; see 'pt-lsp --help'.")
    read_fd, write_fd = _take_over_standard_streams()
    return _serve(answer_initialize(read_fd, write_fd), read_fd, write_fd, options)


def _serve(start: Start, read_fd: int, write_fd: int, options: dict[str, str]) -> int:
    import gc

    # Collecting while the imports run costs a tenth of the start; once will do.
    gc.disable()
    import asyncio
    import signal

    from pt_lsp.cli.logs import open_log, set_up_logs
    from pt_lsp.cli.services import make_server
    from pt_lsp.cli.signals import INTERRUPTED, end_on_signals
    from pt_lsp.protocol.serving import serve as serve_client

    # What is frozen is never collected, and a quarter of what the imports have made is garbage.
    gc.collect()
    gc.freeze()
    gc.enable()
    # The loop waits this long for the index's thread each time it wakes up, which is several times a request.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    show_marks_for_unknown_characters()
    log, complaint = open_log(options.get("--log-file"))
    set_up_logs(options.get("--log-level", "warning"), log)

    async def run() -> int:
        server = make_server()
        ended_by = end_on_signals(server.is_abandoned.set)
        code = await serve_client(
            server, start, read_fd, write_fd, on_ending=_end_in_any_case, complaint=complaint
        )
        return INTERRUPTED if signal.SIGINT in ended_by else code

    return asyncio.run(run())


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
    try:
        os.fstat(2)
    except OSError:
        # An editor may close it; ours for the client must not take its place.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
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
            say(_USAGE)
            return 0
        if name in {"--log-level", "--log-file"} and (value or rest):
            options[name] = value or rest.pop(0)
            continue
        complain(f"pt-lsp serve: unknown or incomplete option {name!r}")
        complain(_USAGE)
        return 2
    if options.get("--log-level", "warning") not in _LEVELS:
        complain(f"pt-lsp serve: --log-level is one of {', '.join(_LEVELS)}")
        return 2
    return options
