"""Finding the nodes and edges of an autograd graph, and letting go of them without a crash.

torch 2.13 makes a Python wrapper for every node that is looked at, and that wrapper lives as long
as the node. Freeing a chain of wrapped nodes recurses once per node and overruns the stack: at
8 MiB somewhere beyond 40,000 nodes, on a 512 KiB thread at 2,000. A large graph that was walked is
therefore pinned here, and unpinned from its root downwards once nobody else holds it, so that each
node is freed alone.

Source: https://docs.pytorch.org/docs/stable/autograd.html#torch.autograd.graph.Node.next_functions
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
import weakref
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import torch

Node: TypeAlias = Any  # torch.autograd.graph.Node; its members are partly private
Edge: TypeAlias = tuple[int, int, int]

DEEP = 1000
"""Nodes from which on a walked graph is pinned: 190 bytes of stack each, in 512 KiB at least."""

POLL_SECONDS = 0.05
POLL_LONGEST = 2.0


def roots_of(tensors: Iterable[torch.Tensor]) -> list[Node]:
    """The nodes that produced these tensors, without repetition.

    Raises
    ------
    TypeError
        If something is not a tensor.
    ValueError
        If a tensor has no graph behind it, with the reason.
    """
    nodes: dict[Node, None] = {}
    for index, tensor in enumerate(tensors):
        if not isinstance(tensor, torch.Tensor):
            raise TypeError(f"tensor {index} is a {type(tensor).__name__}, not a torch.Tensor")
        if not tensor.requires_grad:
            raise ValueError(
                f"tensor {index} does not require grad and has no grad_fn: there is no autograd "
                "graph behind it. It was made under torch.no_grad(), detached, or depends on no "
                "tensor that requires grad."
            )
        nodes[torch.autograd.graph.get_gradient_edge(tensor).node] = None
    return list(nodes)


def walk(roots: Sequence[Node]) -> tuple[list[Node], list[Edge]]:
    """All nodes behind `roots` in breadth-first order, and all edges between them.

    Returns
    -------
    nodes : list of torch.autograd.graph.Node
        The roots first.
    edges : list of (source, target, input_nr)
        Indices into nodes: source's next_functions names target.
    """
    nodes = list(roots)
    index = {node: i for i, node in enumerate(nodes)}
    edges: list[Edge] = []
    for source, node in enumerate(nodes):  # the list grows while it is read: a queue
        for target, input_nr in node.next_functions:
            if target is None:  # an input that needs no gradient
                continue
            at = index.get(target)
            if at is None:
                at = index[target] = len(nodes)
                nodes.append(target)
            edges.append((source, at, input_nr))
    return nodes, edges


def sequence_number(node: Node) -> int:
    """When the node was made, counted per thread; -1 for an AccumulateGrad, which has no such."""
    number = int(node._sequence_nr())
    return -1 if number == 2**64 - 1 else number


class _Keeper:
    """Holds the wrappers of deep graphs, and a thread with a large stack that lets go of them."""

    def __init__(self) -> None:
        self.held: dict[Node, int] = {}  # each node once, whatever the number of walks
        self.tensors: list[weakref.ref[torch.Tensor]] = []
        self.wake = threading.Event()
        self.lock = threading.RLock()
        self.thread: threading.Thread | None = None

    def hold(self, tensors: Iterable[torch.Tensor], nodes: Iterable[Node]) -> None:
        numbered = ((node, sequence_number(node)) for node in nodes)
        with self.lock:
            self.held.update((node, number) for node, number in numbered if number >= 0)
            self.tensors = [ref for ref in self.tensors if ref() is not None]
            self.tensors += [weakref.ref(tensor, self._died) for tensor in tensors]
            if self.thread is None:
                self._start()

    def _start(self) -> None:
        # What is still held at exit stays: freeing it then would recurse after all.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self.held))
        before = threading.stack_size(256 << 20)
        try:
            self.thread = threading.Thread(target=self._run, name="gradwalk-release", daemon=True)
            self.thread.start()
        finally:
            threading.stack_size(before)

    def _died(self, _ref: weakref.ref[torch.Tensor]) -> None:
        # Not here: freeing a graph inside this callback still recurses (torch 2.13).
        self.wake.set()

    def release(self) -> int:
        """Let go of each node that nothing else holds, newest first; how many are left."""
        with self.lock:
            order = sorted(self.held, key=self.held.__getitem__)
            while order:
                node = order.pop()
                # This name, the argument and the dictionary; more: torch or a person holds it.
                if sys.getrefcount(node) <= 3:
                    del self.held[node]
            return len(self.held)

    def _run(self) -> None:
        while True:
            self.wake.wait()
            pause = POLL_SECONDS
            # The tensor that died may still be on the stack of the thread that dropped it, and
            # somebody may hold a part of its graph for a while: look again until nothing is left.
            while True:
                time.sleep(pause)
                again = self.wake.is_set()
                self.wake.clear()
                if self.release() == 0:
                    break
                pause = POLL_SECONDS if again else min(2 * pause, POLL_LONGEST)


_keeper = _Keeper()


def guard(tensors: Sequence[torch.Tensor], nodes: Sequence[Node]) -> None:
    """Make a walked graph safe to drop, whoever drops it; call it once after each walk."""
    if len(nodes) >= DEEP:
        _keeper.hold(tensors, nodes)
