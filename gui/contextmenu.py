"""The menu on the canvas: actions of the table that are about what is selected there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from .action_set import Actions

APART = ""
ENTRIES = (
    "zoom_selection", APART,
    "only_ancestors", "only_descendants", "only_both", "only_to_loss", APART,
    "mark_start", "path_here", APART,
    "find", "filter", "only_matches", APART,
    "show_everything", "fit",
)  # fmt: skip
"""Ids of actions, from the top."""


def context_menu(actions: Actions, parent: QWidget) -> QMenu:
    """The menu, which goes when it is closed. What is not possible now is in it, but grey."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in ENTRIES:
        if name == APART:
            menu.addSeparator()
        else:
            menu.addAction(actions[name])
    return menu
