"""A strip that tells that a layout is being worked on, and lets it be cancelled."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ..panels.numbers import count

AFTER_MS = 500


class Waiting(QFrame):
    """Shows itself when a layout takes longer than half a second; `cancelled` when given up."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(120)
        self.button = QPushButton(self.tr("Use plain layers"))
        self.button.setToolTip(
            self.tr("Gives the layout up and draws simple rows at once, with straight edges.")
        )
        self.button.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.addWidget(self.label, 1)
        row.addWidget(self.bar)
        row.addWidget(self.button)
        self._operations = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=AFTER_MS)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def begin(self, operations: int) -> None:
        """A layout has begun."""
        self.bar.setRange(0, 0)  # how far it is, nobody knows yet
        self._operations = operations
        self._clock.start()
        self._timer.start()

    def progress(self, done: int, total: int) -> None:
        """So many operations of so many are laid out."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end(self) -> None:
        """It is done, or given up."""
        self._timer.stop()
        self.hide()

    def _tick(self) -> None:
        seconds = self._clock.elapsed() / 1000
        self.label.setText(
            self.tr("Laying out {0} operations for {1:.0f} s.").format(
                count(self._operations), seconds
            )
        )
        self.show()
