"""The camera of the canvas: where it is, and how it glides elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEasingCurve,
    QObject,
    QPointF,
    QRectF,
    QSize,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtWidgets import QWidget

from ..theme import ANIMATION_MS
from .camera import Camera, framing
from .uncovered import way_out

FIT_CLOSEST = 1.35  # a small graph is not blown up beyond this
SELECTION_CLOSEST = 1.6
WHEEL = 1.0015  # zoom per eighth of a degree
BORDER = 6.0  # pixels around a graph that fits
REST_MS = 150  # after the camera's last move everything is painted in full
DRAG_MARGIN = 60.0  # pixels of the graph that stay in sight


def animation(parent: QObject, step: Callable[[float], object]) -> QVariantAnimation:
    """From 0 to 1, slowly at both ends."""
    found = QVariantAnimation(parent)
    found.setDuration(ANIMATION_MS)
    found.setStartValue(0.0)
    found.setEndValue(1.0)
    found.setEasingCurve(QEasingCurve.Type.InOutCubic)
    found.valueChanged.connect(step)
    return found


class Glide(QObject):
    """Moves the camera through which a canvas is seen.

    `moved()` when another part of the scene is seen.
    """

    moved = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.covers: Callable[[], list[QRectF]] = list  # what lies over the canvas
        self._bounds: tuple[float, float, float, float] | None = None  # of the scene
        self._camera = Camera()
        self._fitted = True  # nobody has moved the camera since it showed everything
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)  # the camera stands still
        self._rest.timeout.connect(canvas.update)
        self._animation = animation(self, self._animate)
        self._way = self._camera, self._camera

    @property
    def camera(self) -> Camera:
        """What part of the scene is seen, and how large."""
        return self._camera

    @camera.setter
    def camera(self, camera: Camera) -> None:
        if camera != self._camera:
            self._camera = camera
            self._rest.start()
            self.moved.emit()

    @property
    def goal(self) -> Camera:
        """Where it is going; where it is, while it does not glide."""
        running = self._animation.state() == QVariantAnimation.State.Running
        return self._way[1] if running else self._camera

    @property
    def moving(self) -> bool:
        """Whether it has moved a moment ago."""
        return self._rest.isActive()

    def in_sight(self, rectangle: tuple[float, float, float, float]) -> bool:
        """Whether any of a part of the scene is seen."""
        x, y, wide, high = rectangle
        left, top = self.camera.to_scene(0, 0)
        right, bottom = self.camera.to_scene(self._canvas.width(), self._canvas.height())
        return x < right and x + wide > left and y < bottom and y + high > top

    # --- what is shown ----------------------------------------------------------------------

    def show_bounds(self, bounds: tuple[float, float, float, float] | None) -> None:
        """The scene lies here from now on; None for no scene."""
        self._bounds = bounds

    def begin(self) -> None:
        """Show everything, at once."""
        self.stop()
        self._fitted = True
        self.camera = self.fitting()

    def jump(self, camera: Camera) -> None:
        """Be there."""
        self.camera = camera
        self._fitted = False

    def stop(self) -> None:
        """Stay where it is."""
        self._animation.stop()

    def resized(self, old: QSize) -> None:
        """Go on showing everything, or keep the middle in the middle."""
        self.stop()
        if self._fitted:
            self.camera = self.fitting()
        else:
            self.camera = self.camera.moved(
                (self._canvas.width() - old.width()) / 2,
                (self._canvas.height() - old.height()) / 2,
            )

    # --- moving -----------------------------------------------------------------------------

    def move_to(self, x: float, y: float) -> None:
        """Show a point of the scene in the middle, at once."""
        scale, middle = self.camera.scale, self._middle
        self.move(middle.x() - x * scale - self.camera.x, middle.y() - y * scale - self.camera.y)

    def zoom_to(self, turned: float, x: float, y: float) -> None:
        """Zoom by a wheel's eighths of a degree, a point of the scene going to the middle."""
        self.move_to(x, y)
        self.turn(turned, self._middle)

    def fit(self) -> None:
        """Show everything."""
        self._fitted = True
        self._go(self.fitting())

    def zoom(self, factor: float) -> None:
        """Closer by `factor`, keeping the middle."""
        middle, start = self._middle, self.goal
        self._fitted = False
        self._go(start.zoomed(factor, middle.x(), middle.y(), self._farthest()))

    def bring_close(self, rectangle: tuple[float, float, float, float]) -> None:
        """Show a part of the scene, as large as is sensible."""
        x, y, wide, high = rectangle
        self._fitted = False
        room = 60.0
        camera = framing(
            (x - room, y - room, wide + 2 * room, high + 2 * room),
            self._canvas.width(), self._canvas.height(), SELECTION_CLOSEST,
        )  # fmt: skip
        self._go(self._uncovered(rectangle, camera))

    def bring_into_sight(self, rectangle: tuple[float, float, float, float]) -> None:
        """Move as little as is needed for a part of the scene to be seen."""
        camera = self.goal
        x, y, wide, high = (side * camera.scale for side in rectangle)
        left, top = x + camera.x, y + camera.y
        moved = camera.moved(
            _push(left, wide, self._canvas.width()), _push(top, high, self._canvas.height())
        )
        moved = self._uncovered(rectangle, moved)
        if moved != camera:
            self._fitted = False
            self._go(moved)

    def _uncovered(self, rectangle: tuple[float, float, float, float], camera: Camera) -> Camera:
        """The camera, moved so that nothing lies over a part of the scene."""
        x, y, wide, high = (side * camera.scale for side in rectangle)
        target = QRectF(x + camera.x, y + camera.y, wide, high)
        way = way_out(target, self.covers(), QRectF(self._canvas.rect()))
        return camera.moved(way.x(), way.y())

    def move(self, x: float, y: float) -> None:
        """Pan, but not until the graph is out of sight."""
        if self._bounds is None:
            return
        self.stop()
        self._fitted = False
        camera = self.camera.moved(x, y)
        left, top, wide, high = (side * camera.scale for side in self._bounds)
        left, top = left + camera.x, top + camera.y
        camera = camera.moved(
            _clamp(left, DRAG_MARGIN - wide, self._canvas.width() - DRAG_MARGIN) - left,
            _clamp(top, DRAG_MARGIN - high, self._canvas.height() - DRAG_MARGIN) - top,
        )
        self.camera = camera
        self._canvas.update()

    def turn(self, turned: float, at: QPointF) -> None:
        """Zoom to a pixel by a wheel's eighths of a degree."""
        self.zoom_at(WHEEL**turned, at)

    def zoom_at(self, factor: float, at: QPointF) -> None:
        """Closer by `factor`; what is under a pixel stays there."""
        self.stop()
        self._fitted = False
        self.camera = self.camera.zoomed(factor, at.x(), at.y(), self._farthest())
        self._canvas.update()

    @property
    def _middle(self) -> QPointF:
        return QRectF(self._canvas.rect()).center()

    def fitting(self) -> Camera:
        """The camera that shows everything."""
        if self._bounds is None:
            return Camera()
        room = self._canvas.width() - 2 * BORDER, self._canvas.height() - 2 * BORDER
        return framing(self._bounds, *room, FIT_CLOSEST).moved(BORDER, BORDER)

    def _farthest(self) -> float:
        return min(self.fitting().scale, 1.0) * 0.5

    def _go(self, camera: Camera) -> None:
        self.stop()
        if not self._canvas.isVisible():
            self.camera = camera
            return
        self._way = self.camera, camera
        self._animation.start()

    def _animate(self, part: float) -> None:
        start, end = self._way
        self.camera = end if part >= 1.0 else start.toward(end, part)
        self._canvas.update()


def _push(start: float, length: float, room: float, margin: float = 24.0) -> float:
    """How far to move what begins at `start` so that it lies within `room`; 0 if it does."""
    if length > room - 2 * margin:
        return margin - start
    return max(margin - start, 0.0) + min(room - margin - start - length, 0.0)


def _clamp(value: float, low: float, high: float) -> float:
    return max(min(value, max(low, high)), min(low, high))
