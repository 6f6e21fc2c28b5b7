"""GraphView: the autograd graph on screen. Puts scene, layout, surface, search and legend together.

A graph goes scene → sizes → places (in the layout worker) → geometry; a flow only recolours it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSizeF, QTimer, Signal
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
from .finder import Finder
from .fold.tree import NO_GROUP
from .folds import Folds
from .geometry import Geometry, Sizes, place
from .keep import Plan
from .layouter import Layouter
from .legend import LegendStrip
from .look import Look
from .measure import measure
from .painter import Marks
from .pilot import Pilot, group_at
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
    """

    inspected = Signal(int)
    laid_out = Signal()
    hovered = Signal(str)

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._theme = theme
        self._coming: tuple[Scene, Sizes, bool] | None = None
        self._folds = Folds(self)
        self._folds.grown.connect(self._grown)
        self._folds.changed.connect(self._refold)
        self._geometry: Geometry | None = None
        self._places: Places | None = None
        self._flow: messages.Flow | None = None
        self._wanted: int | None = None  # a node to be shown once it has its place
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
        self._pilot.toggled.connect(self.toggle)
        self._finder = Finder(self._surface, self._pilot)
        self._legend = LegendStrip()
        self._legend.hide()
        self._waiting = Waiting()
        self._waiting.cancelled.connect(self._use_plain)
        self._layouter.progressed.connect(self._waiting.progress)
        self._notice = QLabel(wordWrap=True, margin=6)
        self._notice.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._waiting, self._notice, self._surface, self._legend):
            column.addWidget(widget, 1 if widget is self._surface else 0)
        self.setFocusProxy(self._surface)
        for keys, act in (("F3", self.next_match), ("Shift+F3", self.previous_match)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # --- what is shown ----------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a layout is still to come."""
        return self._coming is not None or (
            self._folds.graph is not None and self._folds.tree is None
        )

    @property
    def scene(self) -> Scene | None:
        """What is drawn now; None while there is no graph."""
        return self._geometry.scene if self._geometry is not None else None

    def show_graph(self, graph: messages.GraphFound) -> None:
        """Show a graph; the same key again changes nothing."""
        shown = self._folds.graph
        if shown is not None and shown.key == graph.key:
            return
        try:
            check(graph)
        except messages.MessageError as error:
            self.clear_graph()
            self._tell(self.tr("The graph cannot be drawn: {0}.").format(error))
            return
        if shown is not None and self._selection.of_graph:
            self._selection.clear()  # that number is another node now
        self._waiting.begin(len(graph.names))
        self._folds.take(graph)

    def _grown(self) -> None:
        self._lay_out(self._scene_now())

    def _scene_now(self) -> Scene:
        folds = self._folds
        assert folds.graph is not None
        return build_scene(folds.graph, folds.tree, folds.opening)

    def _refold(self) -> None:
        """Something was opened or closed."""
        self._lay_out(self._scene_now())

    def show_flow(self, flow: messages.Flow) -> None:
        """Colour the graph by the gradients of a backward."""
        self._flow = flow
        if self._geometry is not None and self._geometry.scene.key == flow.key:
            self._colour(self._geometry.scene)

    def clear_graph(self) -> None:
        """There is no graph."""
        self._layouter.cancel()
        self._folds.drop()
        self._waiting.end()
        self._coming = self._geometry = self._places = self._flow = None
        self._surface.flows = None
        self._show_geometry(keep_camera=False)
        self._legend.hide()
        self._tell("")

    def _lay_out(self, scene: Scene, simply: bool = False) -> None:
        sizes = measure(scene, self._look.font)
        self._coming = scene, sizes, simply
        self._waiting.begin(len(scene.node))
        outer = scene.frames.parent
        plan = Plan(sizes.boxes, scene.links, scene.frame, outer, sizes.frame_head)
        self._layouter.ask(plan, simply)

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
        self._show_wanted()
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
        self._finder.show_geometry(self._geometry)

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
            if self._folds.tree is not None:
                self._lay_out(self._scene_now())

    def showEvent(self, event: QShowEvent) -> None:
        """Start the layout worker, after the first paint."""
        super().showEvent(event)
        QTimer.singleShot(0, self._layouter.warm)

    # --- folding ----------------------------------------------------------------------------

    @property
    def folds(self) -> Folds:
        """What is open and what is folded."""
        return self._folds

    def toggle(self, place: Place | None = None) -> None:
        """Open a folded box or close a frame; without a place, what is selected."""
        scene, place = self.scene, place or self._pilot.cursor
        group = group_at(scene, place) if scene is not None and place is not None else None
        if scene is not None and group is not None:
            self._folds.toggle(group.index, group.first, group.count)

    def close_around(self) -> None:
        """Close the group in which the selection is, and select it."""
        scene, place = self.scene, self._pilot.cursor
        if scene is None or place is None:
            return
        if place.kind == "frame":
            group = int(scene.frames.group[place.index])
        else:
            box = place.index if place.kind == "box" else int(scene.chips.box[place.index])
            frame = int(scene.frame[box])
            group = int(scene.frames.group[frame]) if frame >= 0 else NO_GROUP
        if group != NO_GROUP:
            self._folds.close_around(group)

    def reveal(self, node: int) -> None:
        """Open what it takes for a node to have a box of its own, select it, bring it in sight."""
        self._wanted = node
        self._folds.reveal(node)
        if not self.busy:
            self._show_wanted()

    def _show_wanted(self) -> None:
        node, self._wanted = self._wanted, None
        scene = self.scene
        if node is None or scene is None:
            return
        chip, box = int(scene.chip_of[node]), int(scene.box_of[node])
        if chip >= 0:
            self._pilot.go_to(Place("chip", chip))
        elif box >= 0:
            self._pilot.go_to(Place("box", box))

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
