"""What the layered engine is asked, and what it answers. No Qt.

Source: https://aarkue.github.io/graphlay/docs/guide
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import graphlay
import msgspec
import numpy as np
import numpy.typing as npt

from .layers import ranks
from .piece import LANE, Piece
from .places import FRAME_PAD, GAP_ACROSS, GAP_DOWN, Floats

LIMITS = {"max_nodes": 6000, "max_edges": 20_000, "max_dummies": 40_000}

PRETTY = 300
"""Boxes up to which network simplex places them: prettier than Brandes and Köpf, but slower."""

SINGLE = 16
"""Gates up to which each is a node of its own, so that its link can run straight to it."""

_OPTIONS: dict[str, Any] = {
    "direction": "topbottom",
    "spacing": {
        "layer_gap": GAP_DOWN,
        "node_gap": GAP_ACROSS,
        "dummy_gap": 18.0,
        "port_gap": 26.0,
        "stub": LANE,
        "compound_padding": FRAME_PAD,
    },
    "routing": {"port_sides": "facing_only"},
    "limits": LIMITS,
}


class Search(Enum):
    """How far the engine looks for a better order from left to right than it is given."""

    FULL = "full"  # as far as it does by itself
    SHORT = "short"
    NEARBY = "nearby"  # no more than is needed, so that little of the order given is lost
    OFF = "off"  # the order given is the answer's
    APART = "apart"  # the same, and links between the same two boxes need not stay side by side


_NO_STEPS = dict.fromkeys(
    (
        "sweeps", "sweep_stall", "sifting_rounds", "kick_rounds", "kick_patience",
        "exhaustive_layer_max", "balance_rounds", "chain_lane_rounds", "group_sort_rounds",
        "group_relax_iters",
    ),
    0,
) | {"seeds": 1}  # fmt: skip

_TUNING = {
    Search.SHORT: {
        "order": _NO_STEPS | {"sweeps": 4, "sweep_stall": 1},
        "coords": {"flatten_room": 0},  # most of the time in dense pieces, and without effect
    },
    Search.NEARBY: {"order": {"balance_rounds": 0}},
    Search.OFF: {"order": _NO_STEPS},
    Search.APART: {"order": _NO_STEPS},
}


class _Point(msgspec.Struct, array_like=False):
    x: float
    y: float


class _Size(msgspec.Struct):
    width: float
    height: float


class _Node(msgspec.Struct):
    center: _Point
    size: _Size


class _Edge(msgspec.Struct):
    points: list[_Point]


class Layout(msgspec.Struct):
    nodes: list[_Node]
    edges: list[_Edge]


class Request:
    """A piece as the engine takes it: frames, boxes, gates, and one hidden node."""

    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        frames = len(piece.outer)
        self._nodes = [_node(1.0, 1.0, parent) for parent in piece.outer.tolist()]
        self._nodes += [
            _node(wide, high, parent)
            for (wide, high), parent in zip(piece.sizes.tolist(), piece.frame.tolist(), strict=True)
        ]
        self._edges = [
            _edge(a + frames, b + frames, leave, meet)
            for (a, b), (leave, meet) in zip(
                piece.links.tolist(), piece.ports.tolist(), strict=True
            )
        ]
        free = float("nan")
        top = _gates(self._nodes, len(piece.into), "first")
        for gate, box, port in zip(
            top, piece.into.tolist(), piece.into_ports.tolist(), strict=True
        ):
            self._edges.append(_edge(gate, box + frames, free, port))
        bottom = _gates(self._nodes, len(piece.out), "last")
        for gate, box, port in zip(
            bottom, piece.out.tolist(), piece.out_ports.tolist(), strict=True
        ):
            self._edges.append(_edge(box + frames, gate, port, free))
        hidden = [box + frames for box in _unled(piece).tolist()]
        if hidden:  # else the engine lets links run through them, and saves the room for titles
            self._nodes.append(_node(1.0, 1.0, -1) | {"rank": "first"})
            self._edges += [_edge(len(self._nodes) - 1, box, free, free) for box in hidden]

    def raise_all(self) -> None:
        """Put each box of a piece without frames into the first row that its links allow."""
        piece = self._piece
        rows = ranks(len(piece.sizes), piece.links) + (1 if len(piece.into) else 0)
        for node, row in zip(self._nodes, rows.tolist(), strict=False):
            node["rank"] = {"fixed": row}

    def ask(
        self,
        along: Floats | None = None,
        lanes: Floats | None = None,
        by_target: bool = False,
        search: Search = Search.FULL,
        pretty: bool = True,
    ) -> Layout:
        """The engine's answer.

        Parameters
        ----------
        along, lanes : (N,), (E,) float64, optional
            The order in which it gets nodes and links.
        by_target : bool
            Whether links come in the order of their targets first.
        search : Search
            How far it looks for a better order.
        pretty : bool
            Whether it is to be seen, and not only to know who is left of whom.
        """
        if along is None or lanes is None:
            return _ask(self._nodes, self._edges, self._piece.head, search, pretty)
        return self._in_order(along, lanes, by_target, search)

    def in_its_order(self, search: Search = Search.OFF) -> Layout:
        """The answer for a piece whose order from left to right is known.

        With another `search` than OFF, that order is what it begins with.
        """
        piece = self._piece
        links, into = len(piece.links), len(piece.into)
        end = links + into + len(piece.out)
        sources = np.array([edge["source"] for edge in self._edges], np.intp)
        targets = np.array([edge["target"] for edge in self._edges], np.intp)
        along = np.zeros(len(self._nodes))
        known = self._with_frames(piece.along.tolist())
        along[: len(known)] = known
        along[sources[links : links + into]] = piece.lanes[links : links + into]
        along[targets[links + into : end]] = piece.lanes[links + into :]
        lanes = along[targets]  # of the links from the hidden node
        lanes[:end] = piece.lanes
        return self._in_order(along, lanes, False, search)

    def _in_order(self, along: Floats, lanes: Floats, by_target: bool, search: Search) -> Layout:
        order = np.argsort(along, kind="stable").tolist()
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        place = rank.tolist()
        nodes = [self._nodes[i] for i in order]
        nodes = [n | {"parent": place[n["parent"]]} if "parent" in n else n for n in nodes]
        edges = [
            e | {"source": place[e["source"]], "target": place[e["target"]]} for e in self._edges
        ]
        end = np.array([e["target"] for e in edges]) if by_target else np.zeros(len(edges))
        by_lane = np.lexsort([lanes, end]).tolist()
        found = _ask(nodes, [edges[i] for i in by_lane], self._piece.head, search)
        routes = dict(zip(by_lane, found.edges, strict=True))
        return Layout([found.nodes[i] for i in place], [routes[i] for i in range(len(edges))])

    def without_frames(self) -> tuple[Floats, Floats]:
        """(N,), (E,) float64: where across nodes and links lie if there are no frames."""
        frames = len(self._piece.outer)
        nodes = [{k: v for k, v in n.items() if k != "parent"} for n in self._nodes[frames:]]
        edges = [
            e | {"source": e["source"] - frames, "target": e["target"] - frames}
            for e in self._edges
        ]
        layout = _ask(nodes, edges, 0.0)
        across = self._with_frames([node.center.x for node in layout.nodes])
        return across, self._at_ports(_lanes(layout), across)

    def across(self, layout: Layout) -> tuple[Floats, Floats]:
        """(N,), (E,) float64: where across nodes and links lie in a layout."""
        frames = len(self._piece.outer)
        across = self._with_frames([n.center.x for n in layout.nodes[frames:]])
        return across, self._at_ports(_lanes(layout), across)

    def turned(self, layout: Layout, frame: int) -> tuple[Floats, Floats]:
        """(N,), (E,) float64: as `across`, but with what is in one frame the other way round."""
        along, lanes = self.across(layout)
        piece, frames = self._piece, len(self._piece.outer)
        inside = np.zeros(len(along), np.bool_)
        inside[frame] = True
        for inner in range(frame + 1, frames):
            inside[inner] = piece.outer[inner] >= 0 and inside[piece.outer[inner]]
        inside[frames : frames + len(piece.frame)] = (piece.frame >= 0) & inside[piece.frame]
        links = inside[[edge["source"] for edge in self._edges]]
        middle = along[frame]
        along[inside] = 2 * middle - along[inside]
        lanes[links] = 2 * middle - lanes[links]
        return along, lanes

    def _at_ports(self, lanes: Floats, across: Floats) -> Floats:
        """Links are where they meet a box, if that is not left to the engine."""
        piece, frames = self._piece, len(self._piece.outer)
        met, ports = piece.links[:, 1], piece.ports[:, 1]
        at = across[frames + met] + ports * piece.sizes[met, 0] / 2
        lanes[: len(at)] = np.where(np.isnan(at), lanes[: len(at)], at)
        return lanes

    def _with_frames(self, across: list[float]) -> Floats:
        """Frames in the middle of what is in them."""
        frames = len(self._piece.outer)
        total, many = np.zeros(frames), np.zeros(frames)
        boxes = self._piece.frame >= 0
        np.add.at(total, self._piece.frame[boxes], np.array(across[: len(boxes)])[boxes])
        np.add.at(many, self._piece.frame[boxes], 1.0)
        for frame in range(frames - 1, -1, -1):
            outer = int(self._piece.outer[frame])
            if outer >= 0:
                total[outer] += total[frame]
                many[outer] += many[frame]
        return np.concatenate([total / np.maximum(many, 1.0), np.array(across)])


def _lanes(layout: Layout) -> Floats:
    """(E,) float64: where across the upright pieces of each link lie in the mean."""
    found = np.empty(len(layout.edges))
    for number, edge in enumerate(layout.edges):
        x, y = np.array([(p.x, p.y) for p in edge.points]).T
        high = np.abs(np.diff(y)) + 1e-9
        found[number] = ((x[:-1] + x[1:]) / 2 * high).sum() / high.sum()
    return found


def _unled(piece: Piece) -> npt.NDArray[np.intp]:
    """The boxes in frames that no link leads to."""
    source = piece.frame >= 0
    source[piece.links[:, 1]] = False
    source[piece.into] = False
    return np.flatnonzero(source)


def _node(width: float, height: float, parent: int) -> dict[str, Any]:
    node: dict[str, Any] = {
        "size": {"width": width, "height": height}, "shape": "box", "key": "",
    }  # fmt: skip
    if parent >= 0:
        node["parent"] = parent
    return node


def _edge(source: int, target: int, leave: float, meet: float) -> dict[str, Any]:
    edge: dict[str, Any] = {"source": source, "target": target, "weight": 1.0}
    if leave == leave:
        edge["source_port"] = {"offset": {"side": "bottom", "t": leave}}
    if meet == meet:
        edge["target_port"] = {"offset": {"side": "top", "t": meet}}
    return edge


def _gates(nodes: list[dict[str, Any]], many: int, rank: str) -> list[int]:
    """Add gates; the node of each link's gate."""
    first = len(nodes)
    if many <= SINGLE:
        nodes += [_node(1.0, 1.0, -1) | {"rank": rank} for _ in range(many)]
        return list(range(first, first + many))
    nodes.append(_node(LANE * (many + 1), 1.0, -1) | {"rank": rank})
    return [first] * many


def _ask(
    nodes: list[dict[str, Any]],
    edges: list[dict[str, Any]],
    head: float,
    search: Search = Search.FULL,
    pretty: bool = True,
) -> Layout:
    pretty = pretty and len(nodes) <= PRETTY and search is not Search.SHORT
    placement = "network_simplex" if pretty else "brandes_koepf"
    options = _OPTIONS | {
        "spacing": _OPTIONS["spacing"] | {"compound_header": head},
        "coords": {"placement": placement},
    }
    if search in _TUNING:
        options["tuning"] = _TUNING[search]
    if search is Search.APART:
        options["routing"] = _OPTIONS["routing"] | {"bundle_parallel": False}
    request = {"graph": {"nodes": nodes, "edges": edges}, "preset": "layered", "options": options}
    answer = graphlay._native.layout(msgspec.json.encode(request).decode())
    return msgspec.json.decode(answer, type=Layout)
