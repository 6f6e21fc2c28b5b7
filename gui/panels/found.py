"""Looking around in a graph that was found: which nodes a node names, and which name it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ...engine.messages import OUTSIDE, GraphFound
from . import numbers


def module_label(graph: GraphFound, node: int) -> str:
    """The module call that made a node, in words; "" where nothing was recorded."""
    if graph.call_of is None or not graph.sequence or graph.sequence[node] < 0:
        return ""
    call = int(graph.call_of.numpy()[node])
    if call == OUTSIDE:
        return QCoreApplication.translate("Graph", "outside every module")
    if call < 0:
        return QCoreApplication.translate("Graph", "not known")
    found = graph.calls[call]
    name = found.path or found.kind
    return name if found.number == 1 else f"{name}#{found.number}"


class FoundGraph:
    """A GraphFound with its edges decoded."""

    def __init__(self, message: GraphFound) -> None:
        self.message = message
        self._edges = message.edges.numpy().reshape(-1, 3)

    def __len__(self) -> int:
        return len(self.message.names)

    def next_functions(self, node: int) -> list[tuple[int, int]]:
        """The nodes that this one sends gradients to, each with its input_nr, in torch's order."""
        rows = self._edges[self._edges[:, 0] == node]
        return [(int(target), int(number)) for _, target, number in rows]

    def named_by(self, node: int) -> list[tuple[int, int]]:
        """The nodes whose next_functions name this one, each with its input_nr."""
        rows = self._edges[self._edges[:, 1] == node]
        return [(int(source), int(number)) for source, _, number in rows]

    def parameter(self, node: int) -> str:
        """The parameter of an AccumulateGrad, "" for any other node."""
        return self.message.parameters[node] if node < len(self.message.parameters) else ""

    def accumulator(self, parameter: str) -> int | None:
        """The AccumulateGrad of a parameter."""
        for node, label in enumerate(self.message.parameters):
            if label and parameter in (label, *label.split(" = ")):
                return node
        return None

    def label(self, column: tuple[str, ...], node: int) -> str:
        """A node's entry in a column that may be empty, as `lines`."""
        return column[node] if node < len(column) else ""

    def received(self, node: int) -> str:
        """The shapes of the gradients that a node receives."""
        shapes = self.message.shapes[node] if node < len(self.message.shapes) else ()
        return ", ".join(numbers.shape_text(shape) for shape in shapes)
