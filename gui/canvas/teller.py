"""Tells in words what the pointer is on and what is selected, a screen reader too."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent

from ..selection import Selection
from . import tips
from .pilot import Pilot, group_at
from .surface import Surface
from .walk import Place


class Teller(QObject):
    """Gives the surface its tooltips and its description.

    `hovered(text)` is one line about what the pointer is on; "" for nothing.
    """

    hovered = Signal(str)

    def __init__(self, selection: Selection, surface: Surface, pilot: Pilot) -> None:
        super().__init__(surface)
        self._surface = surface
        self._pilot = pilot
        surface.tip_of = self._tip
        surface.pointed.connect(self._point)
        selection.changed.connect(self._describe)

    def _told(self, found: Place | int | None) -> tuple[str, tips.Rows] | None:
        if self._surface.geometry_shown is None or found is None:
            return None
        scene, flows = self._surface.geometry_shown.scene, self._surface.flows
        if isinstance(found, Place):
            group = group_at(scene, found)
            if group is not None:
                return tips.group_tip(scene.graph, flows, group)
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
