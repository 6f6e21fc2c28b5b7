"""Finding the nodes and edges of an autograd graph, and letting go of them without a crash.

torch 2.13 makes a Python wrapper for every node that is looked at, and that wrapper lives as long
as the node. Freeing a chain of wrapped nodes recurses once per node and overruns the stack: at
8 MiB somewhere beyond 40,000 nodes, on a 512 KiB thread at 2,000. A large graph that was walked is
therefore pinned here, and unpinned from its root downwards once nobody else holds it, so that each
node is freed alone.

Source: https://docs.pytorch.org/docs/stable/autograd.html#torch.autograd.graph.Node.next_functions
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import sys
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import torch

Node: TypeAlias = Any  # torch.autograd.graph.Node; its members are partly private
Edge: TypeAlias = tuple[int, int, int]
Shape: TypeAlias = tuple[int, ...]

NO_NUMBER = 2**64 - 1
_NAMELESS = "CppFunction"

DEEP = 500
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
    known, found, connect = index.get, nodes.append, edges.append
    with uncollected():
        for source, node in enumerate(nodes):  # the list grows while it is read: a queue
            for target, input_nr in node.next_functions:
                if target is None:  # an input that needs no gradient
                    continue
                at = known(target)
                if at is None:
                    at = index[target] = len(nodes)
                    found(target)
                connect((source, at, input_nr))
    return nodes, edges


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector, which looks at all that was made, again and again.

    A walk makes some objects per node and no cycle; at 100,000 nodes collecting takes as long as
    walking.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def names_of(nodes: Sequence[Node]) -> tuple[str, ...]:
    """torch's names without their namespace: "AddmmBackward0", "CopySlices"."""
    types = list(map(type, nodes))
    one = dict(zip(types, nodes, strict=True))  # nodes of one class have one name...
    names = {kind: _short(node) for kind, node in one.items()}
    if _NAMELESS in {kind.__name__ for kind in one}:  # ...but for those torch has no class for
        return tuple(map(_short, nodes))
    return tuple(map(names.__getitem__, types))


def _short(node: Node) -> str:
    name: str = node.name()
    return name[name.rfind(":") + 1 :]


def sequence_of(nodes: Sequence[Node]) -> list[int]:
    """When each node was made, counted per thread; -1 at an AccumulateGrad, which has no such."""
    return [-1 if (k := node._sequence_nr()) == NO_NUMBER else k for node in nodes]


def shapes_of(nodes: Sequence[Node]) -> tuple[tuple[Shape, ...], ...]:
    """The shapes of the gradients that each node receives, one per output of its operation."""
    with uncollected():
        return tuple([tuple([tuple(s.shape) for s in node._input_metadata]) for node in nodes])


class Shapes:
    """The shapes of a graph's gradients, read when first asked for; holds no node.

    Of a pinned graph they can be had until it is unpinned, and are read then at the latest.
    """

    def __init__(self, shapes: tuple[tuple[Shape, ...], ...] | None) -> None:
        self._shapes = shapes

    def get(self) -> tuple[tuple[Shape, ...], ...]:
        """One tuple of shapes per node."""
        if self._shapes is None:
            with _keeper.lock:
                if self._shapes is None:
                    nodes, _tensors = _keeper.unread.pop(self)
                    self._shapes = shapes_of(nodes)
        return self._shapes


class _Keeper:
    """Holds the wrappers of deep graphs, and a thread with a large stack that lets go of them."""

    def __init__(self) -> None:
        self.held: dict[Node, int] = {}  # each node once, whatever the number of walks
        self.tensors: list[weakref.ref[torch.Tensor]] = []
        self.unread: weakref.WeakKeyDictionary[
            Shapes, tuple[Sequence[Node], list[weakref.ref[torch.Tensor]]]
        ] = weakref.WeakKeyDictionary()
        self.wake = threading.Event()
        self.ending = threading.Event()
        self.lock = threading.RLock()
        self.thread: threading.Thread | None = None

    def hold(
        self, tensors: Iterable[torch.Tensor], nodes: Iterable[Node], numbers: Iterable[int]
    ) -> list[weakref.ref[torch.Tensor]]:
        refs = [weakref.ref(tensor, self._died) for tensor in tensors]
        with self.lock:
            self.held.update((n, k) for n, k in zip(nodes, numbers, strict=True) if k >= 0)
            self.tensors = [ref for ref in self.tensors if ref() is not None]
            self.tensors += refs
            if self.thread is None:
                self._start()
        return refs

    def _start(self) -> None:
        # What is still held at exit stays: freeing it then would recurse after all.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self.held))
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self.unread))
        before = threading.stack_size(256 << 20)
        try:
            self.thread = threading.Thread(target=self._run, name="gradwalk-release", daemon=True)
            self.thread.start()
            atexit.register(self._end, self.thread)
        finally:
            threading.stack_size(before)

    def _end(self, thread: threading.Thread) -> None:
        """Let the thread end by itself: an interpreter that ends it inside torch aborts."""
        self.ending.set()
        self.wake.set()
        thread.join()

    def _died(self, _ref: weakref.ref[torch.Tensor]) -> None:
        # Not here: freeing a graph inside this callback still recurses (torch 2.13).
        self.wake.set()

    def read(self) -> None:
        """Read the shapes of each graph whose tensors are all dead, for whoever still has it."""
        with self.lock:
            for shapes, (_nodes, refs) in list(self.unread.items()):
                if all(ref() is None for ref in refs):
                    shapes.get()

    def release(self) -> int:
        """Let go of each node that nothing else holds, newest first; how many are left."""
        self.read()
        with self.lock:
            order = sorted(self.held, key=self.held.__getitem__)
            while order and not self.ending.is_set():
                node = order.pop()
                # This name, the argument and the dictionary; more: torch or a person holds it.
                if sys.getrefcount(node) <= 3:
                    del self.held[node]
            return len(self.held)

    def _run(self) -> None:
        while not self.ending.is_set():
            self.wake.wait()
            pause = POLL_SECONDS
            # The tensor that died may still be on the stack of the thread that dropped it, and
            # somebody may hold a part of its graph for a while: look again until nothing is left.
            while not self.ending.wait(pause):
                again = self.wake.is_set()
                self.wake.clear()
                if self.release() == 0:
                    break
                pause = POLL_SECONDS if again else min(2 * pause, POLL_LONGEST)


_keeper = _Keeper()


def guard(tensors: Sequence[torch.Tensor], nodes: Sequence[Node], numbers: Sequence[int]) -> Shapes:
    """Make a walked graph safe to drop, whoever drops it; call it once after each walk.

    Parameters
    ----------
    tensors, nodes, numbers
        What was walked from, and what was found, with its sequence numbers.

    Returns
    -------
    Shapes
        Of the nodes' gradients: of a pinned graph not read yet.
    """
    if len(nodes) < DEEP:
        return Shapes(shapes_of(nodes))
    with _keeper.lock:
        refs = _keeper.hold(tensors, nodes, numbers)
        shapes = Shapes(None)
        _keeper.unread[shapes] = nodes, refs
    return shapes
