"""A line that says what the engine is doing for the dialog, with a button that ends it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

PATIENCE_MS = 400  # what is done sooner is not told


class BusyLine(QWidget):
    """Hidden while nothing is done. `stop` is emitted for its button."""

    stop = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        bar = QProgressBar()
        bar.setRange(0, 0)  # it only moves: nobody knows how long a person's code takes
        bar.setTextVisible(False)
        bar.setMaximumWidth(160)
        self.button = QPushButton(self.tr("&Stop"))
        self.button.setToolTip(
            self.tr("Ends the engine, whatever your code is doing; the session comes back.")
        )
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(bar)
        row.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def show_busy(self, words: str, stoppable: bool = True) -> None:
        """Say what is done; "" for nothing."""
        if not words:
            self._timer.stop()
            self.hide()
            return
        self.words.setText(words)
        self.button.setVisible(stoppable)
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()
