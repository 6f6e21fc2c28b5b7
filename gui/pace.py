"""When the next report is asked for: the engine is not to outrun the painting."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

SHARE = 0.08  # of a processor that painting may take while training runs flat out...
CROWDED = (0.005, 0.005)  # ...where torch leaves none or one free, which training would feel...
LONGEST_WAIT = 1.0  # ...but a report is asked for every second at least


class Pace(QObject):
    """Waits until a report is painted, and while training runs flat out for its share of time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked_at, self._worked = time.monotonic(), time.process_time()

    def after_painting(self, flat_out: bool, threads: int, ask: Callable[[], object]) -> None:
        """Ask for the next report in time; `threads` are torch's."""
        # After the paint events that this report has caused.
        QTimer.singleShot(0, self, partial(self._painted, flat_out, _share(threads), ask))

    def _painted(self, flat_out: bool, share: float, ask: Callable[[], object]) -> None:
        now, worked = time.monotonic(), time.process_time()
        due = self._asked_at + (worked - self._worked) / share
        wait = min(max(due - now, 0.0), LONGEST_WAIT) if flat_out else 0.0
        self._worked = worked
        QTimer.singleShot(round(1000 * wait), self, partial(self._ask, ask))

    def _ask(self, ask: Callable[[], object]) -> None:
        self._asked_at = time.monotonic()
        ask()


def _share(threads: int) -> float:
    free = max((os.cpu_count() or 1) - threads, 0)
    return CROWDED[free] if free < len(CROWDED) else SHARE
