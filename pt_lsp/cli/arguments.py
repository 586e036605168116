"""The command line: what there is to say, and how failures are told.

Refuses to do anything itself: each subcommand's module is imported when it is chosen, so `--help` is quick.
"""

import argparse
import errno
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from pt_lsp import __version__
from pt_lsp.cli import places
from pt_lsp.cli.logs import set_up_logs
from pt_lsp.cli.output import complain, drop_output, finish_output
from pt_lsp.cli.signals import INTERRUPTED
from pt_lsp.documents.visibility import visible_line
from pt_lsp.errors import PtLspError, log_failure

_LEVELS = ("debug", "info", "warning", "error")
_TAKES_NO_MORE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def run(argv: list[str]) -> int:
    """Exit code of the command line `argv` (without the program's name): 0 done, 1 failed, 2 wrong usage."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as leave:  # argparse has printed its help or what is wrong
        return leave.code if isinstance(leave.code, int) else 1
    set_up_logs(arguments.log_level, logging.StreamHandler())
    try:
        code = int(arguments.run(arguments))
        finish_output()
    except PtLspError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        drop_output()  # the reader left, as `head` does
        return 1
    except OSError as error:
        if error.errno not in _TAKES_NO_MORE:
            return _fail_unexpectedly(error, is_verbose=arguments.log_level == "debug")
        drop_output()
        return _fail(f"The output cannot be written: {error.strerror}.")
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence and no traceback
        return _fail_unexpectedly(error, is_verbose=arguments.log_level == "debug")
    return code


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """What is wrong quotes the arguments, and a file may be called anything."""
        super().error(visible_line(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="pt-lsp",
        description="Completes, edits and explains code with a chat model; without a command it serves LSP.",
        epilog="Exit codes: 0 done, 1 it failed, 2 wrong usage. Lines and columns (characters) count from 1.",
    )
    parser.add_argument("--version", action="version", version=f"pt-lsp {__version__}")
    commands = parser.add_subparsers(title="subcommands", metavar="COMMAND", required=True)
    for add in (_add_server, _add_work, _add_account):
        add(commands)
    return parser


def _add_server(commands: Any) -> None:
    serve = _add(commands, "serve", _serve, "serve LSP on stdin and stdout, for editors", log_level="warning")
    serve.add_argument("--stdio", action="store_true", help="what editors say; nothing else is served")
    serve.add_argument("--log-file", type=Path, metavar="FILE", help="log to FILE instead of stderr")
    demo = _add(commands, "demo", _demo, "show completion, edit and explanation with the embedded model")
    demo.add_argument("file", nargs="?", type=Path, metavar="FILE", help="show them on a copy of FILE")
    demo.add_argument(
        "--endpoint",
        choices=("embedded", "configured"),
        default="embedded",
        help="`configured` asks the endpoint of your settings instead (default: embedded)",
    )
    model = _add(commands, "local-model", _local_model, "serve the embedded model over HTTP until stopped")
    model.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    model.add_argument("--model", type=Path, metavar="FILE.gguf", help="another model than the embedded one")


def _add_work(commands: Any) -> None:
    complete = _add(commands, "complete", _complete, "print the completion at a place")
    complete.add_argument("place", type=places.cursor, metavar="FILE:LINE:COLUMN")
    edit = _add(commands, "edit", _edit, "rewrite lines as instructed and print a unified diff")
    edit.add_argument("place", type=places.lines, metavar="FILE[:START-END]")
    edit.add_argument("instruction", metavar="INSTRUCTION", help='such as "add type annotations"')
    edit.add_argument("--write", action="store_true", help="write the file instead of printing a diff")
    explain = _add(commands, "explain", _explain, "explain code as Markdown")
    explain.add_argument("place", type=places.lines, metavar="FILE[:LINE[-END]]")
    review = _add(commands, "review", _review, "print what is wrong in a file, or in what has changed")
    review.add_argument(
        "place",
        nargs="?",
        type=places.lines,
        default=places.Lines(Path()),
        metavar="FILE[:START-END]",
        help="or a folder, whose repository's changes are reviewed (default: .)",
    )
    message = _add(commands, "commit-message", _commit_message, "write a message for what is staged in git")
    message.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="in the repository (default: .)",
    )
    doctor = _add(commands, "doctor", _doctor, "check settings, key, network and endpoint")
    doctor.add_argument(
        "--use", metavar="MODEL", help="write MODEL to your settings file first, and check it"
    )
    doctor.add_argument("--json", action="store_true", help="print the checks as JSON")
    for command in (complete, edit, explain, review, message, doctor):
        command.add_argument("--base-url", metavar="URL", help="ask this endpoint")
        command.add_argument("--model", metavar="NAME", help="ask this model")


def _add_account(commands: Any) -> None:
    _add(commands, "login", _login, "store the API key in the system keyring")
    _add(commands, "logout", _logout, "remove the API key from the system keyring")
    stats = _add(commands, "stats", _stats, "print what was asked, reused, accepted, kept and spent")
    stats.add_argument("--json", action="store_true", help="print the figures as JSON")


def _add(
    commands: Any, name: str, run_it: Any, what: str, *, log_level: str = "error"
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=what, description=f"{what.capitalize()}."
    )
    parser.add_argument("--log-level", choices=_LEVELS, default=log_level, help="what to log to stderr")
    parser.set_defaults(run=run_it)
    return parser


def _serve(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.serve import serve

    file = () if arguments.log_file is None else (f"--log-file={arguments.log_file}",)
    return serve([f"--log-level={arguments.log_level}", *file])


def _demo(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.demo.run import demo

    return demo(arguments.file, is_embedded=arguments.endpoint == "embedded")


def _local_model(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.local_model import local_model

    local_model(arguments.port, arguments.model, is_verbose=arguments.log_level in {"debug", "info"})


def _complete(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.complete import complete

    return complete(arguments.place, _overrides(arguments))


def _edit(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.edit import edit

    return edit(arguments.place, arguments.instruction, _overrides(arguments), writes=arguments.write)


def _explain(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.explain import explain

    return explain(arguments.place, _overrides(arguments))


def _review(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.review import review

    return review(arguments.place, _overrides(arguments))


def _commit_message(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.commit_message import commit_message

    return commit_message(arguments.folder, _overrides(arguments))


def _doctor(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.doctor.run import doctor

    return doctor(_overrides(arguments), use=arguments.use, as_json=arguments.json)


def _login(_arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.login import login

    return login()


def _logout(_arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.login import logout

    return logout()


def _stats(arguments: argparse.Namespace) -> int:
    from pt_lsp.cli.stats import print_statistics

    return print_statistics(as_json=arguments.json)


def _overrides(arguments: argparse.Namespace) -> Mapping[str, Any]:
    """What the command line sets, as a settings source writes it; None sets nothing."""
    models: Any = None if arguments.model is None else {}  # the one named here is meant for every job
    return {"endpoint": {"base_url": arguments.base_url, "model": arguments.model, "models": models}}


def _fail(sentence: str) -> int:
    complain(f"pt-lsp: {sentence}")
    return 1


def _fail_unexpectedly(error: Exception, *, is_verbose: bool) -> int:
    if is_verbose:
        log_failure(logging.getLogger("pt_lsp"), "pt-lsp", error)
    return _fail(
        f"This should not happen ({type(error).__name__}); run it again with --log-level debug to see more."
    )
