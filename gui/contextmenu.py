"""The menu on the canvas: actions of the table that are about what is selected there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from .action_set import Actions, plain, translated
from .actions import MENUS

APART, ONLY = "", "only"
ENTRIES = (
    "zoom_selection", ONLY,
    "only_ancestors", "only_descendants", "only_both", "only_to_loss", APART,
    "mark_start", "path_here", APART,
    "find", "filter", "only_matches", APART,
    "show_everything", "fit",
)  # fmt: skip
"""Ids of actions, from the top; APART is a line, ONLY one with the title of that menu."""


def context_menu(actions: Actions, parent: QWidget) -> QMenu:
    """The menu, which goes when it is closed. What is not possible now is in it, but grey."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in ENTRIES:
        if name == APART:
            menu.addSeparator()
        elif name == ONLY:
            menu.addSection(plain(translated(MENUS[ONLY][1])))
        else:
            menu.addAction(actions[name])
    return menu
