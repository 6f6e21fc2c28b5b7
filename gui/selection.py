"""What is selected, once for the whole window: a parameter or a node of the graph."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The one selection that every panel shows and any panel may set.

    A parameter is selected by its name ("conv1.weight"), so that it stays selected when the graph
    is built anew; an operation by its node index, which belongs to one graph.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parameter: str | None = None
        self.node: int | None = None

    def select_parameter(self, name: str) -> None:
        """Select a parameter everywhere."""
        self._set(name, None)

    def select_node(self, index: int) -> None:
        """Select an operation (not an AccumulateGrad: select its parameter)."""
        self._set(None, index)

    def clear(self) -> None:
        """Select nothing."""
        self._set(None, None)

    def _set(self, parameter: str | None, node: int | None) -> None:
        if (parameter, node) != (self.parameter, self.node):
            self.parameter, self.node = parameter, node
            self.changed.emit()
