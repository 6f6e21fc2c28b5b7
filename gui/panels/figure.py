"""A label for live numbers."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class Figure(QLabel):
    """A label whose new text is painted and lays nothing out, unless it needs more room.

    A QLabel asks for a layout at every setText, and each dock and the main window follow.
    """

    def __init__(self) -> None:
        super().__init__()
        self._now = ""

    def setText(self, text: str) -> None:
        """Show a text of one line; the label grows with it, and shrinks only when it is empty."""
        self._now = text
        room = self.fontMetrics().horizontalAdvance(super().text())
        if not text or self.fontMetrics().horizontalAdvance(text) > room:
            super().setText(text)
        else:
            self.update()
        self.setAccessibleName(text)

    def clear(self) -> None:
        """Show nothing."""
        self.setText("")

    def text(self) -> str:
        """What is shown."""
        return self._now

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text where a QLabel has it."""
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.contentsRect(), int(self.alignment()), self.palette(),
            self.isEnabled(), self._now, self.foregroundRole(),
        )  # fmt: skip
