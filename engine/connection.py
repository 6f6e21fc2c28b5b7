"""The engine's end of the connection: reads commands, writes events, and beats twice a second.

It runs in the main thread, beside the thread that runs the user's code. Neither waits for the
other: commands go into a queue, events come out of one, and a window that reads slowly costs
memory, not iterations.

Source: https://docs.python.org/3/library/selectors.html
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from .messages import (
    AnyCommand,
    Event,
    Failure,
    Frames,
    Heartbeat,
    MessageError,
    Quit,
    decode_command,
    encode,
)
from .sentences import QT_TRANSLATE_NOOP, words

BEAT_SECONDS = 0.5
_CHUNK = 1 << 18


class Connection:
    """A connected socket as a queue of commands and a way to send events.

    Attributes
    ----------
    inbox : SimpleQueue
        The commands, in the order in which they came; Quit never gets there.
    on_beat : callable
        Called twice a second, in the main thread.
    """

    def __init__(self, connected: socket.socket) -> None:
        self.inbox: SimpleQueue[AnyCommand] = SimpleQueue()
        self.on_beat: Callable[[], None] = lambda: None
        self._socket = connected
        self._socket.setblocking(False)
        self._frames = Frames()
        self._out: deque[memoryview] = deque()
        self._busy: tuple[str, float] = ("", 0.0)
        self._alarm, self._bell = socket.socketpair()
        self._alarm.setblocking(False)
        self._bell.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._alarm, selectors.EVENT_READ)
        self._selector.register(self._socket, selectors.EVENT_READ)

    # --- From the session's thread ----------------------------------------------------------

    def send(self, event: Event) -> None:
        """Queue an event; it leaves as soon as the window reads."""
        self._out.append(memoryview(encode(event)))
        try:
            self._bell.send(b"!")
        except BlockingIOError:
            return  # rung so often that it will be heard anyway

    def doing(self, what: str = "") -> None:
        """Say what the session's thread is at, for the heartbeat; "" when it waits."""
        self._busy = (what, time.monotonic())

    # --- In the main thread -----------------------------------------------------------------

    def serve(self) -> str:
        """Run until the window goes away; why it ended."""
        beat = time.monotonic()
        while True:
            now = time.monotonic()
            if now >= beat:
                beat = now + BEAT_SECONDS
                self.on_beat()
                self._beat(now)
            ready = self._selector.select(beat - now)
            for key, events in ready:
                if key.fileobj is self._alarm:
                    self._hear()
                elif events & selectors.EVENT_READ and (end := self._read()):
                    return end
            try:
                self._write()
            except OSError as error:
                return f"the connection broke: {error}"

    def _beat(self, now: float) -> None:
        if self._out:  # a window that does not read needs no more of them
            return
        what, since = self._busy
        self._out.append(
            memoryview(encode(Heartbeat(busy=what, seconds=now - since if what else 0.0)))
        )

    def _hear(self) -> None:
        try:
            while self._alarm.recv(4096):
                continue
        except BlockingIOError:
            return

    def _read(self) -> str:
        """Take in what has come; a text if this was the end."""
        try:
            data = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return ""
        except OSError as error:
            return f"the connection broke: {error}"
        if not data:
            return "the window is gone"
        try:
            bodies = self._frames.feed(data)
        except MessageError as error:
            return f"the connection is out of step: {error}"
        for body in bodies:
            try:
                command = decode_command(body)
            except MessageError as error:
                self._refuse(error)
                continue
            if isinstance(command, Quit):
                return "the window asked for it"
            self.inbox.put(command)
        return ""

    def _refuse(self, error: MessageError) -> None:
        failure = Failure(
            statement="",
            kind="MessageError",
            text=words(error),
            why=QT_TRANSLATE_NOOP(
                "Explain", "The engine got a message that it does not know, and did nothing."
            ),
            instead=QT_TRANSLATE_NOOP(
                "Explain", "Use a window and an engine of the same version of gradwalk."
            ),
        )
        self._out.append(memoryview(encode(failure)))

    def _write(self) -> None:
        """Write as much as the socket takes; the rest when it takes more."""
        try:
            while self._out:
                first = self._out[0]
                sent = self._socket.send(first)
                if sent < len(first):
                    self._out[0] = first[sent:]
                else:
                    self._out.popleft()
        except BlockingIOError:
            pass  # the selector tells when there is room
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._out else 0)
        self._selector.modify(self._socket, wanted)
