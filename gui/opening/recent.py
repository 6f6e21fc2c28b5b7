"""File → Recent models: one entry for each that was opened."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ..preferences import Opened, Preferences
from . import target

LISTED = 9  # each has a digit as its key


class RecentMenu(QObject):
    """Fills the menu above the entry that clears it. `chosen(Opened)` asks for one of them."""

    chosen = Signal(object)

    def __init__(self, menu: QMenu, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = menu
        self._preferences = preferences
        self._entries: list[QAction] = []
        (self._clear,) = menu.actions()
        self.fill()

    def fill(self) -> None:
        """List what is remembered."""
        for action in self._entries:
            self._menu.removeAction(action)
            action.deleteLater()
        self._entries = []
        for number, kept in enumerate(self._preferences.models[:LISTED], 1):
            action = QAction(f"&{number} {target.label(kept.own.target)}", self)
            action.setStatusTip(
                self.tr("Opens {0} with the choices of the last time.").format(kept.own.target)
            )
            action.triggered.connect(partial(self._choose, kept))
            self._entries.append(action)
        if self._entries:
            self._entries.append(QAction(self))
            self._entries[-1].setSeparator(True)
        self._menu.insertActions(self._clear, self._entries)

    def _choose(self, kept: Opened, _checked: bool = False) -> None:
        self.chosen.emit(kept)
