"""graphlay behind one function: one piece of a graph in, its drawing out. No Qt.

A piece has gates: links that come from above it enter through gates in its first row and leave
through gates in its last one. Equal pieces are laid out once: a recurrent net's columns are equal.

Source: https://aarkue.github.io/graphlay/docs/guide
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any

import graphlay
import msgspec
import numpy as np
import numpy.typing as npt

from .gates import straightened
from .places import FRAME_PAD, GAP_ACROSS, GAP_DOWN, Floats, Ints, Places, joined
from .tangles import Untangler, crossings

LIMITS = {"max_nodes": 6000, "max_edges": 20_000, "max_dummies": 40_000}

PRETTY = 300
"""Boxes up to which network simplex places them: prettier than Brandes and Köpf, but slower."""

TRIES = (60, 6), (300, 2)
"""Up to so many boxes, so many layouts more are tried where links cross."""

SINGLE = 16
"""Gates up to which each is a node of its own, so that its link can run straight to it."""

LANE = 10.0
"""Between links that run side by side."""

REMEMBERED = 256
"""Pieces."""

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


@dataclass(frozen=True, eq=False)
class Piece:
    """What is laid out in one go: N boxes in K frames, M links, E entering and O leaving ones.

    Attributes
    ----------
    sizes : (N, 2) float64
    frame : (N,) int32
        The frame around each box, -1 for none.
    outer : (K,) int32
        The frame around each frame, -1 for none; it comes before it.
    links : (M, 2) int32
        Source and target box.
    ports : (M, 2) float64
        Where a link leaves its source's bottom and meets its target's top, from -1 at the left
        corner to 1 at the right one; NaN where the engine may choose.
    into, into_ports : (E,) int32, float64
        The boxes that entering links lead to, and where they meet them.
    out, out_ports : (O,) int32, float64
        The boxes that leaving links come from, and where they leave them.
    head : float
        Height of a frame's title.
    """

    sizes: Floats
    frame: Ints
    outer: Ints
    links: Ints
    ports: Floats
    into: Ints
    into_ports: Floats
    out: Ints
    out_ports: Floats
    head: float

    def digest(self) -> bytes:
        """The same for equal pieces."""
        hashed = hashlib.blake2b(np.float64(self.head).tobytes(), digest_size=16)
        for column in (
            self.sizes, self.frame, self.outer, self.links, self.ports,
            self.into, self.into_ports, self.out, self.out_ports,
        ):  # fmt: skip
            hashed.update(b"%d|" % len(column))
            hashed.update(np.ascontiguousarray(column).data)
        return hashed.digest()


@dataclass(frozen=True, eq=False)
class Drawn:
    """A piece laid out; all of it is within (0, 0) and (width, height).

    Attributes
    ----------
    places : Places
        With the routes of all links: inner ones, entering ones from y = 0, leaving ones to
        y = height.
    enter, leave : (E,), (O,) float64
        The x at which they enter and leave.
    """

    places: Places
    width: float
    height: float
    enter: Floats
    leave: Floats

    def mirrored(self) -> Drawn:
        """Left and right exchanged."""
        old, flip = self.places, np.array([-1.0, 1.0])
        shift = np.array([self.width, 0.0])
        frames = old.frames.copy()
        frames[:, 0] = self.width - frames[:, 0] - frames[:, 2]
        places = Places(
            old.centres * flip + shift, old.points * flip + shift, old.starts, frames, old.plain
        )
        width, height = self.width, self.height
        return Drawn(places, width, height, width - self.enter, width - self.leave)


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


class _Layout(msgspec.Struct):
    nodes: list[_Node]
    edges: list[_Edge]


_known: OrderedDict[bytes, Drawn] = OrderedDict()


def draw(piece: Piece) -> Drawn:
    """graphlay's layout of a piece.

    Raises
    ------
    graphlay.GraphlayError
        If the piece is beyond LIMITS, within milliseconds.
    """
    digest = piece.digest()
    drawn = _known.get(digest)
    if drawn is None:
        drawn = _known[digest] = _draw(piece)
        if len(_known) > REMEMBERED:
            _known.popitem(last=False)
    else:
        _known.move_to_end(digest)
    return drawn


def forget() -> None:
    """Forget the pieces laid out so far: for timing."""
    _known.clear()


def _draw(piece: Piece) -> Drawn:
    """The drawing with the fewest crossings of several, the first of them if they are equal.

    In which order the engine gets boxes and links decides how it breaks ties, and within frames
    more than that: it lays them out one by one, from the innermost out. So where links cross, it
    is asked again with boxes and links in the order in which they would lie without frames.
    """
    request = _Request(piece)
    layout = request.ask()
    best, tangles = _finished(piece, layout)
    tries = next((many for most, many in TRIES if len(piece.sizes) <= most), 0)
    if tangles and tries:
        along = request.without_frames()
        for number in range(tries):
            if not tangles:
                break
            layout = request.ask(along if number % 2 == 0 else -along)
            drawn, left = _finished(piece, layout)
            if left < tangles:
                best, tangles = drawn, left
            if number % 2:
                along = request.across(layout)
    return best


class _Request:
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
            for (a, b), (leave, meet) in zip(piece.links.tolist(), piece.ports.tolist(), strict=True)
        ]
        free = float("nan")
        top = _gates(self._nodes, len(piece.into), "first")
        for gate, box, port in zip(top, piece.into.tolist(), piece.into_ports.tolist(), strict=True):
            self._edges.append(_edge(gate, box + frames, free, port))
        bottom = _gates(self._nodes, len(piece.out), "last")
        for gate, box, port in zip(bottom, piece.out.tolist(), piece.out_ports.tolist(), strict=True):
            self._edges.append(_edge(box + frames, gate, port, free))
        self.links = len(self._edges)
        hidden = [box + frames for box in _unled(piece).tolist()]
        if hidden:  # else the engine lets links run through them, and saves the room for titles
            self._nodes.append(_node(1.0, 1.0, -1) | {"rank": "first"})
            self._edges += [_edge(len(self._nodes) - 1, box, free, free) for box in hidden]

    def ask(self, along: Floats | None = None) -> _Layout:
        """The engine's answer.

        Parameters
        ----------
        along : (N,) float64, optional
            The order in which it gets the nodes; links in that of their targets, then sources.
        """
        if along is None:
            return _ask(self._nodes, self._edges, self._piece.head)
        order = np.argsort(along, kind="stable").tolist()
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        place = rank.tolist()
        nodes = [self._nodes[i] for i in order]
        nodes = [n | {"parent": place[n["parent"]]} if "parent" in n else n for n in nodes]
        edges = [
            e | {"source": place[e["source"]], "target": place[e["target"]]} for e in self._edges
        ]
        by_end = sorted(range(len(edges)), key=lambda i: (edges[i]["source"], edges[i]["target"]))
        found = _ask(nodes, [edges[i] for i in by_end], self._piece.head)
        routes = dict(zip(by_end, found.edges, strict=True))
        return _Layout([found.nodes[i] for i in place], [routes[i] for i in range(len(edges))])

    def without_frames(self) -> Floats:
        """(N,) float64: where across nodes lie if there are no frames."""
        frames = len(self._piece.outer)
        nodes = [{k: v for k, v in n.items() if k != "parent"} for n in self._nodes[frames:]]
        edges = [
            e | {"source": e["source"] - frames, "target": e["target"] - frames}
            for e in self._edges
        ]
        layout = _ask(nodes, edges, 0.0)
        return self._with_frames([node.center.x for node in layout.nodes])

    def across(self, layout: _Layout) -> Floats:
        """(N,) float64: where across nodes lie in a layout."""
        frames = len(self._piece.outer)
        return self._with_frames([node.center.x for node in layout.nodes[frames:]])

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


def _finished(piece: Piece, layout: _Layout) -> tuple[Drawn, int]:
    """The engine's answer as a drawing, and its crossings."""
    frames = len(piece.outer)
    links = len(piece.links) + len(piece.into) + len(piece.out)
    placed = np.array([[n.center.x, n.center.y, n.size.width, n.size.height] for n in layout.nodes])
    corner = placed[:frames, :2] - placed[:frames, 2:] / 2
    centres = placed[frames : frames + len(piece.sizes), :2]
    routes = [np.array([(p.x, p.y) for p in edge.points]) for edge in layout.edges[:links]]
    boxes = np.concatenate([corner, placed[:frames, 2:]], axis=1)
    drawn = _trimmed(piece, Places(centres, *joined(routes), boxes))
    return drawn, crossings(drawn.places.points, drawn.places.starts)


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


def _ask(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], head: float) -> _Layout:
    placement = "network_simplex" if len(nodes) <= PRETTY else "brandes_koepf"
    options = _OPTIONS | {
        "spacing": _OPTIONS["spacing"] | {"compound_header": head},
        "coords": {"placement": placement},
    }
    request = {"graph": {"nodes": nodes, "edges": edges}, "preset": "layered", "options": options}
    answer = graphlay._native.layout(msgspec.json.encode(request).decode())
    return msgspec.json.decode(answer, type=_Layout)


def _untangled(piece: Piece, places: Places) -> Places:
    """The same with the links at each box in the order in which they come."""
    if not crossings(places.points, places.starts):
        return places
    half = piece.sizes / 2
    routes = [places.route(link) for link in range(len(places.starts) - 1)]
    boxes = np.concatenate([places.centres - half, places.centres + half], axis=1)
    untangler = Untangler(routes, boxes)
    sources = np.concatenate([piece.links[:, 0], np.full(len(piece.into), -1), piece.out])
    targets = np.concatenate([piece.links[:, 1], piece.into, np.full(len(piece.out), -1)])
    leave = np.concatenate([piece.ports[:, 0], np.full(len(piece.into), np.nan), piece.out_ports])
    meet = np.concatenate([piece.ports[:, 1], piece.into_ports, np.full(len(piece.out), np.nan)])
    for ends, ports, below in ((targets, meet, False), (sources, leave, True)):
        for box in range(len(boxes)):
            links = np.flatnonzero(ends == box)
            if len(links) > 1 and np.isnan(ports[links]).all():
                untangler.sort(links.tolist(), box, below)
    points, starts = joined(untangler.routes)
    return replace(places, points=points, starts=starts)


def _trimmed(piece: Piece, places: Places) -> Drawn:
    """The drawing moved to the origin, with routes through gates drawn out to its borders."""
    inner, into = len(piece.links), len(piece.into)
    entering, leaving = range(inner, inner + into), range(inner + into, len(places.starts) - 1)
    places = _untangled(piece, places)
    points, starts = straightened(places, piece.sizes, entering, leaving)
    places = replace(places, points=points, starts=starts)
    half = piece.sizes / 2
    corners = [places.centres - half, places.centres + half, places.points]
    corners += [places.frames[:, :2], places.frames[:, :2] + places.frames[:, 2:]]
    every = np.concatenate(corners)
    low, high = every.min(axis=0), every.max(axis=0)
    places = places.moved(*(-low))
    width, height = (high - low).tolist()
    first = places.starts[inner : inner + into]
    last = places.starts[inner + into + 1 :] - 1
    places.points[first, 1] = 0.0  # a gate keeps its stretch of the row to itself
    places.points[last, 1] = height
    enter: npt.NDArray[np.float64] = places.points[first, 0]
    return Drawn(places, width, height, enter, places.points[last, 0])
