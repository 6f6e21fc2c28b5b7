"""A small map of the whole graph with the visible part framed; clicking and dragging moves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from .batches import Grid
from .camera import Camera, framing
from .frames import draw_grounds
from .geometry import Geometry
from .levels import Flows
from .links import LinkPainter
from .look import Look
from .shapes import ShapePainter
from .spots import window_of
from .store import Store
from .surface import Surface

MOST = QSize(220, 200)
LEAST = 48
EVERY_MS = 250  # that the colours are drawn anew at the most, while a net trains
EDGE = 4.0
CORNER = 10  # pixels from the canvas' corner


class Overview(QWidget):
    """The map.

    `moved(x, y)` gives the scene's point to show in the middle; `zoomed(degrees, x, y)` the wheel's
    eighths of a degree and the scene's point under the pointer.
    """

    moved = Signal(float, float)
    zoomed = Signal(float, float, float)

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface)
        self._surface = surface
        surface.glide.moved.connect(self._follow)
        surface.installEventFilter(self)
        self.moved.connect(surface.glide.move_to)
        self.zoomed.connect(surface.glide.zoom_to)
        self._geometry: Geometry | None = None
        self._store: Store | None = None
        self._flows: Flows | None = None
        self._look: Look | None = None
        self._camera = Camera()
        self._size = QSize(1, 1)
        self._picture: QPixmap | None = None
        self._wanted = True
        self._timer = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._timer.timeout.connect(self._refresh)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Overview map"))
        self.setToolTip(self.tr("The whole graph. Click or drag to move, turn the wheel to zoom."))
        self.hide()

    def show_geometry(
        self, geometry: Geometry | None, flows: Flows | None, look: Look | None
    ) -> None:
        """Draw this graph in these colours."""
        other = geometry is not self._geometry or look is not self._look
        if not other and flows is self._flows:
            return
        if geometry is not self._geometry:
            self._store = Store(geometry) if geometry is not None else None
        self._geometry, self._flows, self._look = geometry, flows, look
        if other:
            self._picture = None
            self._fit()
            self._appear()
        elif not self._timer.isActive():
            self._timer.start()

    def show_camera(self, camera: Camera, size: QSize) -> None:
        """Frame what is seen through this camera in a canvas of this size."""
        if camera == self._camera and size == self._size:
            return
        self._camera, self._size = camera, size
        self._appear()
        self.update()

    def _follow(self) -> None:
        self.show_camera(self._surface.camera, self._surface.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the lower left corner."""
        if watched is self._surface and event.type() == QEvent.Type.Resize:
            self._follow()
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.move(CORNER, self._surface.height() - self.height() - CORNER)

    def switch(self, wanted: bool) -> None:
        """Allow the map to appear, or never."""
        self._wanted = wanted
        self._appear()

    @property
    def useful(self) -> bool:
        """Whether a part of the graph is out of sight."""
        if self._geometry is None or self._look is None:
            return False
        x, y, wide, high = self._geometry.bounds
        left, top, right, bottom = self._window()
        return x < left or y < top or x + wide > right or y + high > bottom

    # --- drawing ----------------------------------------------------------------------------

    def _appear(self) -> None:
        room = self._size.width() >= 2.5 * self.width() and self._size.height() >= 2 * self.height()
        self.setVisible(self._wanted and room and self.useful)

    def _fit(self) -> None:
        """Take the graph's shape."""
        if self._geometry is None:
            return
        _, _, wide, high = self._geometry.bounds
        scale = min(MOST.width() / wide, MOST.height() / high)
        self.setFixedSize(max(round(wide * scale), LEAST), max(round(high * scale), LEAST))
        self._place()

    def _refresh(self) -> None:
        self._picture = None
        self.update()

    def _own(self) -> Camera:
        """From the scene to this widget."""
        assert self._geometry is not None
        room = self.width() - 2 * EDGE, self.height() - 2 * EDGE
        return framing(self._geometry.bounds, *room, 1.0).moved(EDGE, EDGE)

    def _window(self) -> tuple[float, float, float, float]:
        return window_of(self._camera, QRectF(0, 0, self._size.width(), self._size.height()))

    def _draw(self) -> QPixmap:
        assert self._store is not None
        assert self._look is not None
        ratio = self.devicePixelRatio()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._look.palette.canvas))
        painter = QPainter(picture)
        camera, seen = self._own(), QRectF(self.rect())
        grid, window = Grid(painter, camera, seen), window_of(camera, seen)
        self._store.colour(self._flows)
        draw_grounds(painter, grid, self._look, self._store, window)
        LinkPainter(painter, self._look, self._store, grid, window, draft=True).lines(1.0)
        shapes = ShapePainter(
            painter, self._store, self._flows, self._look, grid, small=True, draft=True
        )
        shapes.paint(window, camera.scale)
        painter.end()
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map and the frame of what is seen."""
        if self._geometry is None or self._look is None:
            return
        if self._picture is None:
            self._picture = self._draw()
        palette, own = self._look.palette, self._own()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        left, top, right, bottom = self._window()
        frame = QRectF(left * own.scale + own.x, top * own.scale + own.y,
                       (right - left) * own.scale, (bottom - top) * own.scale)  # fmt: skip
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        frame = frame.adjusted(-1.0, -1.0, 1.0, 1.0).intersected(edge.adjusted(1, 1, -1, -1))
        shine = QColor(palette.accent)
        shine.setAlphaF(0.15)
        painter.setPen(QPen(QColor(palette.accent), 2.0))
        painter.setBrush(shine)
        painter.drawRect(frame)
        painter.setPen(QPen(QColor(palette.muted), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(edge)
        painter.end()

    # --- moving -----------------------------------------------------------------------------

    def _point(self, at: QPointF) -> tuple[float, float]:
        return self._own().to_scene(at.x(), at.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show what is under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and self._geometry is not None:
            self.moved.emit(*self._point(event.position()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._geometry is not None:
            self.moved.emit(*self._point(event.position()))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom there."""
        if self._geometry is not None:
            turned = event.angleDelta().y() or event.angleDelta().x()
            self.zoomed.emit(float(turned), *self._point(event.position()))
        event.accept()
