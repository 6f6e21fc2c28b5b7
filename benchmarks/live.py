"""Training with the window open and live: what so many iterations cost, as one line of JSON.

A window of 1920×1080 with every panel and its engine train flat out, as after a click on Train, as
often as a number comes in; the clock runs from sending the command to the arrival of its last
report. Between two runs both only wait.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from typing import NamedTuple

import psutil
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gradwalk.engine import messages
from gradwalk.gui import style
from gradwalk.gui.application import make_application
from gradwalk.gui.conductor import Conductor
from gradwalk.gui.link import EngineLink, Health
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.window import MainWindow

SIZE = (1920, 1080)
TICK_MS = 40
SETTLE_MS = 400  # after which a run's last report is painted and nothing is left to do


class Reading(NamedTuple):
    """What grows while training runs."""

    seconds: float
    processor: float  # the engine's, all threads
    window_processor: float
    window_bytes: int
    engine_bytes: int


class Lateness(QObject):
    """How late the window's event loop comes to a timer, in milliseconds at most."""

    def __init__(self) -> None:
        super().__init__()
        self.worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Ask for the time, which costs some: only where lateness and not pace is measured."""
        self._timer.start()

    def reset(self) -> None:
        """Forget what was before."""
        self.worst, self._last = 0.0, time.perf_counter()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, (now - self._last) * 1e3 - TICK_MS)
        self._last = now


class Asked(QObject):
    """The numbers on standard input, as a signal; it ends with the input."""

    iterations = Signal(int)
    ended = Signal()

    def begin(self) -> None:
        """Listen in a thread of its own, which blocks."""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.iterations.emit(int(line))
        self.ended.emit()


class Run(QObject):
    """Train as often as asked, measure, print; quit when nobody asks any more."""

    def __init__(self, link: EngineLink, late: bool) -> None:
        super().__init__(link)
        self._link = link
        self._engine = self._window = psutil.Process()
        self._before = Reading(0.0, 0.0, 0.0, 0, 0)
        self._rested = 0.0, 0.0  # wall and processor time at which the last run was over
        self._idle = 0.0
        self._waiting = 0
        self._reports = 0
        self._lateness = Lateness()
        if late:
            self._lateness.begin()
        self._asked = Asked(self)
        self._asked.iterations.connect(self._train)
        self._asked.ended.connect(lambda: QApplication.exit(0))
        link.hello.connect(self._greet)
        link.state.connect(self._report)
        link.health.connect(self._look)

    def _greet(self, hello: messages.Hello) -> None:
        self._engine = psutil.Process(hello.pid)

    def _look(self, health: Health) -> None:
        if health.kind == "dead":
            print(f"the engine died: {health.reason}", file=sys.stderr)
            QApplication.exit(1)

    def _train(self, iterations: int) -> None:
        wall, processor = self._rested
        if wall:
            self._idle = (time.process_time() - processor) / (time.perf_counter() - wall)
        self._reports = 0
        self._lateness.reset()
        self._before = self._read()
        self._waiting = self._link.send(messages.Train(iterations=iterations))

    def _report(self, state: messages.State) -> None:
        self._reports += 1
        if not self._link.restorable or state.training:
            return
        if not self._waiting:  # the session is there
            self._waiting = -1
            QTimer.singleShot(SETTLE_MS, self._asked.begin)
        elif state.reply_to == self._waiting:
            grown = {
                name: now - was
                for name, now, was in zip(Reading._fields, self._read(), self._before, strict=True)
            }
            idle = {"idle": self._idle, "late_ms": self._lateness.worst}
            found = json.dumps({**grown, **idle, "reports": self._reports})
            QTimer.singleShot(SETTLE_MS, self, lambda: self._tell(found))

    def _tell(self, found: str) -> None:
        self._rested = time.perf_counter(), time.process_time()
        print(found, flush=True)

    def _read(self) -> Reading:
        engine, window = self._engine.cpu_times(), self._window.cpu_times()
        return Reading(
            time.perf_counter(),
            engine.user + engine.system,
            window.user + window.system,
            self._window.memory_info().rss,
            self._engine.memory_info().rss,
        )


def main() -> None:
    """Open the window as the program does, without the person's own preferences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--late", action="store_true", help="measure how late the window answers")
    given = parser.parse_args()
    application = make_application()
    preferences = Preferences.fleeting()
    theme = Theme(application)
    style.dress(application, theme.palette)
    window = MainWindow(theme, preferences)
    link = EngineLink(window)
    conductor = Conductor(window, link, theme, preferences)
    run = Run(link, given.late)
    window.painted.connect(lambda: link.start(messages.Settings()))
    window.restore_layout(SIZE)
    window.show()
    code = application.exec()
    link.close()
    del run, conductor
    raise SystemExit(code)


if __name__ == "__main__":
    main()
