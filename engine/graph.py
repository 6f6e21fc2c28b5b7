"""Graph: the autograd graph behind any tensors, as plain columns."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import msgspec
import numpy as np
import numpy.typing as npt

from . import export, messages, picture
from .walk import Edge, Shape, Shapes

if TYPE_CHECKING:
    import networkx as nx

PATIENCE = 60.0
"""Seconds that a notebook's cell waits for its picture."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the graph, as it was when the graph was found.

    Attributes
    ----------
    index : int
        Its place in `Graph.nodes`.
    name : str
        torch's name without its namespace, "AddmmBackward0".
    module, line : str or None
        The module call and the source line that made it, where known.
    parameter : str or None
        At an AccumulateGrad, the parameter's name, where a model was given.
    shapes : tuple of shape
        Of the gradients that it receives, one per output of the forward operation.
    sequence : int
        When it was made, counted per thread; -1 for an AccumulateGrad.
    """

    index: int
    name: str
    module: str | None
    line: str | None
    parameter: str | None
    shapes: tuple[Shape, ...]
    sequence: int


class Nodes(Sequence[Node]):
    """The nodes of a graph as a sequence; a Node is made when it is looked at."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __len__(self) -> int:
        return len(self._graph.names)

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        if isinstance(index, slice):
            return [self._graph.node(i) for i in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        return self._graph.node(at)

    def __iter__(self) -> Iterator[Node]:
        return map(self._graph.node, range(len(self)))


@dataclass(frozen=True, eq=False)
class Graph:
    """An autograd graph: nodes in breadth-first order from the roots, and edges between them.

    It holds no torch object: neither a node nor a tensor lives longer because of it.

    Attributes
    ----------
    edges : list of (source, target, input_nr)
        Indices into nodes; source's next_functions names target.
    roots : tuple of int
        Where backward would start.
    """

    names: tuple[str, ...]
    edges: list[Edge]
    roots: tuple[int, ...]
    shapes: Shapes = field(repr=False)
    sequence: tuple[int, ...] = field(repr=False)
    parameters: Mapping[int, str] = field(default_factory=dict, repr=False)
    calls: tuple[messages.ModuleCall, ...] = field(default=(), repr=False)
    call_of: npt.NDArray[np.int32] | None = field(default=None, repr=False)
    lines: Mapping[int, str] = field(default_factory=dict, repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    note: str = field(default="", repr=False)
    saved: npt.NDArray[np.int32] | None = field(default=None, repr=False)
    storages: npt.NDArray[np.int64] | None = field(default=None, repr=False)

    @property
    def all_shapes(self) -> tuple[tuple[Shape, ...], ...]:
        """Of every node, the shapes of the gradients that it receives."""
        return self.shapes.get()

    @property
    def unattributed(self) -> int:
        """How many nodes could not be attributed for certain, leaves aside."""
        made = np.asarray(self.sequence, np.int64) >= 0
        if self.call_of is None:
            return int(made.sum())
        return int((made & (self.call_of == messages.UNKNOWN)).sum())

    @property
    def nodes(self) -> Nodes:
        """The nodes; `graph.nodes[i]`, `len`, iteration and slices work."""
        return Nodes(self)

    def node(self, index: int) -> Node:
        """The node at `index` (0 <= index < len)."""
        return Node(
            index,
            self.names[index],
            self.module(index),
            self.lines.get(index),
            self.parameters.get(index),
            self.all_shapes[index],
            self.sequence[index],
        )

    def module(self, index: int) -> str | None:
        """The module call that made a node: its path, with "#2" at the second call of a module.

        What a model's own forward made bears the class of the model. None: made outside every
        module, or not known.
        """
        call = -1 if self.call_of is None else int(self.call_of[index])
        if call < 0:
            return None
        found = self.calls[call]
        name = found.path or found.kind
        return name if found.number == 1 else f"{name}#{found.number}"

    def __repr__(self) -> str:
        return f"<gradwalk.Graph: {len(self.names):,} nodes, {len(self.edges):,} edges>"

    def to_networkx(self) -> nx.MultiDiGraph:
        """A networkx graph: nodes 0..n-1 with their attributes, edges keyed and with input_nr."""
        return export.to_networkx(self)

    def to_dot(self) -> str:
        """Graphviz source of the whole graph."""
        return export.to_dot(self)

    def to_json(self) -> str:
        """networkx's node-link JSON."""
        return export.to_json(self)

    def to_graphml(self) -> str:
        """GraphML, which Gephi and yEd read."""
        return export.to_graphml(self)

    def picture(
        self,
        path: str | os.PathLike[str],
        *,
        folded: bool = True,
        theme: messages.PictureTheme = "light",
        scale: float | None = None,
        width: int | None = None,
    ) -> Path:
        """Draw the graph into a file, as the window does, without a window or a display.

        Parameters
        ----------
        path : str or path
            Its suffix tells the format: .svg, .png or .pdf.
        folded : bool
            As it opens in the window: modules and repeated structures folded until some 24 boxes
            are left. Else every operation.
        theme : "light" or "dark"
            Dark on white, or light on black.
        scale : float, optional
            Pixels for each of the picture's own; the text has 13 of these. Usually 2 in a PNG, less
            where it would be too large, and 1 in SVG and PDF.
        width : int, optional
            The picture's width in pixels, instead of `scale`; SVG and PDF have 96 to the inch.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        ValueError
            If the suffix or an option means nothing.
        OSError
            If the folder is missing, or the file cannot be written.
        PictureError
            If it cannot be drawn: what is missing on this machine, or that it would be too large.

        Examples
        --------
        >>> gradwalk.trace(loss).picture("graph.svg")  # doctest: +SKIP
        """
        target = Path(path)
        request = self._drawing(picture.format_of(target), folded, theme, scale, width)
        picture.save(request, target)
        return target

    def _drawing(
        self,
        form: messages.PictureFormat,
        folded: bool = True,
        theme: messages.PictureTheme = "light",
        scale: float | None = None,
        width: int | None = None,
    ) -> messages.DrawGraph:
        return picture.checked(
            messages.DrawGraph(self.message(), form, theme, folded, scale, width)
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The folded picture and one line of text, for a notebook's cell; never an exception."""
        try:
            drawn = picture.draw(self._drawing("svg"), PATIENCE)
        except (picture.PictureError, OSError, RuntimeError) as error:
            return {"text/plain": f"{self!r}\nNo picture: {error}"}
        return {"image/svg+xml": drawn.decode(), "text/plain": repr(self)}

    @cached_property
    def key(self) -> int:
        """The same number for graphs of the same structure, names and shapes."""
        labels = (sorted(self.parameters.items()), self.calls, sorted(self.lines.items()))
        text = msgspec.msgpack.encode((self.names, self.roots, self.all_shapes, labels))
        edges = self.edge_rows.tobytes()
        if self.call_of is not None:
            edges += self.call_of.tobytes()
        return zlib.crc32(edges, zlib.crc32(text)) | (len(self.names) << 32)

    @cached_property
    def edge_rows(self) -> npt.NDArray[np.int32]:
        """(E, 3) int32: the edges."""
        flat = np.fromiter(chain.from_iterable(self.edges), np.int32, 3 * len(self.edges))
        return flat.reshape(-1, 3)

    def replaced(self, **columns: Any) -> Graph:
        """The same nodes and edges with other columns."""
        graph = replace(self, **columns)
        graph.__dict__["edge_rows"] = self.edge_rows
        if columns.keys() <= {"saved", "storages"}:  # which the key does not tell
            graph.__dict__["key"] = self.key
        return graph

    def message(self) -> messages.GraphFound:
        """The graph as the window receives it."""
        n = len(self.names)
        return messages.GraphFound(
            key=self.key,
            names=self.names,
            parameters=_column(self.parameters, n),
            shapes=self.all_shapes,
            edges=messages.Array.of(self.edge_rows),
            roots=self.roots,
            calls=self.calls,
            call_of=None if self.call_of is None else messages.Array.of(self.call_of),
            lines=_column(self.lines, n) if self.lines else (),
            files=dict(self.files),
            note=self.note,
            sequence=self.sequence,
            saved=None if self.saved is None else messages.Array.of(self.saved),
            storages=None if self.storages is None else messages.Array.of(self.storages),
        )


def _column(texts: Mapping[int, str], count: int) -> tuple[str, ...]:
    """The text of each node, "" where there is none."""
    column = [""] * count
    for index, text in texts.items():
        column[index] = text
    return tuple(column)
