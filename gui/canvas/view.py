"""GraphView: the autograd graph on screen. Puts scene, layout, surface, search and legend together.

A graph goes scene → sizes → places (in the layout worker) → geometry; a flow only recolours it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeySequence,
    QPainter,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...engine import messages
from ..selection import Selection
from ..theme import Theme
from . import levels, picture, tips
from .build import build_scene, check
from .chips import Bools
from .finder import Finder
from .focus import Focus
from .focusstrip import FocusStrip
from .geometry import Geometry, Sizes, place
from .layouter import Layouter
from .legend import LegendStrip
from .look import Look
from .measure import measure
from .painter import Marks
from .pilot import Pilot
from .places import Places
from .scene import Scene
from .surface import STEP, Surface
from .waiting import Waiting
from .walk import Place


class GraphView(QWidget):
    """The canvas of the graph.

    Signals
    -------
    inspected(int)
        A node was selected here.
    laid_out()
        The graph that was shown last is in its place.
    hovered(str)
        One line about what the pointer is on; "" for nothing.
    offered()
        Something else can be done now, see `facts`.
    menu_wanted(QPoint)
        A menu is wanted at a place of the screen; what it is about is selected.
    """

    inspected = Signal(int)
    laid_out = Signal()
    hovered = Signal(str)
    offered = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._theme = theme
        self._coming: tuple[Scene, Sizes, bool] | None = None
        self._geometry: Geometry | None = None
        self._places: Places | None = None
        self._flow: messages.Flow | None = None
        self._graph: messages.GraphFound | None = None
        self._only: Bools | None = None  # the nodes that the scene is made of, None for all
        self._layouter = Layouter(self)
        self._layouter.done.connect(self._placed)
        self._layouter.failed.connect(self._not_placed)
        self.destroyed.connect(self._layouter.stop)
        self._make()
        self._take_looks()
        selection.changed.connect(self._describe)
        theme.changed.connect(self._take_looks)

    def _make(self) -> None:
        self._surface = Surface()
        self._surface.hint = self.tr("Press Forward (F) to build the graph.")
        self._surface.setAccessibleName(self.tr("Autograd graph"))
        self._surface.tip_of = self._tip
        self._surface.pointed.connect(self._point)
        self._pilot = Pilot(self._selection, self._surface)
        self._pilot.inspected.connect(self.inspected)
        self._surface.menu_wanted.connect(self._want_menu)
        self._focus = Focus(self._selection, self)
        self._focus.changed.connect(self._refocus)
        self._pilot.escaped.connect(self._focus.clear)
        self._finder = Finder(self._surface, self._focus)
        self._finder.wanted.connect(self.reveal)
        self._finder.found.connect(self.offered)
        self._legend = LegendStrip()
        self._legend.hide()
        self._waiting = Waiting()
        self._waiting.cancelled.connect(self._use_plain)
        self._notice = QLabel(wordWrap=True, margin=6)
        self._notice.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = FocusStrip(self._focus)
        for widget in (self._waiting, self._notice, strip, self._surface, self._legend):
            column.addWidget(widget, 1 if widget is self._surface else 0)
        self.setFocusProxy(self._surface)
        for keys, act in (("F3", self.next_match), ("Shift+F3", self.previous_match)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- what is shown ----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a layout is still to come."""
        return self._coming is not None

    @property
    def scene(self) -> Scene | None:
        """What is drawn now; None while there is no graph."""
        return self._geometry.scene if self._geometry is not None else None

    def show_graph(self, graph: messages.GraphFound) -> None:
        """Show a graph; the same key again changes nothing."""
        shown = self._coming[0] if self._coming is not None else self.scene
        if shown is not None and shown.key == graph.key:
            return
        try:
            check(graph)
        except messages.MessageError as error:
            self.clear_graph()
            self._tell(self.tr("The graph cannot be drawn: {0}.").format(error))
            return
        if shown is not None and self._selection.node is not None:
            self._selection.clear()  # that number is another node now
        self._graph = None  # what the focus changes now is laid out once, below
        self._focus.show_graph(graph)
        self._graph, self._only = graph, self._focus.only
        self._lay_out(build_scene(graph, keep=self._only))

    def show_flow(self, flow: messages.Flow) -> None:
        """Colour the graph by the gradients of a backward."""
        self._flow = flow
        self._finder.show_flow(flow)
        if self._geometry is not None and self._geometry.scene.key == flow.key:
            self._colour(self._geometry.scene)

    def clear_graph(self) -> None:
        """There is no graph."""
        self._layouter.cancel()
        self._waiting.end()
        self._coming = self._geometry = self._places = self._flow = self._graph = None
        self._only = None
        self._focus.show_graph(None)
        self._finder.show_flow(None)
        self._surface.flows = None
        self._show_geometry(keep_camera=False)
        self._legend.hide()
        self._tell("")

    def _lay_out(self, scene: Scene, simply: bool = False) -> None:
        sizes = measure(scene, self._look.font)
        self._coming = scene, sizes, simply
        self._waiting.begin(len(scene.node))
        self._layouter.ask(sizes.boxes, scene.links, simply)

    def _placed(self, places: Places) -> None:
        if self._coming is None:
            return
        (scene, sizes, _), self._coming = self._coming, None
        same, self._places = self._places is places, places
        self._waiting.end()
        self._geometry = place(scene, sizes, places)
        self._surface.flows = None
        self._show_geometry(keep_camera=same)
        self._colour(scene)
        self._legend.show()
        plain = self.tr("Plain layers: a proper layout of this graph would take too long.")
        self._tell(plain if places.plain else "")
        self.laid_out.emit()

    def _not_placed(self, reason: str) -> None:
        if self._coming is None:
            return
        scene, _, simply = self._coming
        if not simply:
            self._lay_out(scene, simply=True)
            return
        self.clear_graph()
        self._tell(self.tr("The graph could not be laid out: {0}").format(reason))
        self.laid_out.emit()

    def _use_plain(self) -> None:
        if self._coming is not None:
            self._lay_out(self._coming[0], simply=True)

    def _show_geometry(self, keep_camera: bool) -> None:
        self._surface.show_geometry(self._geometry, keep_camera)
        self._pilot.show_geometry(self._geometry)
        self._finder.show_geometry(self._geometry, self._only)
        self._dim()

    def _colour(self, scene: Scene) -> None:
        before = self._surface.flows
        flows = None
        if self._flow is not None and self._flow.key == scene.key:
            try:
                flows = levels.flows(scene, self._flow, before.scale if before else None)
            except messages.MessageError as error:
                self._tell(self.tr("The gradients cannot be drawn: {0}.").format(error))
        self._surface.flows = flows
        self._legend.show_legend(self._look, flows)
        self._surface.update()

    def _tell(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    # --- looks ------------------------------------------------------------------------------

    def _take_looks(self) -> None:
        self._look = Look(self._theme.palette, self._theme.flow, self.font())
        self._surface.look = self._look
        self._legend.show_legend(self._look, self._surface.flows)
        self._surface.update()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size needs other boxes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._take_looks()
            scene = self._coming[0] if self._coming is not None else self.scene
            if scene is not None:
                self._lay_out(scene)

    def showEvent(self, event: QShowEvent) -> None:
        """Start the layout worker, after the first paint."""
        super().showEvent(event)
        QTimer.singleShot(0, self._layouter.warm)

    # --- camera -----------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole graph."""
        self._surface.fit()

    def zoom_in(self) -> None:
        """Closer, keeping the middle."""
        self._surface.zoom(STEP)

    def zoom_out(self) -> None:
        """Farther, keeping the middle."""
        self._surface.zoom(1 / STEP)

    def zoom_to_selection(self) -> None:
        """Bring what is selected close."""
        self._pilot.zoom()

    # --- search -----------------------------------------------------------------------------

    def find(self) -> None:
        """Open the search bar."""
        self._finder.open()

    def search(self, text: str) -> int:
        """Search for operations and parameters; how many match."""
        return self._finder.search(text)

    def next_match(self) -> None:
        """Select the next match and bring it into sight."""
        self._finder.bar.next()

    def previous_match(self) -> None:
        """Select the previous match and bring it into sight."""
        self._finder.bar.previous()

    # --- what is shown alone ----------------------------------------------------------------

    @property
    def focus(self) -> Focus:
        """What of the graph is shown alone, and what a person may ask of it."""
        return self._focus

    @property
    def finder(self) -> Finder:
        """The search."""
        return self._finder

    @property
    def facts(self) -> set[str]:
        """Of what actions need: "matches", "marked" (the start of a path), "focused"."""
        focus = self._focus
        facts = {
            "matches": len(self._finder.nodes) > 0,
            "marked": bool(focus.start),
            "focused": focus.keep is not None or bool(focus.start) or bool(focus.note),
        }
        return {name for name, holds in facts.items() if holds}

    def reveal(self, node: int) -> None:
        """Select a node and bring it into sight, whatever hides it."""
        if not self._focus.shows(node):
            self._focus.clear()
        self._pilot.go_to_node(node)

    def _refocus(self) -> None:
        """What is shown alone has changed."""
        only = self._focus.only
        if self._graph is not None and only is not self._only:
            self._only = only
            self._lay_out(build_scene(self._graph, keep=only))
        self._dim()
        self.offered.emit()

    def _dim(self) -> None:
        scene = self.scene
        self._surface.marks.dim = self._focus.dim(scene) if scene is not None else None
        self._surface.update()

    def _want_menu(self, place: Place | None, at: QPoint) -> None:
        if place is not None:
            self._pilot.pick(place)
        self.menu_wanted.emit(at)

    # --- pointer and screen reader ----------------------------------------------------------

    def _told(self, found: Place | int | None) -> tuple[str, tips.Rows] | None:
        if self._geometry is None or found is None:
            return None
        scene, flows = self._geometry.scene, self._surface.flows
        if isinstance(found, Place):
            make = tips.box_tip if found.kind == "box" else tips.chip_tip
            return make(scene, flows, found.index)
        return tips.link_tip(scene, flows, found)

    def _tip(self, found: Place | int) -> str:
        told = self._told(found)
        return tips.html(*told) if told is not None else ""

    def _point(self, found: Place | int | None) -> None:
        told = self._told(found)
        self.hovered.emit(tips.sentence(*told) if told is not None else "")

    def _describe(self) -> None:
        """What is selected, for a screen reader."""
        told = self._told(self._pilot.cursor)
        words = tips.sentence(*told) if told is not None else self.tr("Nothing is selected.")
        self._surface.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self._surface, QAccessible.Event.DescriptionChanged)
        )

    # --- pictures ---------------------------------------------------------------------------

    def picture_size(self) -> QSizeF:
        """How large the whole graph and its legend are in logical pixels; empty without graph."""
        if self._geometry is None:
            return QSizeF()
        return picture.size(self._geometry, self._look)

    def paint_picture(self, painter: QPainter, rectangle: QRectF) -> None:
        """Draw the whole graph and its legend into a rectangle, whatever is on screen."""
        if self._geometry is not None:
            marks = Marks(boxes=self._surface.marks.boxes, chips=self._surface.marks.chips)
            flows = self._surface.flows
            picture.paint(painter, rectangle, self._geometry, flows, self._look, marks)
