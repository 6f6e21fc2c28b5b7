"""The engine as a process, spoken to through a bare socket."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import msgspec

from gradwalk.engine import messages as m

TOKEN = b"0123456789abcdef"
PATIENCE = 60.0


class EngineProcess:
    """A window without a window."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self._ids = 0
        self._frames = m.Frames()
        self._events: list[m.AnyEvent] = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(PATIENCE)
            self.process = subprocess.Popen(
                [
                    sys.executable, "-P", "-m", "gradwalk.engine.server",
                    str(server.getsockname()[1]), str(folder),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
            )  # fmt: skip
            assert self.process.stdin is not None
            self.process.stdin.write(TOKEN + b"\n")
            self.process.stdin.close()
            self.socket, _ = server.accept()
        self.socket.settimeout(PATIENCE)
        assert self.socket.recv(len(TOKEN)) == TOKEN

    def send(self, command: m.Command) -> int:
        self._ids += 1
        self.socket.sendall(m.encode(msgspec.structs.replace(command, id=self._ids)))
        return self._ids

    def read(self) -> m.AnyEvent:
        while not self._events:
            data = self.socket.recv(1 << 16)
            if not data:
                raise EOFError
            self._events += [m.decode_event(body) for body in self._frames.feed(data)]
        return self._events.pop(0)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.socket.close()
