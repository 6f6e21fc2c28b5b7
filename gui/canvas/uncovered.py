"""How far to move what a person is led to, so that nothing lies over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

APART = 8.0  # pixels between it and what lies over the canvas


def way_out(target: QRectF, covers: Sequence[QRectF], canvas: QRectF) -> QPointF:
    """The shortest way to the side that brings a rectangle out from under what covers it.

    It stays on the canvas; where there is no such place, it stays where it is.
    """
    near = [cover.adjusted(-APART, -APART, APART, APART) for cover in covers]

    def free(place: QRectF) -> bool:
        return canvas.contains(place) and not any(place.intersects(cover) for cover in near)

    ways = [QPointF()]
    for cover in near:
        ways += [
            QPointF(cover.left() - target.right(), 0.0),
            QPointF(cover.right() - target.left(), 0.0),
            QPointF(0.0, cover.top() - target.bottom()),
            QPointF(0.0, cover.bottom() - target.top()),
        ]
    ways.sort(key=QPointF.manhattanLength)
    return next((way for way in ways if free(target.translated(way))), QPointF())
