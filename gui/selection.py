"""What is selected, once for the whole window: a parameter, a node of the graph or a group."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Group:
    """Operations that the graph folds into one: a module call, repeated structures.

    Attributes
    ----------
    index : int
        The group in the fold tree of the graph that is shown.
    first, count : int
        Of a repeated structure, the elements meant; else 0 and 1.
    title, detail : str
        "encoder.layer.0 – 11" and "BertLayer".
    nodes : (n,) int32
        The graph's nodes in it.
    """

    index: int
    first: int
    count: int
    title: str
    detail: str
    nodes: npt.NDArray[np.int32] = field(compare=False, repr=False)


class Selection(QObject):
    """The one selection that every panel shows and any panel may set.

    A parameter is selected by its name ("conv1.weight"), so that it stays selected when the graph
    is built anew; an operation by its node index and a group by its index in the fold tree, which
    belong to one graph.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parameter: str | None = None
        self.node: int | None = None
        self.group: Group | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing is selected."""
        return self.parameter is None and not self.of_graph

    @property
    def of_graph(self) -> bool:
        """Whether what is selected has a meaning in one graph only."""
        return self.node is not None or self.group is not None

    def select_parameter(self, name: str) -> None:
        """Select a parameter everywhere."""
        self._set(name, None, None)

    def select_node(self, index: int) -> None:
        """Select an operation (not an AccumulateGrad: select its parameter)."""
        self._set(None, index, None)

    def select_group(self, group: Group) -> None:
        """Select what is folded into one box, or the frame around it."""
        self._set(None, None, group)

    def clear(self) -> None:
        """Select nothing."""
        self._set(None, None, None)

    def _set(self, parameter: str | None, node: int | None, group: Group | None) -> None:
        if (parameter, node, group) != (self.parameter, self.node, self.group):
            self.parameter, self.node, self.group = parameter, node, group
            self.changed.emit()
