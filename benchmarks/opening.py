"""The window's side of `picture`: asks for graphs, and times until each is painted."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QProcess, QTimer
from PySide6.QtWidgets import QApplication

from gradwalk.engine import messages
from gradwalk.gui.canvas.view import GraphView
from gradwalk.gui.coalescing import Coalescing
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

from .canvas import memory
from .measure import ROOT

WIDE, HIGH = 1280, 800
IDLE_MS = 700
"""The worker that lays out is up by then."""


class Window(QObject):
    """The canvas alone, on a connection to an engine of `losses`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        theme = Theme()
        theme.choose("light")
        self._theme = theme
        self.view = self._shown()
        self._engine = QProcess(self)
        self._engine.setWorkingDirectory(str(ROOT))
        self._engine.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._engine.start(sys.executable, ["-m", "gradwalk.benchmarks.losses", name])
        self._engine.readyReadStandardOutput.connect(self._read)
        self._frames = messages.Frames()
        self._coalescing = Coalescing(self)
        self._coalescing.handed_on.connect(self._take)
        self._line: bytes | None = None  # what came of a line that is due, None while frames are
        self._said = ""
        self.painted = 0.0  # when the last picture was, on the clock of all processes
        self.graph: messages.GraphFound | None = None

    def _shown(self) -> GraphView:
        view = GraphView(Selection(), self._theme)
        view.resize(WIDE, HIGH)
        view.show()
        return view

    def renew(self) -> None:
        """Another canvas, which remembers nothing."""
        self.view.clear_graph()
        self.view.hide()
        self.view.deleteLater()
        self.view = self._shown()
        self.rest()

    def rest(self) -> None:
        """Do what is due until nothing is."""
        loop = QEventLoop()
        QTimer.singleShot(IDLE_MS, loop.quit)
        loop.exec()
        gc.collect()

    def ask(self) -> None:
        """Ask for another loss and its graph."""
        self._engine.write(b"tell\n")

    def about(self) -> dict[str, float]:
        """What the engine says of the last graph: when its loss was there, seconds and bytes."""
        found: dict[str, float] = json.loads(self._answer(b"about\n"))
        return found

    def _answer(self, question: bytes) -> str:
        self._line, self._said = b"", ""
        self._engine.write(question)
        loop = QEventLoop()
        self._engine.readyReadStandardOutput.connect(loop.quit)
        self._engine.finished.connect(loop.quit)
        while not self._said:
            if self._engine.state() == QProcess.ProcessState.NotRunning:
                raise RuntimeError("the engine ended")
            loop.exec()
        return self._said

    def painted_after(self, act: Callable[[], object]) -> float:
        """Seconds from `act` until what it causes is laid out and painted.

        Raises
        ------
        RuntimeError
            If the engine ended meanwhile.
        """
        loop, paint = QEventLoop(), _Painted()
        self.view.laid_out.connect(paint.arm)
        paint.painted.append(loop.quit)
        surface = self.view.focusProxy()
        assert surface is not None
        surface.installEventFilter(paint)
        self._engine.finished.connect(loop.quit)
        start = time.perf_counter()
        act()
        loop.exec()
        self.painted = time.perf_counter()
        if self._engine.state() == QProcess.ProcessState.NotRunning:
            raise RuntimeError("the engine ended")
        return self.painted - start

    def end(self) -> None:
        """End the engine."""
        self._engine.closeWriteChannel()
        self._engine.waitForFinished(2_000)
        self._engine.kill()
        self._engine.waitForFinished(2_000)

    def _read(self) -> None:
        data = self._engine.readAllStandardOutput().data()
        if self._line is not None:
            self._line += data
            if b"\n" not in self._line:
                return
            line, _, data = self._line.partition(b"\n")
            self._said, self._line = line.decode(), None
        for body in self._frames.feed(data):
            self._coalescing.put(messages.decode_event(body))

    def _take(self, event: messages.Event) -> None:
        if isinstance(event, messages.GraphFound):
            self.graph = event
            self.view.show_graph(event)
        elif isinstance(event, messages.Storages):
            self.view.show_storages(event)
        elif isinstance(event, messages.Flow):
            self.view.show_flow(event)


class _Painted(QObject):
    """Calls what is in `painted` once, after the first paint after `arm`."""

    def __init__(self) -> None:
        super().__init__()
        self._armed = False
        self.painted: list[Callable[[], None]] = []

    def arm(self) -> None:
        self._armed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._armed and event.type() == QEvent.Type.Paint:
            self._armed = False
            watched.removeEventFilter(self)
            watched.event(event)
            for call in self.painted:
                call()
            return True
        return False


def measured(name: str, rounds: int, memory_too: bool) -> dict[str, object]:
    """Seconds of each round, the first in a window that has drawn no graph yet."""
    application = QApplication.instance() or QApplication([])
    window = Window(name)
    window.rest()
    empty = memory()
    seconds, engine, again = [], [], []
    held: dict[str, float] = {}
    for round_ in range(rounds):
        if round_:
            window.renew()
        window.painted_after(window.ask)
        painted = window.painted
        window.rest()
        about = window.about()
        seconds.append(painted - about["start"])
        engine.append(about["seconds"])
        again.append(same_again(window))
        if not round_ and memory_too:
            held["folded"] = memory() - empty
            seconds_open = window.painted_after(window.view.folds.open_all)
            held["opening"] = seconds_open
            window.rest()
            held["open"] = memory() - empty
    scene = window.view.scene
    assert scene is not None
    told = {
        "nodes": len(scene.graph.names), "bytes": about["bytes"], "boxes": len(scene.node),
        "seconds": seconds, "engine": engine, "again": again, **held,
    }  # fmt: skip
    window.end()
    window.view.deleteLater()
    application.processEvents()
    return told


def same_again(window: Window) -> float:
    """Seconds that the window needs for the graph that it shows already."""
    assert window.graph is not None
    start = time.perf_counter()
    window.view.show_graph(window.graph)
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]), "memory" in sys.argv)))
