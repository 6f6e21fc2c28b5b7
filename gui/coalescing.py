"""Events at the display's pace: of State, Flow and Values only the last in a frame is handed on."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from ..engine import messages
from .theme import FRAME_MS

REPLACED = (messages.State, messages.Flow, messages.Values)
AT_ONCE = (messages.GraphFound, messages.Storages)


class Coalescing(QObject):
    """Collects events for one display frame, then emits them in order.

    The first event after a pause is handed on at once, and so is a graph, which somebody waits for;
    nothing runs while nothing comes.
    """

    handed_on = Signal(object)  # an event
    emptied = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: list[messages.Event] = []
        self._emptied = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    def put(self, event: messages.Event) -> None:
        """Take an event in."""
        if isinstance(event, REPLACED):
            self._events = [e for e in self._events if type(e) is not type(event)]
        self._events.append(event)
        if isinstance(event, AT_ONCE):
            self._timer.start(0)
        elif not self._timer.isActive():
            since = (time.monotonic() - self._emptied) * 1000
            self._timer.start(max(0, round(FRAME_MS - since)))

    def flush(self) -> None:
        """Hand on what there is, now."""
        self._timer.stop()
        events, self._events = self._events, []
        for event in events:
            self.handed_on.emit(event)
        self._emptied = time.monotonic()
        self.emptied.emit()

    def clear(self) -> None:
        """Forget what was not handed on."""
        self._timer.stop()
        self._events.clear()
