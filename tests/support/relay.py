"""The command behind `ready_server.command`: gives its pipes to a ready server, and ends as that does.

Run without site-packages, so that it costs some milliseconds: the standard library only.
"""

import json
import os
import signal
import socket
import sys


def main(address: str, arguments: list[str]) -> int:
    """The exit code of the server."""
    told = {"environ": dict(os.environ), "folder": os.path.realpath("."), "arguments": arguments or ["serve"]}
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(address)
        socket.send_fds(door, [b"."], [0, 1, 2])
        with door.makefile("rw", encoding="utf-8") as line:
            line.write(json.dumps(told) + "\n")
            line.flush()
            code = int(line.readline() or 1)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
