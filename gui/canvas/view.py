"""GraphView: the autograd graph on screen. Puts scene, layout, surface, search and legend together.

The arranger makes geometries of graphs; a flow only recolours them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import (
    QKeySequence,
    QPainter,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...engine import messages
from ..failure_text import explained
from ..selection import Group, Selection
from ..theme import Theme
from . import levels, picture
from .arranger import SAME, Arrangement, Arranger
from .build import check
from .finder import Finder
from .focus import Focus
from .focusstrip import FocusStrip
from .folds import Folds
from .geometry import Geometry
from .legendstrip import LegendStrip
from .look import Look
from .overview import Overview
from .painter import Marks
from .pilot import Pilot, group_at
from .scene import Scene
from .surface import Surface
from .teller import Teller
from .waiting import Waiting
from .walk import Place
from .warming import warm

STEP = 1.25
"""How much closer one step of the zoom is."""

IDLE_MS = 300
"""After being shown, while the engine is still loading torch."""


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
        self._geometry: Geometry | None = None
        self._flow: messages.Flow | None = None
        self._wanted: int | None = None  # a node to be shown once it has its place
        self._turned: Group | None = None  # what was opened or closed last
        self._look = Look(theme.palette, theme.flow, self.font())
        self._focus = Focus(selection, self)
        self._focus.changed.connect(self._refocus)
        self._arranger = Arranger(self._focus, self._look.font, self)
        self._arranger.arranged.connect(self._show)
        self._arranger.failed.connect(self._not_arranged)
        self.destroyed.connect(self._arranger.stop)
        self._make()
        self._take_looks()
        theme.changed.connect(self._take_looks)

    def _make(self) -> None:
        self._surface = Surface()
        self._surface.hint = self.tr("Press Forward (F) to build the graph.")
        self._surface.setAccessibleName(self.tr("Autograd graph"))
        self._surface.menu_wanted.connect(self._want_menu)
        self._surface.toggled.connect(self.toggle)
        self._overview = Overview(self._surface)
        self._pilot = Pilot(self._selection, self._surface)
        self._pilot.inspected.connect(self.inspected)
        self._pilot.escaped.connect(self._focus.clear)
        self._teller = Teller(self._selection, self._surface, self._pilot)
        self._teller.hovered.connect(self.hovered)
        self._finder = Finder(self._surface, self._focus)
        self._finder.wanted.connect(self.reveal)
        self._finder.found.connect(self.offered)
        self._legend = LegendStrip()
        self._legend.hide()
        self._waiting = Waiting(self._surface)
        self._waiting.cancelled.connect(self._arranger.use_plain)
        self._arranger.waits.connect(self._waiting.begin)
        self._arranger.progressed.connect(self._waiting.progress)
        self._notice = QLabel(wordWrap=True, margin=6)
        self._notice.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = FocusStrip(self._focus)
        for widget in (self._notice, strip, self._surface, self._legend):
            column.addWidget(widget, 1 if widget is self._surface else 0)
        self.setFocusProxy(self._surface)
        for keys, act in (("F3", self.next_match), ("Shift+F3", self.previous_match)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- what is shown ----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a layout is still to come."""
        return self._arranger.busy

    @property
    def scene(self) -> Scene | None:
        """What is drawn now; None while there is no graph."""
        return self._geometry.scene if self._geometry is not None else None

    def begin_at_once(self) -> None:
        """A graph is there before the window is: if it is small, show it in the first paint."""
        self._arranger.begin_at_once()

    def show_graph(self, graph: messages.GraphFound) -> None:
        """Show a graph; the same key again changes nothing."""
        shown = self._arranger.graph
        if shown is not None and shown.key == graph.key:
            return
        try:
            check(graph)
        except messages.MessageError as error:
            self.clear_graph()
            self._tell(
                self.tr("The graph cannot be drawn: {0}.").format(explained(messages.words(error)))
            )
            return
        if shown is not None and self._selection.of_graph:
            self._selection.clear()  # that number is another node now
        self._focus.show_graph(graph)
        self._arranger.take(graph)

    def show_storages(self, storages: messages.Storages) -> None:
        """What the graph keeps for backward, where its message has left that open."""
        self._arranger.take_storages(storages)

    def go_without_storages(self) -> None:
        """Nobody will tell any more: show the graph as far as it is known."""
        self._arranger.go_on()

    def show_flow(self, flow: messages.Flow) -> None:
        """Colour the graph by the gradients of a backward."""
        self._flow = flow
        self._finder.show_flow(flow)
        if self._geometry is not None and self._geometry.scene.key == flow.key:
            self._colour(self._geometry.scene)

    def clear_graph(self) -> None:
        """There is no graph."""
        self._arranger.drop()
        self._waiting.end()
        self._geometry = self._flow = self._turned = None
        self._focus.show_graph(None)
        self._finder.show_flow(None)
        self._surface.flows = None
        self._surface.show_geometry(None, keep_camera=False)
        self._show_rest(None)
        self._legend.hide()
        self._tell("")

    def _show(self, arrangement: Arrangement) -> None:
        geometry = arrangement.geometry
        self._waiting.end()
        self._move_on(arrangement)
        self._surface.totals = arrangement.totals
        self._show_rest(geometry)
        self._colour(geometry.scene)
        self._legend.show()
        plain = self.tr("Plain layers: a proper layout of this graph would take too long.")
        self._tell(plain if geometry.plain else "")
        self._show_wanted()
        self.laid_out.emit()

    def _move_on(self, arrangement: Arrangement) -> None:
        """From the last picture to this one, smoothly where something was opened or closed."""
        change, geometry = arrangement.change, arrangement.geometry
        before = self._pilot.rectangle_of(self._turned) if change is not None else None
        now = self._pilot.rectangle_of(self._turned, geometry)
        if change is None or before is None or now is None:
            self._surface.flows = None
            self._surface.show_geometry(geometry, keep_camera=arrangement.how == SAME)
            return
        same, frames = change.pairs
        self._surface.morph(geometry, same, frames, before, now)

    def _not_arranged(self, reason: str) -> None:
        self.clear_graph()
        self._tell(self.tr("The graph could not be laid out: {0}").format(reason))
        self.laid_out.emit()

    def _show_rest(self, geometry: Geometry | None) -> None:
        """What goes with the surface's geometry."""
        self._geometry = geometry
        self._pilot.show_geometry(geometry)
        self._finder.show_geometry(geometry, self._arranger.only)
        self._dim()
        self._overview.show_geometry(geometry, self._surface.flows, self._look)

    def _colour(self, scene: Scene) -> None:
        before = self._surface.flows
        flows = None
        if self._flow is not None and self._flow.key == scene.key:
            try:
                flows = levels.flows(scene, self._flow, before.scale if before else None)
            except messages.MessageError as error:
                self._tell(
                    self.tr("The gradients cannot be drawn: {0}.").format(
                        explained(messages.words(error))
                    )
                )
        self._surface.flows = flows
        self._legend.show_legend(self._look, flows)
        self._overview.show_geometry(self._geometry, flows, self._look)
        self._surface.update()

    def _tell(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    # --- looks ------------------------------------------------------------------------------

    def _take_looks(self) -> None:
        self._look = Look(self._theme.palette, self._theme.flow, self.font())
        self._surface.look = self._look
        self._overview.show_geometry(self._geometry, self._surface.flows, self._look)
        self._legend.show_legend(self._look, self._surface.flows)
        self._surface.update()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size needs other boxes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._take_looks()
            self._arranger.use_font(self._look.font)

    def showEvent(self, event: QShowEvent) -> None:
        """Start the layout worker after the first paint, and prepare for the first graph."""
        super().showEvent(event)
        QTimer.singleShot(0, self._arranger.warm)
        QTimer.singleShot(IDLE_MS, self, self._warm)

    def _warm(self) -> None:
        if self._geometry is None and not self.busy:
            warm(self._look)

    # --- folding ----------------------------------------------------------------------------

    @property
    def folds(self) -> Folds:
        """What is open and what is folded."""
        return self._arranger.folds

    def toggle(self, place: Place | None = None) -> None:
        """Open a folded box or close a frame; without a place, what is selected."""
        scene, place = self.scene, place or self._pilot.cursor
        group = group_at(scene, place) if scene is not None and place is not None else None
        if group is not None:
            self._turned = group
            self.folds.toggle(group.index, group.first, group.count)

    def close_around(self) -> None:
        """Close the group in which the selection lies."""
        scene, place = self.scene, self._pilot.cursor
        if scene is None or place is None:
            return
        if place.kind == "frame":
            frame = place.index
        else:
            box = place.index if place.kind == "box" else int(scene.chips.box[place.index])
            frame = int(scene.frame[box])
        if frame >= 0:
            self.toggle(Place("frame", frame))

    def reveal(self, node: int) -> None:
        """Select a node and bring it into sight, whatever hides it."""
        if not self._focus.shows(node):
            self._focus.clear()
        self._wanted = node
        self.folds.reveal(node)
        if not self.busy:
            self._show_wanted()

    def _show_wanted(self) -> None:
        node, self._wanted = self._wanted, None
        if node is not None:
            self._pilot.go_to_node(node)

    # --- camera -----------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole graph."""
        self._surface.glide.fit()

    def zoom_in(self) -> None:
        """Closer, keeping the middle."""
        self._surface.glide.zoom(STEP)

    def zoom_out(self) -> None:
        """Farther, keeping the middle."""
        self._surface.glide.zoom(1 / STEP)

    def zoom_to_selection(self) -> None:
        """Bring what is selected close."""
        self._pilot.zoom()

    def show_overview(self, wanted: bool) -> None:
        """Allow the overview map, or never show it."""
        self._overview.switch(wanted)

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

    def _refocus(self) -> None:
        """What is shown alone has changed."""
        self._arranger.refocus()
        self._dim()
        self.offered.emit()

    def _dim(self) -> None:
        scene, before = self.scene, self._surface.marks.dim
        now = self._focus.dim(scene) if scene is not None else None
        self._surface.marks.dim = now
        if now is not None or before is not None:
            self._surface.update()

    def _want_menu(self, place: Place | None, at: QPoint) -> None:
        if place is not None:
            self._pilot.pick(place)
        self.menu_wanted.emit(at)

    # --- pictures ---------------------------------------------------------------------------

    def picture_size(self) -> QSizeF:
        """How large the whole graph and its legend are in logical pixels; empty without graph."""
        if self._geometry is None:
            return QSizeF()
        return picture.size(self._geometry, self._look)

    def paint_picture(self, painter: QPainter, rectangle: QRectF) -> None:
        """Draw the whole graph and its legend into a rectangle, whatever is on screen."""
        if self._geometry is not None:
            now = self._surface.marks
            marks = Marks(boxes=now.boxes, chips=now.chips, frames=now.frames)
            flows = self._surface.flows
            totals = self._surface.totals
            picture.paint(painter, rectangle, self._geometry, flows, self._look, marks, totals)
