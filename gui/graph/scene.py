"""What the canvas draws of a graph: boxes, chips and links as columns. No Qt.

A parameter, and what leads only to it (`TBackward0`, views of weights), is drawn as a chip on the
operation that uses it, one chip per use: an edge from every use to one far-away box would span the
whole picture. The graph's data keeps every node and edge.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ...engine.messages import GraphFound

LEAF = "AccumulateGrad"
VIEWS = frozenset(
    f"{name}Backward0"
    for name in (
        "T", "View", "UnsafeView", "Transpose", "Permute", "Expand", "Unsqueeze", "Squeeze",
        "Select", "Slice", "AsStrided", "ReshapeAlias", "ToCopy", "Alias", "Clone", "Unbind",
    )
)  # fmt: skip
"""Operations that only look at a parameter in another way on the way to their user."""

LONGEST_VIEW_CHAIN = 4


@dataclass(frozen=True)
class Chip:
    """One use of a parameter: drawn on box `box`, standing for `nodes` (the leaf is the last)."""

    box: int
    text: str
    parameter: str
    nodes: tuple[int, ...]
    edges: tuple[int, ...]


@dataclass(frozen=True)
class Link:
    """An edge of the graph between two boxes."""

    source: int
    target: int
    edge: int
    label: str = ""  # input_nr, where the target has several outputs


@dataclass(frozen=True)
class Scene:
    """Everything that has a place in the picture; lists are parallel to boxes."""

    graph: GraphFound
    nodes: npt.NDArray[np.int32]  # the node each box stands for
    chips: list[list[Chip]]
    links: list[Link]
    box_of: npt.NDArray[np.int32]  # per node; -1 if it is on a chip
    roots: frozenset[int]  # boxes
    uses: dict[str, list[Chip]] = field(default_factory=dict)  # by parameter name

    def title(self, box: int) -> str:
        """torch's name of the operation."""
        return self.graph.names[self.nodes[box]]

    def shape(self, box: int) -> str:
        """The shapes of the operation's outputs."""
        return shapes_text(self.graph.shapes[self.nodes[box]])

    def module(self, box: int) -> str:
        """The module call that made it, "" if unknown."""
        return self.graph.modules[self.nodes[box]] if self.graph.modules else ""


def shape_text(shape: tuple[int, ...]) -> str:
    """6×1×3×3; a 0-d tensor is a scalar."""
    return "×".join(map(str, shape)) or "scalar"


def shapes_text(shapes: tuple[tuple[int, ...], ...]) -> str:
    """The shapes of several outputs, the first three of them."""
    parts = [shape_text(shape) for shape in shapes[:3]]
    return ", ".join(parts) + (f", … {len(shapes)} outputs" if len(shapes) > 3 else "")


def build_scene(graph: GraphFound) -> Scene:
    """The scene of a graph: operations become boxes, parameters chips."""
    n = len(graph.names)
    edges = graph.edges.numpy()
    chain = _chains(graph, edges)
    box_of = np.full(n, -1, np.int32)
    nodes = np.array([i for i in range(n) if i not in chain], np.int32)
    box_of[nodes] = np.arange(len(nodes), dtype=np.int32)
    chips: list[list[Chip]] = [[] for _ in nodes]
    links: list[Link] = []
    uses: dict[str, list[Chip]] = {}
    several = [len(shapes) > 1 for shapes in graph.shapes]
    for number, (source, target, input_nr) in enumerate(edges.tolist()):
        box = int(box_of[source])
        if box < 0:
            continue
        if target in chain:
            chip = _chip(graph, chain, box, target, number)
            chips[box].append(chip)
            uses.setdefault(chip.parameter, []).append(chip)
        else:
            label = str(input_nr) if several[target] else ""
            links.append(Link(box, int(box_of[target]), number, label))
    roots = frozenset(int(box_of[r]) for r in graph.roots if box_of[r] >= 0)
    return Scene(graph, nodes, chips, links, box_of, roots, uses)


def _chains(
    graph: GraphFound, edges: npt.NDArray[np.int32]
) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each node on a chip: the nodes from it down to the leaf, and the edges between them."""
    out: dict[int, list[tuple[int, int]]] = {}
    for number, (source, target, _) in enumerate(edges.tolist()):
        if graph.names[source] in VIEWS:
            out.setdefault(source, []).append((target, number))
    roots = set(graph.roots)
    chain: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {
        i: ((i,), ()) for i, name in enumerate(graph.names) if name == LEAF and i not in roots
    }
    for _ in range(LONGEST_VIEW_CHAIN):
        found = {}
        for source, targets in out.items():
            if source in chain or source in roots or len(targets) != 1:
                continue
            target, number = targets[0]
            if target in chain:
                nodes, between = chain[target]
                found[source] = ((source, *nodes), (number, *between))
        if not found:
            break
        chain.update(found)
    return chain


def _chip(
    graph: GraphFound,
    chain: dict[int, tuple[tuple[int, ...], tuple[int, ...]]],
    box: int,
    target: int,
    edge: int,
) -> Chip:
    nodes, between = chain[target]
    leaf = nodes[-1]
    shape = shape_text(graph.shapes[leaf][0]) if graph.shapes[leaf] else ""
    name = graph.parameters[leaf]
    views = "ᵀ" if any(graph.names[i] == "TBackward0" for i in nodes) else ""
    text = f"{name or 'leaf'}{views} {shape}"
    return Chip(box, text, name, nodes, (edge, *between))
