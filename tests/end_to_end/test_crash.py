"""Engines are killed, hung and filled: the window lives, and nothing that was shown is lost.

GRADWALK_KILLS sets how many random kills there are.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages as m
from gradwalk.gui.link import EngineLink

from ..links import PATIENCE, do, until

KILLS = int(os.environ.get("GRADWALK_KILLS", "8"))
pytestmark = pytest.mark.usefixtures("one_thread")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's prlimit or prctl")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

VERBS = (
    m.Forward(), m.Forward(), m.Backward(), m.Backward(retain_graph=True), m.Step(), m.ZeroGrad(),
    m.ZeroGrad(set_to_none=False), m.NextBatch(), m.Undo(), m.Redo(),
    m.Backward(of="output", gradient="random", retain_graph=True),
    m.Configure(optimizer="adam"), m.Configure(optimizer="sgd", momentum=0.9), m.Configure(lr=0.02),
)  # fmt: skip

FORWARDS = [verb for verb in VERBS if not isinstance(verb, m.Undo | m.Redo)]

WINDOW = """
import sys
from PySide6.QtCore import QCoreApplication
from gradwalk.engine import messages as m
from gradwalk.gui.link import EngineLink
application = QCoreApplication([])
link = EngineLink()
link.health.connect(lambda h: print(h.kind, link.pid, flush=True))
link.start(m.Settings())
if sys.argv[1] == "training":
    link.send(m.Train())
application.exec()
"""


@pytest.fixture
def link(qtbot: QtBot) -> Iterator[EngineLink]:
    link = EngineLink()
    link.start(m.Settings(data="digits", loss="cross_entropy", batch=2))
    until(qtbot, link, "ready")
    yield link
    link.close()


def script_of(qtbot: QtBot, link: EngineLink) -> str:
    with qtbot.waitSignal(link.text, timeout=PATIENCE) as text:
        link.send(m.Script())
    return str(text.args[1])


def printed_by(script: str) -> list[str]:
    """What a bare interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()


def rows_of(state: m.State) -> list[str]:
    """The table as the script prints it."""
    return [f"{p.name} {p.shape} {p.weight_norm} {p.gradient_norm}" for p in state.parameters]


@POSIX
def test_killed_at_random_moments_the_session_goes_on_with_the_same_numbers(
    qtbot: QtBot, link: EngineLink
) -> None:
    chance = random.Random(20260)
    for kill in range(KILLS):
        for verb in chance.choices(VERBS, k=chance.randrange(4)):
            do(qtbot, link, verb)
        shown = link.last_state
        assert shown is not None
        training = chance.random() < 0.5
        if training:
            link.send(m.Train())
        else:
            for verb in chance.choices(FORWARDS, k=3):
                link.send(verb)
        if chance.random() < 0.2:  # a second death, while it is brought back
            psutil.Process(link.pid).kill()
            until(qtbot, link, "dead")
            link.restore()
            qtbot.waitUntil(lambda: link.pid != 0, timeout=PATIENCE)
        victim = psutil.Process(link.pid)
        QTimer.singleShot(chance.randrange(400), victim.kill)
        until(qtbot, link, "dead")
        shown = link.last_state
        assert shown is not None
        link.restore()
        until(qtbot, link, "ready")
        state = link.last_state
        assert state is not None
        if training:  # a run that died before its first iteration leaves no entry
            assert state.position >= shown.position - 1, f"kill {kill}"
            assert state.iteration >= shown.iteration, f"kill {kill}"
        else:
            assert state.position >= shown.position, f"kill {kill}"
        if state.position == shown.position and state.iteration == shown.iteration:
            assert (state.loss, state.parameters) == (shown.loss, shown.parameters), f"kill {kill}"
    do(qtbot, link, m.Forward())
    do(qtbot, link, m.Backward(retain_graph=True))
    state = do(qtbot, link, m.Train(iterations=20))
    lines = printed_by(script_of(qtbot, link))
    assert lines[-len(state.parameters) :] == rows_of(state)
    assert lines[-len(state.parameters) - 1] == f"loss {state.loss}"


@LINUX
def test_an_engine_that_runs_out_of_memory_says_so_and_lives(
    qtbot: QtBot, link: EngineLink
) -> None:
    import resource

    before = do(qtbot, link, m.Forward())
    engine = psutil.Process(link.pid)
    limit = engine.memory_info().vms + (512 << 20)
    resource.prlimit(engine.pid, resource.RLIMIT_AS, (limit, limit))
    with qtbot.waitSignal(link.failure, timeout=PATIENCE) as refused:
        after = do(qtbot, link, m.Configure(batch=1_000_000))
    failure: m.Failure = refused.args[0]
    assert "memory" in failure.text.lower() or failure.kind == "MemoryError"
    assert failure.why
    assert failure.instead
    assert after.settings == before.settings
    assert after.loss == before.loss
    assert do(qtbot, link, m.Backward()).backwards == 1
    assert link.pid == engine.pid


@LINUX
@pytest.mark.parametrize("doing", ["idle", "training", "stopped"])
def test_the_engine_does_not_outlive_its_window(doing: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW, doing],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},  # a killed window leaves its folder
    ) as window:
        assert window.stdout is not None
        for line in window.stdout:
            kind, pid = line.split()
            if kind == "ready":
                break
        engine = psutil.Process(int(pid))
        if doing == "stopped":
            engine.suspend()
        window.kill()
        gone, alive = psutil.wait_procs([engine], timeout=2)
    assert not alive
    assert gone
