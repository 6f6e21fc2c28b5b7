"""The engine process: a Session behind a connection to the window that started it.

``python -m gradwalk.engine.server PORT FOLDER`` connects to PORT on this machine, sends the token
that it reads from standard input, and serves until the window is gone. FOLDER takes checkpoints.

The main thread reads and writes; the user's code has a thread of its own with a large stack,
because torch 2.13 frees a deep graph by recursion.
"""

from __future__ import annotations

import argparse
import ctypes
import faulthandler
import gc
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from queue import SimpleQueue

from .connection import Connection

STACK_BYTES = 256 << 20
HOST = "127.0.0.1"
LOST = 3
"""The exit code when the session's thread itself broke; 0 when the window is gone."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_OOM_SCORE = 800  # of 1000: when memory runs out, this process goes before the window


def main() -> None:
    """Serve one window, then end at once, whatever the user's code is doing."""
    parser = argparse.ArgumentParser(description="The engine of gradwalk; the window starts it.")
    parser.add_argument("port", type=int, help="where the window listens")
    parser.add_argument("folder", type=Path, help="takes the checkpoints")
    options = parser.parse_args()
    _be_a_good_child()
    threading.stack_size(STACK_BYTES)
    connections: SimpleQueue[Connection] = SimpleQueue()
    threading.Thread(
        target=_work, args=(connections, options.folder), name="session", daemon=True
    ).start()
    token = sys.stdin.readline().strip()
    connected = socket.create_connection((HOST, options.port))
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connected.sendall(token.encode())
    connection = Connection(connected)
    connection.doing("import torch")
    connections.put(connection)
    connection.serve()
    os._exit(0)


def _work(connections: SimpleQueue[Connection], folder: Path) -> None:
    """The session's thread."""
    try:
        gc.disable()  # torch's modules are there to stay: looking for garbage among them is in vain
        # Here: torch loads while the window is made, and the main thread can serve meanwhile.
        from .console import Console
        from .loader.prepared import REVISIONS
        from .worker import Worker

        gc.freeze()
        gc.enable()
        connection = connections.get()
        REVISIONS.keep_in(folder)
        console = Console(connection.send)
        connection.on_beat = console.flush
        with console.capturing(sys.stdout, sys.stderr):
            Worker(connection, folder, console.flush).run()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        os._exit(LOST)


def _be_a_good_child() -> None:
    """Die with the window, before the window, and with a word on where it was."""
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's to handle
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
            print(f"prctl: {os.strerror(ctypes.get_errno())}", file=sys.stderr)
        try:
            Path("/proc/self/oom_score_adj").write_text(str(_OOM_SCORE))
        except OSError as error:
            print(f"oom_score_adj: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
