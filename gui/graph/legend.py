"""The key to the colours: a labelled logarithmic scale, and the signs beside it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from .painter import Paint, ScenePainter

MARGIN = 12.0
BAR_HEIGHT = 12.0
BAR_WIDTH = 320.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("Legend", text)


def legend_height(font: QFont) -> float:
    """The room that the legend takes at the lower edge."""
    return 2 * QFontMetricsF(font).height() + 16


def paint_legend(
    painter: QPainter, look: ScenePainter, paint: Paint, strip: QRectF, font: QFont
) -> None:
    """Draw the legend into a strip at the lower edge; words that do not fit are left out."""
    palette = look.palette
    metrics = QFontMetricsF(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(strip, QColor(palette.window))
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawLine(strip.topLeft(), strip.topRight())
    painter.setFont(font)
    painter.setPen(QColor(palette.text))
    left = strip.x() + MARGIN
    middle = QRectF(left, strip.y(), strip.width() - 2 * MARGIN, strip.height())
    if not paint.any:
        text = _tr("Press Backward (B): each node and edge then shows the gradient that arrived.")
        painter.drawText(middle, Qt.AlignmentFlag.AlignVCenter, text)
        return
    title = _tr("‖g‖: L2 norm of the gradient")
    wide = metrics.horizontalAdvance(title)
    painter.drawText(middle, Qt.AlignmentFlag.AlignVCenter, title)
    room = middle.right() - left - wide - MARGIN
    bar = QRectF(left + wide + MARGIN, strip.y() + 6, min(BAR_WIDTH, room), BAR_HEIGHT)
    ramp = QLinearGradient(bar.topLeft(), bar.topRight())
    count = len(look.colours)
    for index in range(0, count, 7):
        ramp.setColorAt(index / (count - 1), look.colours[index])
    painter.fillRect(bar, ramp)
    _ticks(painter, look, paint, bar, metrics)
    _signs(painter, look, QRectF(bar.right() + 2 * MARGIN, strip.y(), 1e4, strip.height()), strip)


def _signs(painter: QPainter, look: ScenePainter, at: QRectF, strip: QRectF) -> None:
    metrics = QFontMetricsF(painter.font())
    painter.setPen(QColor(look.palette.muted))
    words = [
        _tr("hatched, dashed: freed"),
        _tr("grey: no gradient"),
        _tr("red with the word: NaN, Inf"),
    ]
    text = ""
    for word in words:
        longer = f"{text}    {word}" if text else word
        if at.x() + metrics.horizontalAdvance(longer) < strip.right() - MARGIN:
            text = longer
    painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, text)


def _ticks(
    painter: QPainter, look: ScenePainter, paint: Paint, bar: QRectF, metrics: QFontMetricsF
) -> None:
    scale = paint.scale
    span = scale.high - scale.low
    every = max(
        1, -(-span // max(1, int(bar.width() / (metrics.horizontalAdvance("1e-00") * 1.6))))
    )
    painter.setPen(QColor(look.palette.text))
    for power in range(scale.low, scale.high + 1, every):
        x = bar.x() + bar.width() * (power - scale.low) / span
        painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 3))
        text = f"1e{power:+d}" if power else "1"
        wide = metrics.horizontalAdvance(text)
        at = min(max(x - wide / 2, bar.x()), bar.right() - wide)
        painter.drawText(QPointF(at, bar.bottom() + 3 + metrics.ascent()), text)
