"""What the user's code does to the session's thread: it answers, and goes on."""

from __future__ import annotations

import linecache
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import torch

from gradwalk.engine import messages as m
from gradwalk.engine.connection import Connection
from gradwalk.engine.worker import Worker


class Window:
    """The other end of the connection."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._frames = m.Frames()
        self._ids = 0

    def do(self, command: m.Command) -> list[m.AnyEvent]:
        """Everything that answers a command, up to its State."""
        self._ids += 1
        self._socket.sendall(m.encode(msgspec.structs.replace(command, id=self._ids)))
        answers: list[m.AnyEvent] = []
        while not answers or not isinstance(answers[-1], m.State):
            bodies = self._frames.feed(self._socket.recv(1 << 16))
            events = map(m.decode_event, bodies)
            answers += [event for event in events if event.reply_to == self._ids]
        return answers


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    ours, theirs = socket.socketpair()
    ours.settimeout(60)
    connection = Connection(theirs)
    # The thread waits for commands until the tests end; nothing of it outlives the process.
    threading.Thread(target=Worker(connection, tmp_path).run, daemon=True).start()
    reader = threading.Thread(target=connection.serve, daemon=True)
    reader.start()
    window = Window(ours)
    window.do(m.Restore(settings=m.Settings()))
    yield window
    ours.close()
    reader.join(10)


@pytest.mark.parametrize(
    "error", [SystemExit(3), MemoryError(), KeyboardInterrupt(), RuntimeError("no")]
)
@pytest.mark.parametrize("verb", [m.Forward(), m.Train(iterations=5)])
def test_whatever_forward_raises_is_an_answer(
    window: Window, monkeypatch: pytest.MonkeyPatch, error: BaseException, verb: m.Command
) -> None:
    def broken(*_: object) -> torch.Tensor:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(torch.nn.functional, "relu", broken)
        answers = window.do(verb)
        if isinstance(verb, m.Train):  # the first answer says that it has begun
            answers = window.do(m.Pause())
    assert not answers[-1].training
    if isinstance(verb, m.Forward):
        assert isinstance(answers[0], m.Failure)
        assert answers[0].kind == type(error).__name__
        assert answers[0].text == (str(error) or type(error).__name__)
    before = answers[-1].iteration
    answers = window.do(m.Forward())
    assert not [event for event in answers if isinstance(event, m.Failure)]
    assert answers[-1].iteration == before + 1
    assert answers[-1].loss is not None


def test_running_out_of_memory_tells_what_to_do(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> torch.Tensor:
        raise MemoryError

    monkeypatch.setattr(torch.nn.functional, "relu", full)
    failure = window.do(m.Forward())[0]
    assert isinstance(failure, m.Failure)
    assert failure.statement.startswith("output = net(input)")
    assert failure.why
    assert failure.instead


def test_undo_of_nothing_is_answered_too(window: Window) -> None:
    assert window.do(m.Undo())[-1].position == 0
    assert window.do(m.Redo())[-1].position == 0


def test_lines_are_recorded_from_the_next_forward_on_and_by_new_sessions(window: Window) -> None:
    def found(command: m.Command) -> m.GraphFound:
        (graph,) = [event for event in window.do(command) if isinstance(event, m.GraphFound)]
        return graph

    assert not found(m.Forward()).lines
    assert isinstance(window.do(m.Lines(on=True))[-1], m.State)
    graph = found(m.Forward())
    conv = graph.names.index("ConvolutionBackward0")
    name, line = graph.lines[conv].split(":")
    assert "self.conv" in linecache.getline(graph.files[name], int(line))
    window.do(m.Restore(settings=m.Settings()))
    assert any(found(m.Forward()).lines)
    window.do(m.Lines(on=False))
    assert not found(m.Forward()).lines
