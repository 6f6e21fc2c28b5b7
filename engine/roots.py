"""The tensors that a forward leaves for backward to start from, and the graph behind them."""

from __future__ import annotations

from typing import Any

import msgspec
import torch

from .. import catalogue
from .buffers import Buffers
from .checkpoint import Place
from .graph import Graph
from .source import Source
from .walk import Edge, Node, Shapes, guard, roots_of, sequence_of, walk


class Walked(msgspec.Struct):
    """The nodes and edges behind the current losses and output; dropped with the next forward."""

    nodes: list[Node]
    edges: list[Edge]
    names: tuple[str, ...]  # of the roots, which are the first nodes
    sequence: list[int]
    shapes: Shapes
    buffers: Buffers | None = None  # what they have saved, read when first asked for
    graph: Graph | None = None  # the same as columns, made when first asked for
    whole: Graph | None = None  # with what its nodes have saved

    @property
    def roots(self) -> int:
        """How many of the nodes, from the first on, are roots."""
        return len(self.names)


class Roots:
    """Losses and output in a namespace: which forward made each, and what is behind them.

    Parameters
    ----------
    source : Source
        Its `forward` makes them.
    namespace : dict
        Where its statements run.
    """

    def __init__(self, source: Source, namespace: dict[str, Any]) -> None:
        self.names = source.roots
        self._lines = catalogue.assigned(source.forward)
        self._namespace = namespace
        self._origins: dict[str, Place] = {}
        self._walked: Walked | None = None

    @property
    def origin(self) -> Place | None:
        """The place of the oldest forward of which a loss or the output is still here."""
        return min(self._origins.values(), default=None)

    @property
    def present(self) -> tuple[str, ...]:
        """The names that there are, whatever they stand for."""
        return tuple(name for name in self.names if name in self._namespace)

    def tensors(self) -> dict[str, torch.Tensor]:
        """Those that backward can start from, by their names."""
        found = {name: self._namespace[name] for name in self.present}
        return {
            name: tensor
            for name, tensor in found.items()
            if isinstance(tensor, torch.Tensor) and tensor.requires_grad
        }

    def forget(self) -> None:
        """Drop all that a forward has left."""
        for name in (*self.names, *self._lines):
            self._namespace.pop(name, None)
        self._origins.clear()
        self._walked = None

    def renew(self) -> None:
        """Another forward begins: what was walked is no longer what is here."""
        self._walked = None

    def made(self, place: Place, until: int | None = None) -> bool:
        """Note that the forward at `place` made what is here; whether it made any of it.

        Parameters
        ----------
        place : (entry, iterations)
            Where in the journal it ran.
        until : int, optional
            The line of its text, from 1 on, where it has failed.
        """
        new = [
            name for name in self.present if until is None or self._lines.get(name, until) < until
        ]
        self._origins.update(dict.fromkeys(new, place))
        return bool(new)

    def walked(self) -> Walked | None:
        """The graph behind the losses and the output; None if there is none.

        A root that is reached from the others is no root of its own.
        """
        if self._walked is None:
            tensors = self.tensors()
            names: list[str] = []
            roots: list[Node] = []
            nodes: list[Node] = []
            edges: list[Edge] = []
            for name, tensor in tensors.items():
                (root,) = roots_of([tensor])
                if root not in set(nodes):
                    names.append(name)
                    roots.append(root)
                    nodes, edges = walk(roots)
            if nodes:
                numbers = sequence_of(nodes)
                shapes = guard(list(tensors.values()), nodes, numbers)
                self._walked = Walked(nodes, edges, tuple(names), numbers, shapes)
        return self._walked
