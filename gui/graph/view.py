"""The canvas: pan, zoom, select, walk and search the graph."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QPushButton, QToolTip, QVBoxLayout, QWidget

from ...engine.messages import Flow, GraphFound
from ..selection import Selection
from ..theme import Theme, colour
from .camera import Camera
from .hints import link_hint, spot_hint
from .layout import Answer
from .layouter import Layouter
from .legend import legend_height, paint_legend
from .painter import Look, Paint, ScenePainter
from .placement import TEXT_PX, TITLE_PX, Placement, Sizes, measure, question
from .scene import Scene, build_scene
from .searching import SearchBar, matches
from .walking import Spot, step

MARGIN = 28.0
WHEEL_FACTOR = 1.0015
SLOW_MS = 500
KEYS = {
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class GraphView(QWidget):
    """The autograd graph, drawn from GraphFound and Flow.

    Signals
    -------
    inspected(int) : a node was selected.
    laid_out() : a layout stands and was drawn.
    hovered(str) : what the mouse is over, "" for nothing.
    """

    inspected = Signal(int)
    laid_out = Signal()
    hovered = Signal(str)

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search_bar = SearchBar()
        self.search_bar.hide()
        self.canvas = Canvas(selection, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.search_bar)
        column.addWidget(self.canvas, 1)
        self.setFocusProxy(self.canvas)
        self.canvas.inspected.connect(self.inspected)
        self.canvas.laid_out.connect(self.laid_out)
        self.canvas.hovered.connect(self.hovered)
        self.search_bar.typed.connect(self.search)
        self.search_bar.chosen.connect(self._choose)
        self.search_bar.closed.connect(self._close_search)
        self._found: list[int] = []

    @property
    def busy(self) -> bool:
        """Whether a layout is under way."""
        return self.canvas.layouter.waiting is not None

    def show_graph(self, graph: GraphFound) -> None:
        """Draw this graph; the same structure keeps its picture."""
        self.canvas.show_graph(graph)
        if self.search_bar.isVisible():
            self.search(self.search_bar.line.text())

    def show_flow(self, flow: Flow) -> None:
        """Colour the graph by what flowed."""
        self.canvas.show_flow(flow)

    def clear_graph(self) -> None:
        """There is no graph."""
        self.canvas.clear_graph()
        self.search_bar.show_matches([])

    def fit(self) -> None:
        """Show the whole graph."""
        self.canvas.fit()

    def zoom_in(self) -> None:
        """Closer, to the middle."""
        self.canvas.zoom_by(1.25)

    def zoom_out(self) -> None:
        """Further away."""
        self.canvas.zoom_by(0.8)

    def zoom_to_selection(self) -> None:
        """Bring what is selected near."""
        self.canvas.zoom_to_selection()

    def find(self) -> None:
        """Open the search."""
        self.search_bar.begin()

    def search(self, text: str) -> int:
        """Mark and list the nodes that match every word; how many there are."""
        graph = self.canvas.graph
        self._found = matches(graph, text) if graph is not None else []
        labels = [self._label(graph, node) for node in self._found] if graph is not None else []
        self.search_bar.show_matches(labels)
        self.canvas.mark(self._found)
        return len(self._found)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the whole graph and its legend into a rectangle."""
        self.canvas.paint_picture(painter, rect)

    def picture_size(self) -> QSizeF:
        """The size at which text has its natural size."""
        return self.canvas.picture_size()

    @staticmethod
    def _label(graph: GraphFound, node: int) -> str:
        module = graph.modules[node] if graph.modules else ""
        name = graph.parameters[node] or graph.names[node]
        return f"{name}   {module}" if module else name

    def _choose(self, row: int) -> None:
        self.canvas.select_node(self._found[row], bring=True)

    def _close_search(self) -> None:
        self._found = []
        self.canvas.mark([])
        self.canvas.setFocus()


class Canvas(QWidget):
    """The drawing area of a GraphView."""

    inspected = Signal(int)
    laid_out = Signal()
    hovered = Signal(str)

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.setAccessibleName(self.tr("Autograd graph"))
        self.setAccessibleDescription(
            self.tr("Arrow keys walk along the edges, plus and minus zoom, 0 fits.")
        )
        self._selection, self._theme = selection, theme
        self.graph: GraphFound | None = None
        self._scene: Scene | None = None
        self._sizes: Sizes | None = None
        self.placement: Placement | None = None
        self._known: dict[int, Placement] = {}  # by the graph's key: seen again, drawn again
        self._paint = Paint()
        self._painted_key = 0
        self._look = Look()
        self._matched: list[int] = []
        self._fitted = True
        self._pressed: QPointF | None = None
        self._dragged = False
        self._space = False
        self._problem = ""
        self.camera = Camera(self)
        self.camera.moved.connect(self.update)
        self.layouter = Layouter(self)
        self.layouter.answered.connect(self._place)
        self.layouter.failed.connect(self._no_place)
        self._painter = ScenePainter(theme.palette, self.font().family())
        theme.changed.connect(self._restyle)
        selection.changed.connect(self._selected)
        self._busy = _Busy(self)
        self._busy.cancelled.connect(self._cancel)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self._busy.begin(len(self._scene.nodes)))

    # --- What is shown ----------------------------------------------------------------------

    def show_graph(self, graph: GraphFound) -> None:
        if self.graph is not None and graph.key == self.graph.key and self.placement:
            return
        self.graph = graph
        self._problem = ""
        if graph.key in self._known:
            self._adopt(self._known[graph.key])
            return
        self._scene = build_scene(graph)
        title, text = self._metrics(TITLE_PX, True), self._metrics(TEXT_PX, False)
        self._sizes = measure(self._scene, title.horizontalAdvance, text.horizontalAdvance)
        room = self._room()
        aspect = max(0.5, min(3.0, room.width() / max(room.height(), 1)))
        self._slow.start()
        self.layouter.ask(
            question(self._scene, self._sizes, aspect), len(self._scene.nodes),
            len(self._scene.links),
        )  # fmt: skip

    def _metrics(self, pixels: int, bold: bool) -> QFontMetricsF:
        font = QFont(self._painter.title_font if bold else self._painter.text_font)
        font.setPixelSize(pixels)
        return QFontMetricsF(font)

    def _place(self, answer: Answer) -> None:
        assert self._scene is not None
        assert self._sizes is not None
        placement = Placement(self._scene, self._sizes, answer)
        if len(self._known) > 8:
            self._known.pop(next(iter(self._known)))
        self._known[answer.key] = placement
        self._adopt(placement)

    def _adopt(self, placement: Placement) -> None:
        self._slow.stop()
        self._busy.hide()
        first = self.placement is None
        self.placement = placement
        self._scene = placement.scene
        if self._painted_key != placement.scene.graph.key:
            self._paint = Paint()
        self._look.failed = frozenset()
        self._selected()
        self.fit(glide=not first)
        self.update()
        self.laid_out.emit()

    def _no_place(self, reason: str) -> None:
        self._slow.stop()
        self._busy.hide()
        self._problem = self.tr("The graph could not be laid out: {reason}").format(reason=reason)
        self.update()
        self.laid_out.emit()

    def _cancel(self) -> None:
        self.layouter.cancel()
        self._no_place(self.tr("cancelled"))

    def show_flow(self, flow: Flow) -> None:
        same = self._painted_key == flow.key and self._paint.any
        self._paint = Paint.of(flow, self._paint.scale if same else None)
        self._painted_key = flow.key
        self._look.failed = frozenset(flow.failed)
        self.update()

    def clear_graph(self) -> None:
        self.layouter.cancel()
        self._slow.stop()
        self._busy.hide()
        self.graph = self._scene = self.placement = None
        self._paint, self._painted_key = Paint(), 0
        self._look = Look()
        self.update()

    def mark(self, nodes: list[int]) -> None:
        """Mark what a search found."""
        self._matched = nodes
        self._selected()

    # --- Selection --------------------------------------------------------------------------

    def _selected(self) -> None:
        look, placement = self._look, self.placement
        look.box, look.parameter = None, self._selection.parameter
        if placement is not None:
            scene = placement.scene
            node = self._selection.node
            if node is not None and node < len(scene.box_of) and scene.box_of[node] >= 0:
                look.box = int(scene.box_of[node])
            boxes = {int(scene.box_of[n]) for n in self._matched}
            boxes |= {c.box for c in placement.chips if set(c.nodes) & set(self._matched)}
            look.matches = frozenset(boxes - {-1})
        self.update()

    def select_node(self, node: int, bring: bool = False) -> None:
        """Select a node: an operation, or the parameter whose chip it is on."""
        placement = self.placement
        if placement is None or self.graph is None:
            return
        chip = next((i for i, c in enumerate(placement.chips) if node in c.nodes), None)
        if placement.scene.box_of[node] >= 0:
            self._take(("box", int(placement.scene.box_of[node])))
        elif chip is not None:
            self._take(("chip", chip))
        if bring:
            self.zoom_to_selection(only_if_away=True)

    def _take(self, spot: Spot | None) -> None:
        placement = self.placement
        if placement is None or spot is None:
            self._spot = None
            self._selection.clear()
            return
        self._spot = spot
        kind, index = spot
        if kind == "box":
            node = int(placement.scene.nodes[index])
            self._selection.select_node(node)
        else:
            chip = placement.chips[index]
            node = chip.nodes[-1]
            if chip.parameter:
                self._selection.select_parameter(chip.parameter)
            else:
                self._selection.select_node(node)
        self.inspected.emit(node)

    _spot: Spot | None = None

    def _spot_at(self, at: QPointF) -> Spot | None:
        if self.placement is None:
            return None
        point = self.camera.to_scene(at)
        chip = self.placement.chip_at(point.x(), point.y())
        if chip is not None:
            return ("chip", chip)
        box = self.placement.box_at(point.x(), point.y())
        return None if box is None else ("box", box)

    def _selected_rects(self) -> list[QRectF]:
        placement = self.placement
        if placement is None:
            return []
        if self._look.box is not None:
            return [QRectF(*placement.boxes[self._look.box])]
        name = self._look.parameter
        return [
            QRectF(*placement.chip_rects[i]) | QRectF(*placement.boxes[chip.box])
            for i, chip in enumerate(placement.chips)
            if name and chip.parameter == name
        ]

    # --- The camera -------------------------------------------------------------------------

    def fit(self, glide: bool = True) -> None:
        self._fitted = True
        if self.placement is not None:
            glide = glide and self.isVisible()
            self.camera.show(QRectF(*self.placement.bounds), self._room(), MARGIN, glide)

    def _room(self) -> QSizeF:
        return QSizeF(self.width(), self.height() - legend_height(self.font()))

    def zoom_by(self, factor: float) -> None:
        self._fitted = False
        self.camera.zoom(factor, QPointF(self.rect().center()))

    def zoom_to_selection(self, only_if_away: bool = False) -> None:
        rects = self._selected_rects()
        if not rects:
            return
        target = rects[0]
        for rect in rects[1:]:
            target = target.united(rect)
        seen = self.camera.visible(QSizeF(self.size()))
        if only_if_away and seen.contains(target) and self.camera.scale * TITLE_PX >= 9:
            return
        self._fitted = False
        around = target.adjusted(-120, -120, 120, 120)
        self.camera.show(around, QSizeF(self.size()), MARGIN)

    # --- Painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(self._theme.palette.canvas))
        if self.placement is None or self._problem:
            self._paint_words(painter)
            return
        size = QSizeF(self.size())
        painter.setTransform(self.camera.transform(), True)
        self._painter.paint(
            painter, self.placement, self._paint, self._look, self.camera.visible(size),
            self.camera.scale,
        )  # fmt: skip
        painter.resetTransform()
        height = legend_height(self.font())
        strip = QRectF(0, self.height() - height, self.width(), height)
        paint_legend(painter, self._painter, self._paint, strip, self.font())
        if self.hasFocus():
            painter.setPen(colour(self._theme.palette.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_words(self, painter: QPainter) -> None:
        text = self._problem or self.tr(
            "No graph yet\n\nPress Forward (F): every operation is recorded as a node,\n"
            "and the loss stands at the top."
        )
        if self.layouter.waiting is not None:
            text = self.tr("Laying out the graph…")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        painter.setFont(font)
        painter.setPen(colour(self._theme.palette.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)

    def picture_size(self) -> QSizeF:
        if self.placement is None:
            return QSizeF(640, 400)
        _, _, width, height = self.placement.bounds
        legend = legend_height(self.font())
        return QSizeF(max(width, 560) + 2 * MARGIN, height + 2 * MARGIN + legend)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, colour(self._theme.palette.canvas))
        if self.placement is None:
            return
        natural = self.picture_size()
        scale = min(rect.width() / natural.width(), rect.height() / natural.height())
        bounds = QRectF(*self.placement.bounds)
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(scale, scale)
        painter.save()
        painter.translate(QPointF(MARGIN, MARGIN) - bounds.topLeft())
        self._painter.paint(painter, self.placement, self._paint, Look(), bounds, 1.0)
        painter.restore()
        height = legend_height(self.font())
        strip = QRectF(0, natural.height() - height, natural.width(), height)
        paint_legend(painter, self._painter, self._paint, strip, self.font())
        painter.restore()

    def _restyle(self) -> None:
        self._painter = ScenePainter(self._theme.palette, self.font().family())
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._restyle()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted:
            self.fit(glide=False)
        self._busy.move_to(self.rect())

    # --- Mouse and keys ---------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._fitted = False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.camera.pan(QPointF(event.angleDelta().y(), 0))
        else:
            self.camera.zoom(WHEEL_FACTOR ** event.angleDelta().y(), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._fitted = False
            self.camera.zoom(1 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.ToolTip:
            self._show_hint(event)
            return True
        return super().event(event)

    def _show_hint(self, event: QEvent) -> None:
        at = QPointF(event.pos())
        spot = self._spot_at(at)
        text = ""
        if self.placement is not None and spot is not None:
            text = spot_hint(self.placement, self._paint, spot)
        elif self.placement is not None:
            point = self.camera.to_scene(at)
            link = self.placement.link_at(point.x(), point.y(), 6 / self.camera.scale)
            if link is not None:
                text = link_hint(self.placement, self._paint, link)
        QToolTip.showText(event.globalPos(), text, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons():
            moved = event.position() - self._pressed
            if self._dragged or moved.manhattanLength() > 4:
                self._dragged, self._fitted = True, False
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.camera.pan(moved)
                self._pressed = event.position()
            return
        spot = self._spot_at(event.position())
        box = spot[1] if spot is not None and spot[0] == "box" else None
        if box != self._look.hovered:
            self._look.hovered = box
            self.update()
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(self._words(spot))

    def _words(self, spot: Spot | None) -> str:
        if spot is None or self.placement is None:
            return ""
        kind, index = spot
        if kind == "chip":
            return self.placement.chips[index].text
        scene = self.placement.scene
        return f"{scene.title(index)}  {scene.shape(index)}"

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged:
            self._take(self._spot_at(event.position()))
        self._pressed, self._dragged = None, False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._spot_at(event.position()) is not None:
            self.zoom_to_selection()
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = KEYS.get(Qt.Key(event.key()))
        if (
            self.placement is not None
            and way is not None
            and not event.modifiers()
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            self._walk(way)
        elif event.key() == Qt.Key.Key_Home and self.placement is not None:
            self._spot = None
            self._walk("down")
        elif event.key() == Qt.Key.Key_Escape and (
            self._selection.node is not None or self._selection.parameter
        ):
            self._take(None)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(0.8 if event.key() == Qt.Key.Key_Minus else 1.25)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _walk(self, way: str) -> None:
        assert self.placement is not None
        spot = self._spot
        if spot is not None and spot[0] == "box" and self._look.box != spot[1]:
            spot = None if self._look.box is None else ("box", self._look.box)
        if spot is None and self._look.box is not None:
            spot = ("box", self._look.box)
        following = step(self.placement, spot, way)
        if following is not None:
            self._take(following)
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        rects = self._selected_rects()
        if rects:
            at = self.camera.transform().mapRect(rects[0])
            room = QRectF(self.rect()).adjusted(40, 40, -40, -40)
            if not room.contains(at):
                self._fitted = False
                to = self.camera.offset + (room.center() - at.center())
                self.camera.go(self.camera.scale, to)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()


class _Busy(QWidget):
    """Says that a layout is under way, with a way out."""

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QLabel()
        button = QPushButton(self.tr("Cancel"))
        button.clicked.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        column.addWidget(button)
        self.hide()

    def begin(self, boxes: int) -> None:
        self._words.setText(self.tr("Laying out {count} boxes…").format(count=f"{boxes:,}"))
        self.adjustSize()
        self.move_to(self.parentWidget().rect())
        self.show()

    def move_to(self, room: QRectF) -> None:
        self.move(room.center().x() - self.width() // 2, room.center().y() + 40)


__all__ = ["Canvas", "GraphView"]
