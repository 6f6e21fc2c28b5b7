"""What the user's code prints: to the terminal as before, and to the window in small bundles."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, TextIO, cast

from .loader.capture import captured
from .messages import Printed, PrintedLine

BUNDLE_SECONDS = 0.05
LONGEST = 4000
"""Characters of a line that the window gets."""

MOST = 1000
"""Lines in a bundle; the oldest of more are left out, and it is said how many."""


class Console:
    """Gathers lines from any thread.

    Parameters
    ----------
    send : callable
        Takes an event; called from the thread that printed, or from the one that flushes.
    """

    def __init__(self, send: Callable[[Printed], None]) -> None:
        self._send = send
        self._lock = threading.Lock()
        self._lines: list[PrintedLine] = []
        self._left_out = 0
        self._sent = 0.0

    @contextmanager
    def capturing(self, out: TextIO | None, err: TextIO | None) -> Iterator[None]:
        """Gather what is printed inside; the streams get it too."""
        streams = {"stdout": out, "stderr": err}

        def take(text: str, stream: str) -> None:
            terminal = streams[stream]
            if terminal is not None:
                terminal.write(f"{text}\n")
                terminal.flush()
            self.line(text, stream)

        with captured(take):
            yield

    def line(self, text: str, stream: str) -> None:
        """Take a line; it is sent at once unless another one was just before."""
        name = cast("Literal['stdout', 'stderr']", stream)
        with self._lock:
            self._lines.append(PrintedLine(text[:LONGEST], name))
            if len(self._lines) > MOST:
                self._left_out += len(self._lines) - MOST
                del self._lines[:-MOST]
            due = time.monotonic() - self._sent >= BUNDLE_SECONDS
        if due:
            self.flush()

    def flush(self) -> None:
        """Send what there is."""
        with self._lock:
            lines, self._lines = self._lines, []
            left_out, self._left_out = self._left_out, 0
            self._sent = time.monotonic()
        if left_out:
            lines.insert(0, PrintedLine(f"… {left_out} lines", "stdout"))
        if lines:
            self._send(Printed(lines=tuple(lines)))
