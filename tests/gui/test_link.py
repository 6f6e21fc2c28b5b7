"""The link to a real engine process: what a window sees when all is well and when it is not."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages as m
from gradwalk.gui.link import EngineLink

from ..links import PATIENCE, do, until

pytestmark = pytest.mark.usefixtures("one_thread")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


@pytest.fixture
def link(qtbot: QtBot) -> Iterator[EngineLink]:
    link = EngineLink()
    yield link
    link.close()


@pytest.fixture
def ready(qtbot: QtBot, link: EngineLink) -> EngineLink:
    link.start(m.Settings())
    until(qtbot, link, "ready")
    return link


def test_what_is_clicked_before_torch_is_there_is_done_when_it_is(
    qtbot: QtBot, link: EngineLink
) -> None:
    kinds: list[str] = []
    link.health.connect(lambda health: kinds.append(health.kind))
    values: list[m.Values] = []
    link.values.connect(values.append)
    link.start(m.Settings(net="neuron", data="three", loss="sum"))
    link.send(m.Watch(parameters=("weight",)))
    link.send(m.Forward())
    state = do(qtbot, link, m.Backward())
    assert kinds[0] == "starting"
    assert kinds[-1] == "ready"
    assert (state.iteration, state.backwards) == (1, 1)
    (item,) = values[-1].items
    assert item.gradient is not None
    assert item.gradient.values.numpy().tolist() == [[3.0]]
    assert link.engine_hello is not None
    assert link.engine_hello.pid == link.pid


def test_training_is_answered_at_its_end_and_seen_on_the_way(
    qtbot: QtBot, ready: EngineLink
) -> None:
    seen: list[m.State] = []
    ready.state.connect(seen.append)
    state = do(qtbot, ready, m.Train(iterations=400))
    assert (state.iteration, state.training) == (400, False)
    assert any(state.training for state in seen)
    assert [s.iteration for s in seen] == sorted(s.iteration for s in seen)


def test_a_counted_training_is_not_answered_by_an_earlier_command(
    qtbot: QtBot, ready: EngineLink
) -> None:
    ready.send(m.Forward())
    assert do(qtbot, ready, m.Train(iterations=30)).iteration == 31


def test_texts_and_details_come_with_their_numbers(qtbot: QtBot, ready: EngineLink) -> None:
    do(qtbot, ready, m.Forward())
    with qtbot.waitSignal(ready.text, timeout=PATIENCE) as text:
        number = ready.send(m.ExportGraph(format="dot"))
    assert text.args[0] == number
    assert "MseLossBackward0" in text.args[1]
    with qtbot.waitSignal(ready.detail, timeout=PATIENCE) as detail:
        ready.send(m.Inspect(node=0))
    assert detail.args[0].name == "MseLossBackward0"


@POSIX
@pytest.mark.parametrize(
    ("number", "word"), [(signal.SIGKILL, "SIGKILL"), (signal.SIGSEGV, "SIGSEGV")]
)
def test_a_dead_engine_is_told_and_brought_back(
    qtbot: QtBot, ready: EngineLink, number: int, word: str
) -> None:
    ready.send(m.Watch(parameters=("conv1.weight",)))
    do(qtbot, ready, m.Lines(on=True))
    graphs: list[m.GraphFound] = []
    ready.graph.connect(graphs.append)
    for verb in (m.Forward(), m.Backward(), m.Step(), m.Forward(), m.Undo()):
        shown = do(qtbot, ready, verb)
    drawn = graphs[-1]
    assert any(drawn.lines)
    psutil.Process(ready.pid).send_signal(number)
    assert word in until(qtbot, ready, "dead").reason
    assert ready.send(m.Forward()) == 0, "there is nobody to do it"
    assert ready.last_state is shown
    values: list[m.Values] = []
    ready.values.connect(values.append)
    ready.restore()
    assert until(qtbot, ready, "restoring").kind == "restoring"
    until(qtbot, ready, "ready")
    again = ready.last_state
    assert again is not None
    assert (again.parameters, again.loss, again.redo) == (shown.parameters, shown.loss, shown.redo)
    assert graphs[-1] is not drawn
    assert (graphs[-1].names, graphs[-1].lines) == (drawn.names, drawn.lines)
    assert do(qtbot, ready, m.Redo()).iteration == 2
    assert values[-1].items[0].name == "conv1.weight", "what is watched is watched again"
    assert any(graphs[-1].lines), "lines are recorded again"


@POSIX
def test_a_stopped_engine_is_silent_and_can_go_on_or_be_replaced(
    qtbot: QtBot, ready: EngineLink
) -> None:
    before = do(qtbot, ready, m.Forward())
    process = psutil.Process(ready.pid)
    process.suspend()
    assert until(qtbot, ready, "silent").seconds >= 3
    process.resume()
    until(qtbot, ready, "ready")
    process.suspend()
    until(qtbot, ready, "silent")
    ready.restore()
    until(qtbot, ready, "ready")
    assert not process.is_running()
    assert ready.last_state is not None
    assert ready.last_state.loss == before.loss


def test_a_long_command_is_busy_and_can_be_ended(qtbot: QtBot, ready: EngineLink) -> None:
    do(qtbot, ready, m.Configure(batch=30_000))  # one iteration takes long on every machine
    ready.send(m.Train())
    health = until(qtbot, ready, "busy")
    assert health.command == "Train"
    assert health.seconds > 1
    ready.interrupt()
    assert until(qtbot, ready, "dead").reason


def test_an_engine_is_no_longer_called_busy_when_the_answer_is_there(
    qtbot: QtBot, ready: EngineLink
) -> None:
    do(qtbot, ready, m.Configure(batch=30_000))
    kinds: list[str] = []
    ready.answered.connect(lambda _command: kinds.append(ready.current_health.kind))
    ready.send(m.Train(iterations=1))
    until(qtbot, ready, "busy")
    qtbot.waitUntil(lambda: bool(kinds), timeout=240_000)
    assert kinds == ["ready"]


def test_an_engine_that_does_not_start_says_why(
    qtbot: QtBot, link: EngineLink, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python here"))
    link.start(m.Settings())
    assert until(qtbot, link, "dead").reason
    assert not link.restorable


@POSIX
def test_an_engine_that_breaks_on_the_way_up_says_its_last_words(
    qtbot: QtBot, link: EngineLink, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('no torch today')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    link.start(m.Settings())
    health = until(qtbot, link, "dead")
    assert "no torch today" in "\n".join((health.reason, *health.last_words))


def test_a_stranger_on_the_port_is_not_let_in(qtbot: QtBot, link: EngineLink) -> None:
    link.start(m.Settings())
    qtbot.waitUntil(lambda: link.pid != 0, timeout=PATIENCE)
    engine = psutil.Process(link.pid)
    qtbot.waitUntil(lambda: len(engine.cmdline()) > 2, timeout=PATIENCE)  # forked, not yet Python
    port = int(engine.cmdline()[-2])
    with socket.create_connection(("127.0.0.1", port)) as stranger:
        stranger.setblocking(False)
        stranger.send(b"0" * 64 + m.encode(m.GraphGone()))
        gone: list[int] = []
        link.graph_gone.connect(lambda: gone.append(1))

        def refused() -> bool:
            try:
                return stranger.recv(1) == b""
            except BlockingIOError:
                return False
            except ConnectionError:
                return True

        qtbot.waitUntil(refused, timeout=PATIENCE)
        assert not gone
    until(qtbot, link, "ready")


@pytest.mark.parametrize("moment", ["starting", "ready", "training"])
def test_closing_leaves_no_process_and_no_file(qtbot: QtBot, link: EngineLink, moment: str) -> None:
    link.start(m.Settings())
    qtbot.waitUntil(lambda: link.pid != 0, timeout=PATIENCE)
    process = psutil.Process(link.pid)
    qtbot.waitUntil(lambda: len(process.cmdline()) > 1, timeout=PATIENCE)  # forked, not yet run
    folder = Path(process.cmdline()[-1])
    assert folder.is_dir()
    if moment != "starting":
        until(qtbot, link, "ready")
    if moment == "training":
        do(qtbot, link, m.Train())
    link.close()
    assert not process.is_running()
    assert not folder.exists()
    assert link.current_health.kind == "stopped"
