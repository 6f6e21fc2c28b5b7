"""The legend's strip below the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from .legend import LegendPainter, closure_text, height
from .levels import Flows
from .look import Look


class LegendStrip(QWidget):
    """The legend below the canvas."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._flows: Flows | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Legend of the graph"))

    def show_legend(self, look: Look, flows: Flows | None) -> None:
        """Show the scale of these flows."""
        if look is not self._look:
            self._look = look
            self.updateGeometry()
        self._flows = flows
        self.setAccessibleDescription(self._words())
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its text needs."""
        return QSize(300, round(height(self._look)) if self._look is not None else 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the legend."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        LegendPainter(painter, self._look, self._flows).paint(QRectF(self.rect()))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Explain all signs in the tooltip, also those that had no room."""
        if event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words(), self)
            return True
        return super().event(event)

    def _words(self) -> str:
        closed = self._flows is not None and self._flows.flow.closed
        return "\n\n".join([closure_text(), self._signs()] if closed else [self._signs()])

    def _signs(self) -> str:
        return self.tr(
            "Colours: the L2 norm of the gradient that arrived, on a logarithmic scale. "
            "Red with a sign: NaN or Inf. Hollow: a gradient that is exactly zero. Grey: no "
            "gradient came. Dashed and hatched: the saved tensors are freed. Round: a parameter, "
            "beside the operation that uses it. Stacked: a folded part of the graph, its band from "
            "the colour of its largest norm to that of its smallest; a double click opens it."
        )
