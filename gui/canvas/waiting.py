"""A strip that tells that a layout is being worked on, and lets it be cancelled.

It lies over the upper edge of the canvas: a canvas that made room for it would move the picture
twice.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ..panels.numbers import count

AFTER_MS = 500


class Waiting(QFrame):
    """Shows itself when a layout takes longer than half a second; `cancelled` when given up."""

    cancelled = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        canvas.installEventFilter(self)
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
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as wide as the canvas."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        wide = self.parentWidget().width()
        self.setGeometry(0, 0, wide, max(self.heightForWidth(wide), self.sizeHint().height()))
