"""The surface on which the graph is drawn: pan, zoom, click, hover and walk."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QGestureEvent,
    QPinchGesture,
    QToolTip,
    QWidget,
)

from .band import band
from .folded import sign_of
from .sheet import Sheet
from .title import Title
from .titles import titles
from .walk import Place

REACH = 5.0  # pixels from a link at which the pointer is on it


class Surface(Sheet):
    """Turns gestures on the sheet into places.

    `picked(place or None)` comes from a click, `pointed(place or link or None)` from the pointer;
    `toggled(place)` when a folded box is to be opened or a frame's group closed; `key(name)` from
    the keys that need the graph: "up", "down", "left", "right", "home", "zoom" and "clear";
    `menu_wanted(place or None, global position)` from a right click or the menu key.
    """

    picked = Signal(object)
    pointed = Signal(object)
    key = Signal(str)
    toggled = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tip_of = None  # given by the view: from what is hit to a tooltip's text
        self._pressed: QPointF | None = None
        self._dragging = False
        self.glide.covers = self._covers
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)

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

    def _covers(self) -> list[QRectF]:
        """What lies over the canvas: other widgets, and the band with the frames' titles."""
        over = [QRectF(w.geometry()) for w in self.children() if isinstance(w, QWidget)
                and w.isVisible()]  # fmt: skip
        edge = band(self._titles(), QRectF(self.rect()))
        return over if edge.isEmpty() else [*over, edge]

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

    # --- events -----------------------------------------------------------------------------

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
        self.glide.move(way.x(), way.y())

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
            self.glide.move(x, y)
        else:
            self.glide.turn(angle.y() or angle.x(), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinching zooms; a resting pointer gets a tooltip."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.glide.zoom_at(max(1.0 + event.value(), 0.2), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = self.mapFromGlobal(pinch.centerPoint())
                self.glide.zoom_at(max(pinch.scaleFactor(), 0.2), QPointF(middle))
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
