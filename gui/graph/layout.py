"""Where boxes go and how links run: boxes in, places and routes out. No Qt, no torch.

Small and middle graphs are laid out by graphlay (layered, orthogonal routes). A chain needs no
search: it runs in columns like text. What graphlay would take too long for gets plain layers in
linear time.
"""

from __future__ import annotations

import math

import graphlay
import msgspec
import numpy as np
import numpy.typing as npt

from ...engine.messages import Array

LAYER_GAP = 30.0
NODE_GAP = 36.0
COLUMN_GAP = 70.0
GRAPHLAY_BOXES = 4000
GRAPHLAY_LINKS = 8000
GRAPHLAY_DUMMIES = 60_000


class Question(msgspec.Struct, frozen=True):
    """Boxes to place. widths and heights are (n,) float32; links (m, 2) int32: from, to.

    `aspect` is width by height of the room, `middle` where links meet a box: 0.5 is its middle.
    """

    key: int
    widths: Array
    heights: Array
    links: Array
    aspect: float = 1.6
    side: Array | None = None  # (n,) room that chips take on the right, float32


class Answer(msgspec.Struct, frozen=True):
    """Centres (n, 2) float32; routes: points (p, 2) float32, `starts` (m + 1,) int32 into them."""

    key: int
    centres: Array
    points: Array
    starts: Array
    method: str = ""


def arrange(question: Question) -> Answer:
    """Place the boxes; the same question gets the same answer."""
    widths, heights = question.widths.numpy(), question.heights.numpy()
    links = question.links.numpy().reshape(-1, 2)
    side = np.zeros_like(widths) if question.side is None else question.side.numpy()
    n = len(widths)
    if _is_chain(n, links):
        centres, routes = _columns(widths, heights, links, question.aspect, side)
        method = "chain"
    elif n <= GRAPHLAY_BOXES and len(links) <= GRAPHLAY_LINKS:
        try:
            centres, routes = _graphlay(widths, heights, links, side)
            method = "graphlay"
        except graphlay.GraphlayError:  # over its limits: it would take too long
            centres, routes = _layers(widths, heights, links, side, question.aspect)
            method = "layers"
    else:
        centres, routes = _layers(widths, heights, links, side, question.aspect)
        method = "layers"
    starts = np.zeros(len(routes) + 1, np.int32)
    np.cumsum([len(r) for r in routes], out=starts[1:])
    points = np.concatenate(routes) if routes else np.zeros((0, 2))
    return Answer(
        question.key,
        Array.of(centres.astype(np.float32)),
        Array.of(points.astype(np.float32)),
        Array.of(starts),
        method,
    )


Points = npt.NDArray[np.float64]


def _is_chain(n: int, links: npt.NDArray[np.int32]) -> bool:
    """One box after the other, in one piece (parallel links count once)."""
    if n == 0:
        return False
    pairs = np.unique(links, axis=0)
    out = np.bincount(pairs[:, 0], minlength=n)
    into = np.bincount(pairs[:, 1], minlength=n)
    return len(pairs) == n - 1 and int(out.max()) <= 1 and int(into.max()) <= 1


def _chain_order(n: int, links: npt.NDArray[np.int32]) -> list[int]:
    after = dict(links.tolist())
    first = (set(range(n)) - set(links[:, 1].tolist())).pop()
    order = [first]
    while order[-1] in after:
        order.append(after[order[-1]])
    return order


def _columns(
    widths: npt.NDArray[np.float32],
    heights: npt.NDArray[np.float32],
    links: npt.NDArray[np.int32],
    aspect: float,
    side: npt.NDArray[np.float32],
) -> tuple[Points, list[Points]]:
    """A chain, in as many columns as make it largest in a room of this aspect."""
    n = len(widths)
    order = _chain_order(n, links)
    pitch = float(heights.max()) + LAYER_GAP
    column = float(widths.max() + side.max()) + COLUMN_GAP

    def zoom(count: int) -> float:
        rows = math.ceil(n / count)
        return min(aspect / (count * column), 1.0 / (rows * pitch))

    most = max(1, math.ceil(math.sqrt(n * pitch * aspect / column)) + 1)
    count = max(range(1, min(n, most) + 1), key=zoom)
    rows = math.ceil(n / count)
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    centres = np.stack([place // rows * column, place % rows * pitch], 1).astype(float)
    routes = []
    for a, b in links.tolist():
        (xa, ya), (xb, yb) = centres[a], centres[b]
        top, bottom = yb - heights[b] / 2, ya + heights[a] / 2
        if xa == xb:
            routes.append(np.array([[xa, bottom], [xb, top]]))
        else:  # down, to the gutter, up, and in from above
            gutter = xb - float(widths.max()) / 2 - COLUMN_GAP / 2
            low, high = bottom + LAYER_GAP / 2, top - LAYER_GAP / 2
            routes.append(
                np.array(
                    [[xa, bottom], [xa, low], [gutter, low], [gutter, high], [xb, high], [xb, top]]
                )
            )
    return centres, routes


def _graphlay(
    widths: npt.NDArray[np.float32],
    heights: npt.NDArray[np.float32],
    links: npt.NDArray[np.int32],
    side: npt.NDArray[np.float32],
) -> tuple[Points, list[Points]]:
    """graphlay's layered layout; room for chips on both sides keeps the main path straight."""
    graph = graphlay.Graph()
    for width, height, extra in zip(widths.tolist(), heights.tolist(), side.tolist(), strict=True):
        graph.node(width=width + 2 * extra, height=height)
    for source, target in links.tolist():
        graph.edge(source, target)
    many = len(widths) > 400
    options = {
        "direction": "topbottom",
        "spacing": {
            "layer_gap": LAYER_GAP, "node_gap": NODE_GAP, "dummy_gap": 16.0, "port_gap": 14.0,
        },
        "coords": {"placement": "brandes_koepf" if many else "network_simplex"},
        "limits": {
            "max_nodes": GRAPHLAY_BOXES, "max_edges": GRAPHLAY_LINKS,
            "max_dummies": GRAPHLAY_DUMMIES,
        },
    }  # fmt: skip
    found = graphlay.layout(graph, options=options)
    centres = np.array([[v["center"]["x"], v["center"]["y"]] for v in found.nodes])
    routes = [np.array([[p["x"], p["y"]] for p in edge["points"]], float) for edge in found.edges]
    return centres, routes


def _layers(
    widths: npt.NDArray[np.float32],
    heights: npt.NDArray[np.float32],
    links: npt.NDArray[np.int32],
    side: npt.NDArray[np.float32],
    aspect: float,
) -> tuple[Points, list[Points]]:
    """Longest-path layers in linear time, wrapped into bands where the picture is a thread."""
    n = len(widths)
    layer = _longest_path(n, links)
    order = np.lexsort((np.arange(n), layer))
    counts = np.bincount(layer)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rank = np.empty(n, np.int64)
    rank[order] = np.arange(n) - first[layer[order]]
    column = float(widths.max() + 2 * side.max()) + NODE_GAP
    pitch = float(heights.max()) + LAYER_GAP
    x = (rank - (counts[layer] - 1) / 2) * column
    band_width = float(counts.max()) * column + COLUMN_GAP
    total = len(counts)
    bands = max(1, round(math.sqrt(total * pitch * aspect / band_width)))
    rows = math.ceil(total / bands)
    centres = np.stack([x + layer // rows * band_width, layer % rows * pitch], 1)
    a, b = links[:, 0], links[:, 1]
    starts = centres[a] + np.stack([np.zeros(len(a)), heights[a] / 2], 1)
    ends = centres[b] - np.stack([np.zeros(len(b)), heights[b] / 2], 1)
    return centres, list(np.stack([starts, ends], 1))


def _longest_path(n: int, links: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """The layer of each box: one below the lowest of its sources."""
    layer = [0] * n
    waiting = np.bincount(links[:, 1], minlength=n).tolist()
    after: list[list[int]] = [[] for _ in range(n)]
    for source, target in links.tolist():
        after[source].append(target)
    ready = [i for i in range(n) if waiting[i] == 0]
    for box in ready:  # grows while it is read: a queue
        for target in after[box]:
            layer[target] = max(layer[target], layer[box] + 1)
            waiting[target] -= 1
            if waiting[target] == 0:
                ready.append(target)
    return np.array(layer, np.int64)
