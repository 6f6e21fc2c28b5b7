"""The flow: the gradients that arrive at nodes and edges during one backward.

Hooks on the nodes measure each gradient while torch's own engine runs; they return None and hold
integers only, so that the numbers are torch's and nothing outlives the graph.

Source: https://docs.pytorch.org/docs/stable/autograd.html#torch.autograd.graph.Node.register_prehook
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Any

import numpy as np
import torch

from .leaves import LeafHooks, leaf_of
from .tensors import exact, norm
from .walk import Edge, Node

KEEP_BYTES = 64 << 20
"""Copies of gradients kept for looking at, in bytes at most; watched nodes come first."""

REACHED, UNMEASURED = 1, 2
"""In `reached`: a gradient arrived; one arrived of which torch can compute no norm."""

Gradients = Sequence[torch.Tensor | None]


class Flow:
    """What one backward did; arrays are parallel to the nodes and edges walked before it."""

    def __init__(self, nodes: int, edges: Sequence[Edge]) -> None:
        self.reached = np.zeros(nodes, np.uint8)
        self.norms = np.zeros(nodes, np.float64)
        self.edge_reached = np.zeros(len(edges), np.uint8)
        self.edge_norms = np.zeros(len(edges), np.float64)
        self.order = np.full(nodes, -1, np.int32)
        self.kept: dict[int, tuple[torch.Tensor | None, ...]] = {}
        self.not_kept: dict[int, int] = {}  # bytes of what the budget had no room for
        self.unfinished: int | None = None  # the node that an exception came from


class Recorder:
    """A context manager that records the Flow of every backward inside it.

    Parameters
    ----------
    nodes, edges
        As `walk` gives them.
    watched : set of int
        Nodes whose gradients are kept whatever the budget.
    keep_all : bool
        Whether the other nodes' gradients are kept too, as far as the budget goes.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        edges: Sequence[Edge],
        watched: set[int] | frozenset[int] = frozenset(),
        keep_all: bool = True,
    ) -> None:
        self.flow = Flow(len(nodes), edges)
        self._nodes: Sequence[Node] = nodes
        self._watched = watched
        self._budget = KEEP_BYTES if keep_all else 0
        self._ticks = 0
        self._lazy: list[tuple[np.ndarray[Any, Any], int, torch.Tensor]] = []
        self._removers: list[Callable[[], None]] = []
        self._leaf: LeafHooks | None = None  # where a gradient has arrived last
        self._slots: list[list[int]] = [[] for _ in nodes]
        for number, (source, _target, _nr) in enumerate(edges):
            self._slots[source].append(number)
        self._inputs = [
            [k for k, (target, _) in enumerate(node.next_functions) if target is not None]
            for node in nodes
        ]

    def __enter__(self) -> Flow:
        leaves = [leaf_of(node) for node in self._nodes]
        uses = Counter(map(id, leaves))  # moved in between, a leaf has had another node before
        for index, (node, leaf) in enumerate(zip(self._nodes, leaves, strict=True)):
            if leaf is not None and uses[id(leaf)] == 1:
                hooks = LeafHooks(leaf, partial(self._arrives, index), self._passed)
                self._removers.append(hooks.remove)
            else:
                self._removers.append(node.register_prehook(partial(self._before, index)).remove)
                self._removers.append(node.register_hook(partial(self._after, index)).remove)
        self._nodes = ()
        return self.flow

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._leaf is not None and self._leaf.accumulated:
            self._passed()
        self._leaf = None
        for remove in self._removers:
            remove()
        self._removers.clear()
        self._settle()

    def _arrives(self, index: int, leaf: LeafHooks, gradient: torch.Tensor | None) -> None:
        self._before(index, (gradient,))
        self._leaf = leaf

    def _passed(self) -> None:
        self.flow.unfinished = None

    def _before(self, index: int, gradients: Gradients) -> None:
        flow = self.flow
        self._leaf = None
        flow.unfinished = index
        flow.order[index] = self._ticks
        self._ticks += 1
        present = [g for g in gradients if g is not None]
        if not present:
            return
        flow.reached[index] = REACHED
        if len(present) == 1:
            self._measure(flow.norms, flow.reached, index, present[0])
        else:
            self._measure_many(index, present)
        self._keep(index, gradients)

    def _after(self, index: int, inputs: Gradients, _outputs: Gradients) -> None:
        flow = self.flow
        for edge, k in zip(self._slots[index], self._inputs[index], strict=True):
            gradient = inputs[k] if k < len(inputs) else None
            if gradient is not None:
                flow.edge_reached[edge] = REACHED
                self._measure(flow.edge_norms, flow.edge_reached, edge, gradient)
        self._passed()

    def _measure(
        self,
        into: np.ndarray[Any, Any],
        reached: np.ndarray[Any, Any],
        index: int,
        gradient: torch.Tensor,
    ) -> None:
        try:
            value = norm(gradient)
        except (NotImplementedError, RuntimeError):  # a dtype without arithmetic
            reached[index] = UNMEASURED
            return
        if value.is_cpu:
            number = value.item()
            into[index] = number if math.isfinite(number) else exact(gradient)
        else:
            self._lazy.append((into, index, value))  # .item() would wait for the device

    def _measure_many(self, index: int, gradients: Sequence[torch.Tensor]) -> None:
        """The norm over all slots of a node with several outputs."""
        parts = np.zeros(len(gradients))
        reached = np.ones(len(gradients), np.uint8)
        waiting = len(self._lazy)
        for slot, gradient in enumerate(gradients):
            self._measure(parts, reached, slot, gradient)
        for into, slot, value in self._lazy[waiting:]:
            into[slot] = value.item()
        del self._lazy[waiting:]
        self.flow.norms[index] = np.linalg.norm(parts)
        self.flow.reached[index] = reached.max()

    def _keep(self, index: int, gradients: Gradients) -> None:
        size = sum(g.numel() * g.element_size() for g in gradients if g is not None)
        if index not in self._watched:
            if size > self._budget:
                self.flow.not_kept[index] = size
                return
            self._budget -= size
        # Clones: holding torch's own tensor would change how it accumulates.
        self.flow.kept[index] = tuple(None if g is None else g.detach().clone() for g in gradients)

    def _settle(self) -> None:
        """Fetch the norms that were left on an accelerator, in one transfer per dtype."""
        by_dtype: dict[torch.dtype, list[tuple[np.ndarray[Any, Any], int, torch.Tensor]]] = {}
        for entry in self._lazy:
            by_dtype.setdefault(entry[2].dtype, []).append(entry)
        for entries in by_dtype.values():
            values = torch.stack([value for _, _, value in entries]).cpu().tolist()
            for (into, index, _), number in zip(entries, values, strict=True):
                into[index] = number
        self._lazy.clear()
