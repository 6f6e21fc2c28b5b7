"""Which nodes of a whole graph a filter finds, shown or folded away. No Qt.

Every column of texts is kept as its different values and a number for each node: a graph of
100,000 nodes has some dozens of names, so that a word is looked for in few texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ...engine import messages
from ..panels.numbers import own_name, shape_text
from .chips import LEAF, Bools
from .filters import Condition, Filter, Norm, Text, Which
from .scene import Scene

Indices = npt.NDArray[np.intp]

REACHED, UNMEASURED = 1, 2  # in a Flow's `reached`
COMPARES = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
STATES = {"alive": messages.ALIVE, "freed": messages.FREED, "none": messages.NO_BUFFERS}


@dataclass(frozen=True)
class Texts:
    """One column of texts: its different values, and which of them each node has."""

    values: list[str]
    of: Indices

    @classmethod
    def make(cls, column: Iterable[object], word: Callable[[object], str] = str) -> Texts:
        """From one entry a node; `word` makes an entry's text, once for equal entries."""
        number: dict[object, int] = {}
        of = np.array([number.setdefault(entry, len(number)) for entry in column], np.intp)
        return cls([word(entry).casefold() for entry in number], of)

    def containing(self, text: str) -> Bools:
        """(N,) bool: the nodes in whose value `text` is found."""
        if not self.values:
            return np.zeros(len(self.of), np.bool_)
        found = np.fromiter((text in value for value in self.values), np.bool_, len(self.values))
        return np.asarray(found[self.of], np.bool_)


@dataclass(frozen=True)
class Words:
    """What stands for a module where there is none, in the person's language."""

    outside: str = "outside every module"
    unknown: str = "not known"


class Index:
    """The texts of one graph, made when they are first asked for."""

    def __init__(self, graph: messages.GraphFound, words: Words | None = None) -> None:
        self.graph = graph
        self.count = len(graph.names)
        self._words = words or Words()
        self._known: dict[str, list[str]] = {}

    def matches(self, flow: messages.Flow | None, wanted: Filter) -> Bools:
        """(N,) bool: the nodes for which every condition holds; none for an empty filter.

        Parameters
        ----------
        flow : Flow or None
            The last backward; without one of this graph no condition on gradients or saved
            tensors holds anywhere.
        """
        if flow is not None and (flow.key != self.graph.key or not self._fits(flow)):
            flow = None
        found = np.full(self.count, bool(wanted.conditions))
        for condition in wanted.conditions:
            found &= self._holds(condition, flow)
        return found

    def module(self, node: int) -> str:
        """The module call that made a node, in words; "" where nothing was recorded."""
        return self._call_title(int(self._call_of[node]))

    def known(self, key: str) -> list[str]:
        """What the graph has where a condition of this key looks, each once."""
        graph = self.graph
        columns: dict[str, Iterable[str]] = {
            "op": graph.names, "param": graph.parameters, "line": graph.lines,
            "module": (call.path for call in graph.calls),
        }  # fmt: skip
        if key not in self._known:
            self._known[key] = [text for text in dict.fromkeys(columns.get(key, ())) if text]
        return self._known[key]

    def _fits(self, flow: messages.Flow) -> bool:
        columns = (flow.states, flow.reached, flow.norms)
        return all(len(column.numpy()) == self.count for column in columns)

    def _holds(self, condition: Condition, flow: messages.Flow | None) -> Bools:
        if isinstance(condition, Text):
            return self._contains(condition)
        if isinstance(condition, Which) and condition.key == "module":
            wanted = messages.OUTSIDE if condition.value == "outside" else messages.UNKNOWN
            return np.asarray(self._call_of == wanted)
        state = isinstance(condition, Which) and condition.key == "state"
        if flow is None or (flow.backward == messages.UNOBSERVED and not state):
            return np.zeros(self.count, np.bool_)
        return _flowed(condition, flow)

    def _contains(self, condition: Text) -> Bools:
        text = condition.text
        if condition.column == "module":
            return self._inside(text)
        if condition.column == "word":
            found = np.zeros(self.count, np.bool_)
            for texts in (*self._columns.values(), self._modules):
                found |= texts.containing(text)
            return found
        return self._columns[condition.column].containing(text)

    def _inside(self, text: str) -> Bools:
        """The nodes made in a module call with `text` in path or class, or in a call inside one."""
        calls = self.graph.calls
        inside = np.zeros(len(calls) + 3, np.bool_)  # OUTSIDE, UNKNOWN and NO_CALL are its last
        for number, call in enumerate(calls):  # each comes after the one inside which it ran
            inside[number] = (call.parent >= 0 and inside[call.parent]) or (
                text in self._modules.values[number]
            )
        return np.asarray(inside[self._call_of])

    # --- columns ----------------------------------------------------------------------------

    @cached_property
    def _columns(self) -> dict[str, Texts]:
        graph = self.graph
        lines = graph.lines or ("",) * self.count
        return {
            "op": Texts.make(graph.names),
            "param": Texts.make(graph.parameters),
            "shape": Texts.make(graph.shapes, _shapes),
            "line": Texts.make(lines),
        }

    @cached_property
    def _call_of(self) -> Indices:
        """(N,) int: the innermost call, OUTSIDE, UNKNOWN, or NO_CALL of what no forward made."""
        graph = self.graph
        if graph.call_of is None:
            return np.full(self.count, NO_CALL, np.intp)
        call_of = graph.call_of.numpy().astype(np.intp)
        if graph.sequence:
            call_of[np.array(graph.sequence) < 0] = NO_CALL
        return call_of

    @cached_property
    def _modules(self) -> Texts:
        """A text for each call, then for OUTSIDE, UNKNOWN and NO_CALL from the end."""
        calls = self.graph.calls
        values = [f"{self._call_title(number)} {call.kind}" for number, call in enumerate(calls)]
        ends = ["", self._words.unknown, self._words.outside]
        return Texts([value.casefold() for value in values + ends], self._call_of)

    def _call_title(self, call: int) -> str:
        if call < 0:
            words = {messages.OUTSIDE: self._words.outside, messages.UNKNOWN: self._words.unknown}
            return words.get(call, "")
        found = self.graph.calls[call]
        name = found.path or found.kind
        return name if found.number == 1 else f"{name}#{found.number}"


NO_CALL = -3


def matches(graph: messages.GraphFound, flow: messages.Flow | None, wanted: Filter) -> Bools:
    """(N,) bool: see `Index.matches`; whoever asks more than once keeps an Index."""
    return Index(graph).matches(flow, wanted)


def _shapes(shapes: object) -> str:
    assert isinstance(shapes, tuple)
    return " ".join(
        shape_text(shape) if shape else f"{shape_text(shape)} scalar" for shape in shapes
    )


def _flowed(condition: Condition, flow: messages.Flow) -> Bools:
    reached, norms = flow.reached.numpy(), flow.norms.numpy()
    measured = reached == REACHED
    if isinstance(condition, Norm):
        with np.errstate(invalid="ignore"):  # NaN compares with nothing, as it should
            return np.asarray(measured & COMPARES[condition.sign](norms, condition.value))
    assert isinstance(condition, Which)
    if condition.key == "state":
        return np.asarray(flow.states.numpy() == STATES[condition.value])
    found: Bools = {
        "nan": measured & np.isnan(norms),
        "inf": measured & np.isinf(norms),
        "nonfinite": measured & ~np.isfinite(norms),
        "zero": measured & (norms == 0),
        "none": reached == 0,
        "unmeasured": reached == UNMEASURED,
    }[condition.value]
    return found


def title(graph: messages.GraphFound, node: int) -> str:
    """A node's name: of an AccumulateGrad its parameter's."""
    return own_name(graph.parameters[node]) or graph.names[node]


def detail(index: Index, node: int, scene: Scene | None) -> str:
    """What tells a node from others of its name: shape, module, and the folded box it is in."""
    graph = index.graph
    shapes = ", ".join(map(shape_text, graph.shapes[node]))
    parts = [shapes if graph.shapes[node] != ((),) else "", index.module(node)]
    if scene is not None and graph.names[node] != LEAF:
        box = int(scene.box_of[node])
        if box >= 0 and scene.node[box] < 0 and scene.titles[box] != parts[1]:
            parts.append(f"▸ {scene.titles[box]}")
    return " · ".join(part for part in parts if part)


def places(scene: Scene, nodes: Indices) -> tuple[dict[int, int], set[int]]:
    """Where nodes are in a scene: boxes with how many each holds, and chips."""
    on_chip = np.isin(scene.chips.leaf, nodes)
    chips = set(np.flatnonzero(on_chip).tolist())
    alone = nodes[scene.chip_of[nodes] < 0]
    boxes, many = np.unique(scene.box_of[alone], return_counts=True)
    found = {box: n for box, n in zip(boxes.tolist(), many.tolist(), strict=True) if box >= 0}
    views = scene.chip_of[nodes[scene.chip_of[nodes] >= 0]]
    return found, chips | set(views.tolist())
