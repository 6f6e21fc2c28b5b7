"""The legend: the logarithmic scale of the gradient's norm with its ticks, and the other signs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from ...engine.messages import UNOBSERVED
from ..panels.numbers import SIGN, count
from . import levels
from .levels import Flows
from .look import Look, Writer
from .measure import freed_text

RAMP, NARROW = 260.0, 110.0
PAD, SWATCH = 8.0, 16.0
TICK = 46.0  # pixels that a tick's text needs at least

translate = QCoreApplication.translate


def caption() -> str:
    """What the colours mean."""
    return translate("Legend", "L2 norm of the gradient")


def closure_text() -> str:
    """What is so after a Step with a closure."""
    return translate(
        "Legend",
        "The graph shows the last Backward. Since then Step has run forward and backward by "
        "itself, in its closure: .grad, the table and the heatmaps have the gradients of its "
        "last run.",
    )


def height(look: Look) -> float:
    """The height of a legend in pixels."""
    return look.sized(look.small)[1].height() + 20.0


class LegendPainter:
    """Paints a legend from left to right into a row; what has no room is left out.

    Parameters
    ----------
    caption : str
        What stands in the place of the scale while no backward has run; "" for the usual hint.
    """

    def __init__(
        self, painter: QPainter, look: Look, flows: Flows | None, caption: str = ""
    ) -> None:
        self._caption = caption
        self._painter = painter
        self._look = look
        self._flows = flows
        self._writer = Writer(painter, look)
        self._pixels = look.small
        self._tick = max(TICK, look.width("1e-10", self._pixels, False) + PAD)

    def paint(self, row: QRectF) -> None:
        """Draw it into `row`, of `height` pixels or more."""
        self._painter.fillRect(row, QColor(self._look.palette.window))
        self._painter.setPen(QPen(QColor(self._look.palette.line), 1.0))
        self._painter.drawLine(row.topLeft(), row.topRight())
        x, middle = row.left() + PAD, row.center().y()
        if self._flows is None or not self._flows.ran:
            x += self._write(self._idle(), x, middle, row.right() - x - PAD) + 2 * PAD
        else:
            text = self._which() if self._flows.flow.closed else caption()
            x += self._write(text, x, middle, row.right() - x) + PAD
            x = self._ramp(x, row)
        self._keys(x, row)

    def _idle(self) -> str:
        """What stands in the place of the scale while there is none."""
        if self._caption:
            return self._caption
        if self._flows is not None and self._flows.flow.backward == UNOBSERVED:
            return translate("Legend", "No backward was watched: gradients are not known.")
        return translate(
            "Legend", "No backward has run on this graph: press Backward (B) to see gradients."
        )

    def _write(self, text: str, x: float, middle: float, room: float, role: str = "") -> float:
        self._writer.forget()
        ink = role or self._look.palette.text
        return self._writer.write(text, x, middle, room, self._pixels, ink)

    def _ramp(self, x: float, row: QRectF) -> float:
        """The colours with a tick at powers of ten; returns where it ends."""
        flows = self._flows
        assert flows is not None
        if flows.scale is None:
            text = translate("Legend", "no gradient that is a finite number above 0")
            return x + self._write(text, x, row.center().y(), row.right() - x) + 2 * PAD
        width = min(RAMP, max(NARROW, (row.right() - x) * 0.5))
        ramp = QRectF(x + self._tick / 3, row.top() + 5.0, width, 9.0)
        table = self._look.table
        image = QImage(
            table.tobytes(), len(table), 1, 4 * len(table), QImage.Format.Format_RGBA8888
        )
        painter = self._painter
        painter.drawImage(ramp, image)
        painter.setPen(QPen(QColor(self._look.palette.muted), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(ramp)
        scale = flows.scale
        text_y = (ramp.bottom() + row.bottom()) / 2 + 1.0
        for power in scale.ticks(int(width // self._tick) + 1):
            at = ramp.left() + ramp.width() * (power - scale.low) / (scale.high - scale.low)
            painter.setPen(QPen(QColor(self._look.palette.muted), 1.0))
            painter.drawLine(QPointF(at, ramp.top()), QPointF(at, ramp.bottom() + 3.0))
            text = f"1e{power}"
            wide = self._look.fitting(text, self._pixels, False, 1e6)[1]
            self._write(text, at - wide / 2, text_y, wide + 1)
        return ramp.right() + self._tick / 3 + 2 * PAD

    def _keys(self, x: float, row: QRectF) -> None:
        for draw, text in self._signs():
            wide = self._look.fitting(text, self._pixels, False, 1e6)[1]
            sign = SWATCH + PAD / 2 if draw is not None else 0.0
            if x + sign + wide + PAD > row.right():
                return
            if draw is not None:
                draw(QRectF(x, row.center().y() - 6.0, SWATCH, 12.0))
            x += sign
            x += self._write(text, x, row.center().y(), wide + 1) + 1.5 * PAD

    def _signs(self) -> list[tuple[Callable[[QRectF], None] | None, str]]:
        signs: list[tuple[Callable[[QRectF], None] | None, str]] = []
        if self._flows is not None and self._flows.ran:
            signs += [
                (self._strange, f"{SIGN} NaN, Inf"),
                (self._zero, translate("Legend", "exactly 0")),
                (self._none, translate("Legend", "no gradient")),
            ]
            if not self._flows.flow.closed:
                signs.append((None, self._which()))
        signs.insert(1, (self._parameter, translate("Legend", "parameter")))
        if self._flows is not None and self._flows.freed.any():
            signs.insert(1, (self._freed, freed_text()))
        return signs

    def _which(self) -> str:
        """Which backward this is."""
        assert self._flows is not None
        flow = self._flows.flow
        text = translate("Legend", "backward {0}")
        if flow.closed:
            text = translate("Legend", "backward {0}, before Step's closure")
        return text.format(count(flow.backward))

    def _strange(self, swatch: QRectF) -> None:
        self._painter.fillRect(swatch, self._look.level(levels.STRANGE))

    def _zero(self, swatch: QRectF) -> None:
        self._painter.setPen(QPen(QColor(self._look.palette.muted), 1.0))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(swatch)

    def _none(self, swatch: QRectF) -> None:
        self._painter.setPen(QPen(QColor(self._look.palette.muted), 1.2))
        y = swatch.center().y()
        self._painter.drawLine(QPointF(swatch.left(), y), QPointF(swatch.right(), y))

    def _freed(self, swatch: QRectF) -> None:
        self._painter.setPen(QPen(QColor(self._look.palette.freed), 1.2, Qt.PenStyle.DashLine))
        hatch = QBrush(QColor(self._look.palette.freed), Qt.BrushStyle.BDiagPattern)
        self._painter.setBrush(hatch)
        self._painter.drawRect(swatch)

    def _parameter(self, swatch: QRectF) -> None:
        self._painter.setPen(QPen(QColor(self._look.palette.parameter), 1.2))
        self._painter.setBrush(QColor(self._look.palette.canvas))
        self._painter.drawRoundedRect(swatch, 5.0, 5.0)
