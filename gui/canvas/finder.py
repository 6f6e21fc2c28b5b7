"""The search of the canvas: a bar over the surface, its matches lit up in the graph."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from .find import Match, search
from .geometry import Geometry
from .pilot import Pilot
from .searchbar import SearchBar
from .surface import Surface

WIDEST = 380


class Finder(QObject):
    """Searches the scene that is shown, and goes from match to match."""

    def __init__(self, surface: Surface, pilot: Pilot) -> None:
        super().__init__(surface)
        self._surface = surface
        self._pilot = pilot
        self._geometry: Geometry | None = None
        self.matches: list[Match] = []
        self.bar = SearchBar(surface)
        self.bar.searched.connect(self._look)
        self.bar.chosen.connect(self._go)
        self.bar.closed.connect(self.close)
        surface.installEventFilter(self)

    def show_geometry(self, geometry: Geometry | None) -> None:
        """Search in this scene from now on; what was being searched for is searched again."""
        self._geometry = geometry
        self._look(self.bar.field.text())

    def open(self) -> None:
        """Show the bar and let one type."""
        self.bar.show()
        self._arrange()
        self.bar.raise_()
        self.bar.field.selectAll()
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._look(self.bar.field.text())

    def close(self) -> None:
        """Put the bar away; nothing is lit up as a match any more."""
        self.bar.hide()
        self._look("")
        self._surface.setFocus()

    def search(self, text: str) -> int:
        """Search for `text`; how many boxes and chips match."""
        if self.bar.field.text() == text:
            self._look(text)
        else:
            self.bar.field.setText(text)  # which searches
        return len(self.matches)

    def _look(self, text: str) -> None:
        geometry = self._geometry
        self.matches = search(geometry.scene, text) if geometry is not None else []
        marks = self._surface.marks
        marks.found_boxes = {m.place.index for m in self.matches if m.place.kind == "box"}
        marks.found_chips = {m.place.index for m in self.matches if m.place.kind == "chip"}
        self.bar.show_matches(self.matches)
        self._arrange()
        self._surface.update()

    def _go(self, row: int) -> None:
        self._pilot.go_to(self.matches[row].place)

    def _arrange(self) -> None:
        """The bar in the upper right corner."""
        width = min(WIDEST, self._surface.width() - 16)
        self.bar.setFixedWidth(max(width, 120))
        self.bar.adjustSize()
        self.bar.move(self._surface.width() - self.bar.width() - 8, 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the bar in its corner."""
        if watched is self._surface and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)
