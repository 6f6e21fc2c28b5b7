"""The matches of a search as rows of a list; a row is written when it comes into sight."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ..panels.numbers import count

MOST = 1000
"""Matches that are listed; of more, the last row tells the number."""

Indices = npt.NDArray[np.intp]
At = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class MatchModel(QAbstractListModel):
    """Nodes as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: Indices = np.zeros(0, np.intp)
        self._text: Callable[[int], str] = str

    def show_nodes(self, nodes: Indices, text: Callable[[int], str]) -> None:
        """List these nodes; `text` writes one."""
        self.beginResetModel()
        self._nodes, self._text = nodes, text
        self.endResetModel()

    @property
    def listed(self) -> int:
        """How many nodes have a row."""
        return min(len(self._nodes), MOST)

    def rowCount(self, parent: At = NOWHERE) -> int:
        """The rows, with the last one if there are more than are listed."""
        return 0 if parent.isValid() else self.listed + (len(self._nodes) > MOST)

    def data(self, index: At, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """A row's text."""
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if not index.isValid() or role not in texts:
            return None
        if index.row() >= self.listed:
            return self.tr("and {0} more").format(count(len(self._nodes) - self.listed))
        return self._text(int(self._nodes[index.row()]))

    def flags(self, index: At) -> Qt.ItemFlag:
        """All but the last row can be chosen."""
        if index.row() >= self.listed:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)
