"""The whole graph with its legend as one picture, for files."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from . import legend
from .camera import Camera
from .fold.totals import Totals
from .geometry import Geometry
from .levels import Flows
from .look import Look
from .painter import Marks, ScenePainter

NARROWEST = 640.0  # a picture is wide enough for its legend


def size(geometry: Geometry, look: Look) -> QSizeF:
    """Width and height of the picture in logical pixels, at a zoom of 1."""
    _, _, wide, high = geometry.bounds
    return QSizeF(max(wide, NARROWEST), high + legend.height(look))


def paint(
    painter: QPainter,
    rectangle: QRectF,
    geometry: Geometry,
    flows: Flows | None,
    look: Look,
    marks: Marks,
    totals: Totals | None = None,
    caption: str = "",
) -> None:
    """Draw the picture as large as fits into `rectangle`, in its middle.

    Parameters
    ----------
    caption : str
        What stands in the legend while no backward has run; "" for the usual hint.
    """
    whole = size(geometry, look)
    scale = min(rectangle.width() / whole.width(), rectangle.height() / whole.height())
    painter.save()
    painter.fillRect(rectangle, QColor(look.palette.canvas))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(
        rectangle.center().x() - whole.width() * scale / 2,
        rectangle.center().y() - whole.height() * scale / 2,
    )
    painter.scale(scale, scale)
    x, y, wide, high = geometry.bounds
    camera = Camera(1.0, (whole.width() - wide) / 2 - x, -y)
    seen = QRectF(0.0, 0.0, whole.width(), high)
    ScenePainter(
        painter, geometry, flows, look, camera, seen, marks, whole=True, totals=totals
    ).paint()
    row = QRectF(0.0, high, whole.width(), legend.height(look))
    legend.LegendPainter(painter, look, flows, caption).paint(row)
    painter.restore()
