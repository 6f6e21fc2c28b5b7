"""The surface on which the graph is drawn: pan, zoom, click, hover and walk."""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QGestureEvent,
    QPinchGesture,
    QSizePolicy,
    QToolTip,
    QWidget,
)

from ..theme import ANIMATION_MS
from .backing import Backing
from .band import band
from .camera import Camera, framing
from .cards import has_room
from .folded import sign_of
from .geometry import Geometry
from .levels import Flows
from .look import Look
from .marks import Marks
from .morph import MOST as MOST_MORPHED
from .morph import Morph, Pairs, Rectangle
from .painter import ScenePainter
from .store import Store
from .title import Title
from .titles import titles
from .uncovered import way_out
from .walk import Place
from .words import Totals

FIT_CLOSEST = 1.35  # a small graph is not blown up beyond this
SELECTION_CLOSEST = 1.6
WHEEL = 1.0015  # zoom per eighth of a degree
STEP = 1.25
REACH = 5.0  # pixels from a link at which the pointer is on it
BORDER = 6.0  # pixels around a graph that fits
REST_MS = 150  # after the camera's last move everything is painted in full
HEAVY = 2000  # boxes from which a picture is scaled while one zooms
DRAG_MARGIN = 60.0  # pixels of the graph that stay in sight


class Surface(QWidget):
    """Draws one Geometry and turns gestures into places.

    `picked(place or None)` comes from a click, `pointed(place or link or None)` from the pointer;
    `toggled(place)` when a folded box is to be opened or a frame's group closed; `key(name)` from
    the keys that need the graph: "up", "down", "left", "right", "home", "zoom" and "clear";
    `menu_wanted(place or None, global position)` from a right click or the menu key;
    `camera_moved()` when another part of the scene is seen.
    """

    picked = Signal(object)
    pointed = Signal(object)
    key = Signal(str)
    toggled = Signal(object)
    menu_wanted = Signal(object, QPoint)
    camera_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.geometry_shown: Geometry | None = None
        self.flows: Flows | None = None
        self.look: Look | None = None
        self.marks = Marks()
        self.hint = ""  # what stands here while there is no graph
        self._camera = Camera()
        self.tip_of = None  # given by the view: from what is hit to a tooltip's text
        self.totals: Totals | None = None
        self._store: Store | None = None
        self._backing = Backing()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)  # the camera stands still
        self._rest.timeout.connect(self.update)
        self._fitted = True  # nobody has moved the camera since it showed everything
        self._pressed: QPointF | None = None
        self._dragging = False
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(ANIMATION_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.valueChanged.connect(self._animate)
        self._way = self.camera, self.camera
        self._morph = QVariantAnimation(self)
        self._morph.setDuration(ANIMATION_MS)
        self._morph.setStartValue(0.0)
        self._morph.setEndValue(1.0)
        self._morph.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._morph.valueChanged.connect(self.update)
        self._morph.finished.connect(self._end_morph)
        self._morphing: tuple[Morph, Camera, Flows | None, Totals | None] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.grabGesture(Qt.GestureType.PinchGesture)

    # --- what is shown ----------------------------------------------------------------------

    def show_geometry(self, geometry: Geometry | None, keep_camera: bool) -> None:
        """Show a laid-out scene, from where it was seen before or all of it."""
        self._morph.stop()
        self._morphing = None
        self.geometry_shown = geometry
        self._store = Store(geometry) if geometry is not None else None
        self.marks = Marks(focus=self.hasFocus())
        if not keep_camera:
            self._animation.stop()
            self._fitted = True
            self.camera = self._fitting()
        self.update()

    def morph(
        self, geometry: Geometry, same: Pairs, frames_same: Pairs,
        anchor_old: Rectangle, anchor_new: Rectangle,
    ) -> None:  # fmt: skip
        """Go over to another geometry of the same graph, smoothly where that is possible.

        Parameters
        ----------
        same, frames_same : (n, 2) int
            Boxes and frames that are in both: the old index and the new one.
        anchor_old, anchor_new : tuple of float
            The box or frame that is opened or closed, before and afterwards. Its upper left corner
            stays where it is on screen.

        Flows and totals of the new scene are to be set afterwards.
        """
        old, before = self.geometry_shown, self.camera
        flows, totals = self.flows, self.totals
        self.flows = self.totals = None  # they fit the old one
        self.show_geometry(geometry, keep_camera=True)
        scale = before.scale
        self.camera = before.moved(
            (anchor_old[0] - anchor_new[0]) * scale, (anchor_old[1] - anchor_new[1]) * scale
        )
        self._fitted = False
        few = old is not None and max(len(old.boxes), len(geometry.boxes)) <= MOST_MORPHED
        if old is None or not few or not self.isVisible():
            return
        self._animation.stop()
        way = Morph.between(old, geometry, same, frames_same, anchor_old, anchor_new)
        self._morphing = way, before, flows, totals
        self._morph.start()

    def _end_morph(self) -> None:
        self._morphing = None
        self.update()

    def move_to(self, x: float, y: float) -> None:
        """Show a point of the scene in the middle, at once."""
        scale = self.camera.scale
        middle = QRectF(self.rect()).center()
        self._move(middle.x() - x * scale - self.camera.x, middle.y() - y * scale - self.camera.y)

    def zoom_to(self, turned: float, x: float, y: float) -> None:
        """Zoom by a wheel's eighths of a degree, a point of the scene going to the middle."""
        self.move_to(x, y)
        self._zoom_at(WHEEL**turned, QRectF(self.rect()).center())

    def fit(self) -> None:
        """Show everything."""
        self._fitted = True
        self._go(self._fitting())

    def zoom(self, factor: float) -> None:
        """Closer by `factor`, keeping the middle."""
        middle = QRectF(self.rect()).center()
        self._fitted = False
        start = self._way[1] if self._animation.state() == self._running else self.camera
        self._go(start.zoomed(factor, middle.x(), middle.y(), self._farthest()))

    def bring_close(self, rectangle: tuple[float, float, float, float]) -> None:
        """Show a part of the scene, as large as is sensible."""
        x, y, wide, high = rectangle
        self._fitted = False
        room = 60.0
        camera = framing(
            (x - room, y - room, wide + 2 * room, high + 2 * room),
            self.width(), self.height(), SELECTION_CLOSEST,
        )  # fmt: skip
        self._go(self._uncovered(rectangle, camera))

    def bring_into_sight(self, rectangle: tuple[float, float, float, float]) -> None:
        """Move as little as is needed for a part of the scene to be seen."""
        camera = self._way[1] if self._animation.state() == self._running else self.camera
        x, y, wide, high = (side * camera.scale for side in rectangle)
        left, top = x + camera.x, y + camera.y
        moved = camera.moved(_push(left, wide, self.width()), _push(top, high, self.height()))
        moved = self._uncovered(rectangle, moved)
        if moved != camera:
            self._fitted = False
            self._go(moved)

    def _uncovered(self, rectangle: tuple[float, float, float, float], camera: Camera) -> Camera:
        """The camera, moved so that nothing lies over a part of the scene."""
        x, y, wide, high = (side * camera.scale for side in rectangle)
        over = [QRectF(w.geometry()) for w in self.children() if isinstance(w, QWidget)
                and w.isVisible()]  # fmt: skip
        edge = band(self._titles(), QRectF(self.rect()))
        target = QRectF(x + camera.x, y + camera.y, wide, high)
        way = way_out(target, over if edge.isEmpty() else [*over, edge], QRectF(self.rect()))
        return camera.moved(way.x(), way.y())

    @property
    def readable(self) -> bool:
        """Whether boxes bear their names at this zoom."""
        if self.geometry_shown is None or self.look is None:
            return False
        return has_room(self.geometry_shown.sizes.head * self.camera.scale, self.look)

    def in_sight(self, rectangle: tuple[float, float, float, float]) -> bool:
        """Whether any of a part of the scene is seen."""
        x, y, wide, high = rectangle
        left, top = self.camera.to_scene(0, 0)
        right, bottom = self.camera.to_scene(self.width(), self.height())
        return x < right and x + wide > left and y < bottom and y + high > top

    # --- camera -----------------------------------------------------------------------------

    @property
    def camera(self) -> Camera:
        """What part of the scene is seen, and how large."""
        return self._camera

    @camera.setter
    def camera(self, camera: Camera) -> None:
        if camera != self._camera:
            self._camera = camera
            self._rest.start()
            self.camera_moved.emit()

    _running = QVariantAnimation.State.Running

    def _fitting(self) -> Camera:
        if self.geometry_shown is None:
            return Camera()
        bounds = self.geometry_shown.bounds
        room = self.width() - 2 * BORDER, self.height() - 2 * BORDER
        return framing(bounds, *room, FIT_CLOSEST).moved(BORDER, BORDER)

    def _farthest(self) -> float:
        return min(self._fitting().scale, 1.0) * 0.5

    def _go(self, camera: Camera) -> None:
        self._animation.stop()
        if not self.isVisible():
            self.camera = camera
            return
        self._way = self.camera, camera
        self._animation.start()

    def _animate(self, part: float) -> None:
        start, end = self._way
        self.camera = end if part >= 1.0 else start.toward(end, part)
        self.update()

    def _move(self, x: float, y: float) -> None:
        """Pan, but not until the graph is out of sight."""
        if self.geometry_shown is None:
            return
        self._animation.stop()
        self._fitted = False
        camera = self.camera.moved(x, y)
        left, top, wide, high = (side * camera.scale for side in self.geometry_shown.bounds)
        left, top = left + camera.x, top + camera.y
        camera = camera.moved(
            _clamp(left, DRAG_MARGIN - wide, self.width() - DRAG_MARGIN) - left,
            _clamp(top, DRAG_MARGIN - high, self.height() - DRAG_MARGIN) - top,
        )
        self.camera = camera
        self.update()

    def _zoom_at(self, factor: float, at: QPointF) -> None:
        self._animation.stop()
        self._fitted = False
        self.camera = self.camera.zoomed(factor, at.x(), at.y(), self._farthest())
        self.update()

    # --- what is where ----------------------------------------------------------------------

    def hit(self, at: QPointF) -> Place | int | None:
        """The chip or box at a pixel, the frame whose title is there, or the index of the link."""
        geometry = self.geometry_shown
        if geometry is None:
            return None
        title = self._title_at(at)
        if title is not None and (title.stuck or title.across):
            return Place("frame", title.frame)  # it covers what is under it
        if band(self._titles(), QRectF(self.rect())).contains(at):
            return None
        x, y = self.camera.to_scene(at.x(), at.y())
        box = geometry.box_at(x, y)
        if box >= 0:
            chip = geometry.chip_at(x, y)
            return Place("chip", chip) if chip >= 0 else Place("box", box)
        if title is not None:
            return Place("frame", title.frame)
        link = geometry.link_at(x, y, REACH / self.camera.scale)
        return link if link >= 0 else None

    def opens(self, place: Place | int | None) -> bool:
        """Whether a place is a folded box or a frame, which can be opened or closed."""
        if not isinstance(place, Place) or self.geometry_shown is None:
            return False
        if place.kind == "box":
            return int(self.geometry_shown.scene.node[place.index]) < 0
        return place.kind == "frame"

    def _titles(self) -> list[Title]:
        if self.geometry_shown is None or self.look is None or self._store is None:
            return []
        seen = QRectF(self.rect())
        return titles(self._store, self.camera, seen, self.look, not self.readable)

    def _title_at(self, at: QPointF) -> Title | None:
        return next((t for t in reversed(self._titles()) if t.strip.contains(at)), None)

    def _on_sign(self, at: QPointF) -> Place | None:
        """What the sign at a pixel opens or closes."""
        title = self._title_at(at)
        if title is not None and title.sign.adjusted(-3, -3, 3, 3).contains(at):
            return Place("frame", title.frame)
        found = self.hit(at)
        if not self.opens(found) or found.kind != "box" or self._store is None:
            return None
        if self.look is None:
            return None
        square = sign_of(self._store, found.index, self.camera, self.look)
        return found if square is not None and square.adjusted(-3, -3, 3, 3).contains(at) else None

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        if self.look is None:
            return
        with QPainter(self) as painter:  # ended whatever happens, else Qt crashes
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if self._morphing is not None:
            self._paint_morph(painter)
        elif self.geometry_shown is not None:
            self._paint_scene(painter)
        else:
            painter.fillRect(self.rect(), QColor(self.look.palette.canvas))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_hint(painter)
        if self.hasFocus() and not (self.marks.boxes or self.marks.chips):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.look.palette.accent), 2.0))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_scene(self, painter: QPainter) -> None:
        marks = self.marks
        lineage = marks.lineage.tobytes() if marks.lineage is not None else None
        key = (
            id(self.geometry_shown), id(self.look), id(self.totals),
            frozenset(marks.chips), hash(lineage),
        )  # fmt: skip
        moving = self._rest.isActive()
        heavy = len(self.geometry_shown.boxes) > HEAVY
        recolour = self._recolour if heavy and not self.readable else None
        camera = self._backing.paint(
            painter, self.size(), key, id(self.flows), self.camera, moving, heavy, self._draw,
            recolour,
        )  # fmt: skip
        if self._backing.partly:
            QTimer.singleShot(0, self, self.update)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scene_painter(painter, camera, QRectF(self.rect()), moving).overlay()

    def _paint_morph(self, painter: QPainter) -> None:
        """The geometry on its way from the one before to the one that is shown now.

        The camera goes straight, so that the corner that both share stays where it is.
        """
        assert self._morphing is not None
        assert self.look is not None
        way, start, flows, totals = self._morphing
        part = float(self._morph.currentValue())
        shift = part if self.camera.scale == start.scale else 1.0
        camera = Camera(self.camera.scale, start.x + (self.camera.x - start.x) * shift,
                        start.y + (self.camera.y - start.y) * shift)  # fmt: skip
        seen = QRectF(self.rect())
        painter.fillRect(seen, QColor(self.look.palette.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if way.opening:
            flows, totals = self.flows, self.totals
        ScenePainter(
            painter, way.at(part), flows, self.look, camera, seen, Marks(), totals=totals,
            labels=False, bare=way.growing if part < 1.0 else None, draft=True,
        ).paint()  # fmt: skip

    def _draw(self, painter: QPainter, camera: Camera, seen: QRectF, moving: bool) -> None:
        assert self.look is not None
        painter.fillRect(seen, QColor(self.look.palette.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scene_painter(painter, camera, seen, moving).ground()

    def _recolour(self, painter: QPainter, camera: Camera) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scene_painter(painter, camera, QRectF(self.rect()), False).shapes()

    def _scene_painter(
        self, painter: QPainter, camera: Camera, seen: QRectF, moving: bool
    ) -> ScenePainter:
        assert self.geometry_shown is not None
        assert self.look is not None
        return ScenePainter(
            painter, self.geometry_shown, self.flows, self.look, camera, seen, self.marks,
            store=self._store, totals=self.totals, draft=moving,
            labels=seen == QRectF(self.rect()),
        )  # fmt: skip

    def _paint_hint(self, painter: QPainter) -> None:
        assert self.look is not None
        font, _ = self.look.sized(round(self.look.pixels * 1.3))
        painter.setFont(font)
        painter.setPen(QColor(self.look.palette.muted))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self.rect()).adjusted(24, 24, -24, -24), flags, self.hint)

    # --- events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go on showing everything, or keep the middle in the middle."""
        super().resizeEvent(event)
        self._animation.stop()
        if self._fitted:
            self.camera = self._fitting()
        else:
            old = event.oldSize()
            self.camera = self.camera.moved(
                (self.width() - old.width()) / 2, (self.height() - old.height()) / 2
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.position()
            self._dragging = event.button() == Qt.MouseButton.MiddleButton
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture, or tell what the pointer is on."""
        if self._pressed is None:
            self._point(self.hit(event.position()))
            return
        way = event.position() - self._pressed
        if not self._dragging and way.manhattanLength() < QApplication.startDragDistance():
            return
        if not self._dragging:
            self._point(None)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._dragging = True
        self._pressed = event.position()
        self._move(way.x(), way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what was clicked, or end the drag."""
        if self._pressed is None:
            return
        clicked = not self._dragging and event.button() == Qt.MouseButton.LeftButton
        self._pressed, self._dragging = None, False
        self.unsetCursor()
        if clicked:
            sign = self._on_sign(event.position())
            if sign is not None:
                self.toggled.emit(sign)
                return
            found = self.hit(event.position())
            self.picked.emit(found if isinstance(found, Place) else None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or close a group, or bring what was clicked close."""
        if event.button() != Qt.MouseButton.LeftButton or self._on_sign(event.position()):
            return
        found = self.hit(event.position())
        if isinstance(found, Place) and found.kind == "chip":
            holder = Place("box", int(self.geometry_shown.scene.chips.box[found.index]))
            found = holder if self.opens(holder) else found
        if self.opens(found):
            self.toggled.emit(found)
        elif isinstance(found, Place):
            self.key.emit("zoom")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: about what is under the pointer, or by key about the selection."""
        keyed = event.reason() == QContextMenuEvent.Reason.Keyboard
        found = self.marked if keyed else self.hit(QPointF(event.pos()))
        self.menu_wanted.emit(found if isinstance(found, Place) else None, event.globalPos())
        event.accept()

    @property
    def marked(self) -> Place | None:
        """What is selected, if it is one thing."""
        marks = self.marks
        found = [
            *(Place("box", box) for box in marks.boxes),
            *(Place("chip", chip) for chip in marks.chips),
            *(Place("frame", frame) for frame in marks.frames),
        ]
        return found[0] if len(found) == 1 else None

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is on nothing any more."""
        super().leaveEvent(event)
        self._point(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms to the pointer; two fingers on a touchpad pan, with Ctrl they zoom."""
        zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        touchpad = event.device().type() == QInputDevice.DeviceType.TouchPad
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if not zoom and (touchpad or sideways):
            way = pixels if not pixels.isNull() else angle / 2
            x, y = (way.x() or way.y(), 0) if sideways else (way.x(), way.y())
            self._move(x, y)
        else:
            self._zoom_at(WHEEL ** (angle.y() or angle.x()), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinching zooms; a resting pointer gets a tooltip."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom_at(max(1.0 + event.value(), 0.2), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = self.mapFromGlobal(pinch.centerPoint())
                self._zoom_at(max(pinch.scaleFactor(), 0.2), QPointF(middle))
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        found = self.hit(QPointF(event.pos()))
        text = self.tip_of(found) if self.tip_of is not None and found is not None else ""
        if text:
            QToolTip.showText(event.globalPos(), text, self)
        else:
            QToolTip.hideText()
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom and fit."""
        name = KEYS.get(Qt.Key(event.key())) if not _modified(event) else None
        if name is None:
            super().keyPressEvent(event)
        elif name == "zoom" and self.opens(self.marked):
            self.toggled.emit(self.marked)
        else:
            self.key.emit(name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go here."""
        super().focusInEvent(event)
        self.marks.focus = True
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        super().focusOutEvent(event)
        self.marks.focus = False
        self.update()

    def _point(self, found: Place | int | None) -> None:
        marks = self.marks
        box = found.index if isinstance(found, Place) and found.kind == "box" else -1
        chip = found.index if isinstance(found, Place) and found.kind == "chip" else -1
        frame = found.index if isinstance(found, Place) and found.kind == "frame" else -1
        link = found if isinstance(found, int) else -1
        if (box, chip, link, frame) == (
            marks.hover_box, marks.hover_chip, marks.hover_link, marks.hover_frame
        ):  # fmt: skip
            return
        marks.hover_box, marks.hover_chip, marks.hover_link = box, chip, link
        marks.hover_frame = frame
        self.setCursor(
            Qt.CursorShape.PointingHandCursor
            if isinstance(found, Place)
            else Qt.CursorShape.ArrowCursor
        )
        self.pointed.emit(found)
        self.update()


KEYS = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_Return: "zoom",
    Qt.Key.Key_Enter: "zoom",
    Qt.Key.Key_Escape: "clear",
}


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


def _push(start: float, length: float, room: float, margin: float = 24.0) -> float:
    """How far to move what begins at `start` so that it lies within `room`; 0 if it does."""
    if length > room - 2 * margin:
        return margin - start
    return max(margin - start, 0.0) + min(room - margin - start - length, 0.0)


def _clamp(value: float, low: float, high: float) -> float:
    return max(min(value, max(low, high)), min(low, high))
