"""The search of the canvas: a bar over the surface, its matches lit up in the graph."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from ...engine import messages
from .chips import Bools
from .completion import Completion, complete
from .filters import Filter, FilterError, parse
from .filterwords import complaint, needs_backward, no_gradients
from .find import Index, Words, detail, places, title
from .focus import Focus
from .geometry import Geometry
from .matchlist import Indices
from .searchbar import SearchBar
from .surface import Surface

WIDEST = 420
NONE: Indices = np.zeros(0, np.intp)


class Finder(QObject):
    """Searches the whole graph, also where it is folded, and goes from match to match.

    `wanted(node)` comes when a match is to be brought into sight, `found` when there are other
    matches than before.
    """

    wanted = Signal(int)
    found = Signal()

    def __init__(self, surface: Surface, focus: Focus) -> None:
        super().__init__(surface)
        self._surface = surface
        self._focus = focus
        self._geometry: Geometry | None = None
        self._index: Index | None = None
        self._flow: messages.Flow | None = None
        self._shown: Bools | None = None
        self.filter = Filter()
        self.nodes = NONE
        self.bar = SearchBar(surface)
        self.bar.field.completions = self._completions
        self.bar.searched.connect(self._look)
        self.bar.chosen.connect(self._go)
        self.bar.only_wanted.connect(self.show_only)
        self.bar.closed.connect(self.close)
        surface.installEventFilter(self)

    # --- what is searched -------------------------------------------------------------------

    def show_geometry(self, geometry: Geometry | None, shown: Bools | None = None) -> None:
        """Search in this scene's graph from now on, and light up its boxes and chips.

        Parameters
        ----------
        shown : (N,) bool, optional
            The nodes that the scene was made of, where it is not all of them.
        """
        self._geometry, self._shown = geometry, shown
        graph = geometry.scene.graph if geometry is not None else None
        if graph is None:
            self._index = None
        elif self._index is None or self._index.graph is not graph:
            translate = QCoreApplication.translate
            words = Words(translate("Graph", "outside every module"),
                          translate("Graph", "not known"))  # fmt: skip
            self._index = Index(graph, words)
        self._again()

    def show_flow(self, flow: messages.Flow | None) -> None:
        """Conditions on gradients and saved tensors are about this backward from now on."""
        self._flow = flow
        if self.filter.asks_flow:
            self._again()

    # --- the bar ----------------------------------------------------------------------------

    def open(self) -> None:
        """Show the bar and let one type."""
        self.bar.show()
        self._arrange()
        self.bar.raise_()
        self.bar.field.selectAll()
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._look(self.bar.field.text())

    def open_filters(self) -> None:
        """Show the bar and the conditions to choose from."""
        self.open()
        self.bar.offer_filters()

    def show_only(self) -> None:
        """Show the matches alone."""
        if self._index is None:
            return
        mask = np.zeros(self._index.count, np.bool_)
        mask[self.nodes] = True
        of = self._flow.iteration if self._flow is not None and self.filter.asks_flow else None
        self._focus.matches(mask, self.bar.field.text().strip(), of)

    def close(self) -> None:
        """Put the bar away; nothing is lit up as a match any more."""
        self.bar.hide()
        self._look("")
        self._surface.setFocus()

    def search(self, text: str) -> int:
        """Search for `text`; how many nodes match."""
        if self.bar.field.text() == text:
            self._look(text)
        else:
            self.bar.field.setText(text)  # which searches
        return len(self.nodes)

    def _again(self) -> None:
        """The same once more, staying at the match one is at."""
        row, before = self.bar.row, self.nodes
        if self.bar.isHidden() and not len(before) and not self.filter.conditions:
            return  # nobody searches
        self._look(self.bar.field.text() if self.bar.isVisible() or len(before) else "")
        if np.array_equal(before, self.nodes):
            self.bar.stay(row)

    def _look(self, text: str) -> None:
        self.filter, self.nodes, mistake = Filter(), NONE, ""
        try:
            self.filter = parse(text)
        except FilterError as error:
            mistake = complaint(error)
        if self._index is not None and self.filter.conditions:
            self.nodes = np.flatnonzero(self._index.matches(self._flow, self.filter))
        if mistake:
            self.bar.show_mistake(mistake)
        else:
            self.bar.show_matches(self.nodes, self._row, self._note())
        self._light()
        self._arrange()
        self.found.emit()

    def _note(self) -> str:
        """Why nothing is found, where it is for want of a backward."""
        flow, index = self._flow, self._index
        if index is None or not self.filter.asks_flow:
            return ""
        if flow is None or flow.key != index.graph.key:
            return needs_backward()
        unobserved = flow.backward == messages.UNOBSERVED and self.filter.asks_gradients
        return no_gradients() if unobserved else ""

    def _light(self) -> None:
        marks = self._surface.marks
        marks.found_counts, marks.found_chips = {}, set()
        if self._geometry is not None and len(self.nodes):
            seen = self.nodes if self._shown is None else self.nodes[self._shown[self.nodes]]
            marks.found_counts, marks.found_chips = places(self._geometry.scene, seen)
        marks.found_boxes = set(marks.found_counts)
        self._surface.update()

    def _row(self, node: int) -> str:
        if self._index is None:
            return ""
        scene = self._geometry.scene if self._geometry is not None else None
        hidden = self._shown is not None and not self._shown[node]
        told = detail(self._index, node, scene)
        parts = (title(self._index.graph, node), told, self.tr("hidden") if hidden else "")
        return " · ".join(filter(None, parts))

    def _completions(self, text: str, at: int) -> Completion:
        return complete(text, at, self._index.known if self._index is not None else lambda _: ())

    def _go(self, row: int) -> None:
        self.wanted.emit(int(self.nodes[row]))

    def _arrange(self) -> None:
        """The bar in the upper right corner."""
        if self.bar.isHidden():
            return
        width = min(WIDEST, self._surface.width() - 16)
        self.bar.setFixedWidth(max(width, 120))
        self.bar.adjustSize()
        self.bar.move(self._surface.width() - self.bar.width() - 8, 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the bar in its corner."""
        if watched is self._surface and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)
