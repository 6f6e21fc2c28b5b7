"""Where the canvas looks: scene to screen, zooming and gliding."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QSizeF, QVariantAnimation, Signal
from PySide6.QtGui import QTransform

from ..theme import ANIMATION_MS

SMALLEST, LARGEST = 0.002, 6.0
LARGEST_FIT = 1.6


class Camera(QObject):
    """screen = scene * scale + offset, in logical pixels."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self.offset = QPointF(0, 0)
        self._glide = QVariantAnimation(self, duration=ANIMATION_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._on_the_way)
        self._from = self._to = (1.0, QPointF())

    def transform(self) -> QTransform:
        """For a QPainter."""
        return QTransform(self.scale, 0, 0, self.scale, self.offset.x(), self.offset.y())

    def to_scene(self, at: QPointF) -> QPointF:
        """A point of the screen in scene pixels."""
        return (at - self.offset) / self.scale

    def visible(self, size: QSizeF) -> QRectF:
        """What a widget of this size shows, in scene pixels."""
        corner = self.to_scene(QPointF(0, 0))
        return QRectF(corner, size / self.scale)

    def pan(self, by: QPointF) -> None:
        """Move the picture by so many screen pixels."""
        self._glide.stop()
        self.offset += by
        self.moved.emit()

    def zoom(self, factor: float, at: QPointF) -> None:
        """Zoom so that what is under `at` (screen) stays there."""
        self._glide.stop()
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        self.offset = at - (at - self.offset) * (scale / self.scale)
        self.scale = scale
        self.moved.emit()

    def show(self, rect: QRectF, size: QSizeF, margin: float, glide: bool = True) -> None:
        """Show a rectangle of the scene as large as fits, in the middle."""
        room = QSizeF(max(size.width() - 2 * margin, 20), max(size.height() - 2 * margin, 20))
        scale = min(
            room.width() / max(rect.width(), 1), room.height() / max(rect.height(), 1), LARGEST_FIT
        )
        scale = max(scale, SMALLEST)
        middle = QPointF(size.width() / 2, size.height() / 2)
        self.go(scale, middle - rect.center() * scale, glide)

    def go(self, scale: float, offset: QPointF, glide: bool = True) -> None:
        """Move there, gliding or at once."""
        self._glide.stop()
        self._from, self._to = (self.scale, QPointF(self.offset)), (scale, offset)
        if glide:
            self._glide.start()
        else:
            self._on_the_way(1.0)

    def _on_the_way(self, part: float) -> None:
        (s0, o0), (s1, o1) = self._from, self._to
        self.scale = s0 * (s1 / s0) ** part  # zooming feels even in factors
        even = part if abs(s1 - s0) < 1e-9 else (self.scale - s0) / (s1 - s0)
        self.offset = o0 + (o1 - o0) * even
        self.moved.emit()
