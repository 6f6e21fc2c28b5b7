"""Ranks of boxes, and the plain drawing made from them alone, in linear time. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .piece import Drawn, Piece
from .places import GAP_ACROSS, GAP_DOWN, Floats, Ints, Places


def ranks(boxes: int, links: Ints) -> Ints:
    """(B,) int32: the length of the longest way from a box without predecessors.

    Boxes on a cycle, which no autograd graph has, come last, one rank each.
    """
    waiting = np.bincount(links[:, 1], minlength=boxes).tolist()
    order = np.argsort(links[:, 0], kind="stable")
    targets = links[order, 1].tolist()
    starts = np.searchsorted(links[order, 0], np.arange(boxes + 1)).tolist()
    rank = [0] * boxes
    ready = [box for box in range(boxes) if not waiting[box]]
    for box in ready:  # the list grows while it is read: a queue
        below = rank[box] + 1
        for target in targets[starts[box] : starts[box + 1]]:
            if rank[target] < below:
                rank[target] = below
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    last = max((rank[box] for box in ready), default=-1)
    for number, box in enumerate(box for box in range(boxes) if waiting[box]):
        rank[box] = last + 1 + number
    return np.asarray(rank, np.int32)


def plain(piece: Piece) -> Drawn:
    """One row of boxes per rank, each as near as may be to what is above it; straight links.

    Links that enter come straight down onto their box, and those that leave go straight on.
    """
    sizes, links = piece.sizes, piece.links
    rank = ranks(len(sizes), links)
    order = _order(len(sizes), links, rank)
    sorted_rank = rank[order]
    first = np.searchsorted(sorted_rank, np.arange(int(rank.max()) + 2))

    steps = sizes[order, 0] + GAP_ACROSS
    right = np.cumsum(steps)
    before = np.concatenate([[0.0], right])[first[:-1]]
    total = np.concatenate([[0.0], right])[first[1:]] - before
    width = float(total.max())
    heights = np.zeros(len(first) - 1)
    np.maximum.at(heights, sorted_rank, sizes[order, 1])
    middle = np.cumsum(heights + GAP_DOWN) - GAP_DOWN - heights / 2
    centres = np.empty((len(sizes), 2))
    x = right - steps / 2 - before[sorted_rank] - total[sorted_rank] / 2
    centres[order, 0] = x + width / 2
    centres[order, 1] = middle[sorted_rank]
    height = float(middle[-1] + heights[-1] / 2)

    tail = _port(piece, centres, links[:, 0], piece.ports[:, 0], 0.5)
    tip = _port(piece, centres, links[:, 1], piece.ports[:, 1], -0.5)
    apart = np.minimum(_apart(links), sizes[links, 0].min(axis=1) / 2)
    tail[:, 0] += np.where(np.isnan(piece.ports[:, 0]), apart, 0.0)
    tip[:, 0] += np.where(np.isnan(piece.ports[:, 1]), apart, 0.0)
    into = _port(piece, centres, piece.into, piece.into_ports, -0.5)
    out = _port(piece, centres, piece.out, piece.out_ports, 0.5)
    above, below = into.copy(), out.copy()
    above[:, 1], below[:, 1] = 0.0, height
    ends = [np.stack(pair, axis=1) for pair in ((tail, tip), (above, into), (out, below))]
    points = np.concatenate(ends).reshape(-1, 2)
    starts = np.arange(0, len(points) + 1, 2, dtype=np.int32)
    places = Places(centres, points, starts, np.zeros((len(piece.outer), 4)), plain=True)
    return Drawn(places, width, height, into[:, 0], out[:, 0])


def _port(piece: Piece, centres: Floats, box: Ints, port: Floats, side: float) -> Floats:
    """Points on the upper (side -0.5) or lower (0.5) borders of boxes."""
    sizes = piece.sizes[box]
    across = np.where(np.isnan(port), 0.0, port) * sizes[:, 0] / 2
    return centres[box] + np.stack([across, side * sizes[:, 1]], axis=1)


def _apart(links: Ints) -> Floats:
    """How far each link keeps from its fellows between the same two boxes: 0, 12, 24, …"""
    apart = np.zeros(len(links))
    if len(links):
        order = np.lexsort(links.T[::-1])
        same = np.concatenate([[False], (np.diff(links[order], axis=0) == 0).all(axis=1)])
        run = np.arange(len(links)) - np.maximum.accumulate(
            np.where(same, 0, np.arange(len(links)))
        )
        apart[order] = 12.0 * run
    return apart


def _order(boxes: int, links: Ints, rank: Ints) -> npt.NDArray[np.intp]:
    """Boxes by rank, and within a rank by the mean place of what links to them."""
    place = np.zeros(boxes)
    weight = np.bincount(links[:, 1], minlength=boxes)
    order = np.argsort(rank, kind="stable")
    for _ in range(3):
        first = np.searchsorted(rank[order], rank[order])
        last = np.searchsorted(rank[order], rank[order], side="right")
        place[order] = (np.arange(boxes) - first + 0.5) / (last - first)
        above = np.bincount(links[:, 1], place[links[:, 0]], minlength=boxes)
        wanted = np.where(weight > 0, above / np.maximum(weight, 1), place)
        order = np.lexsort((wanted, rank))
    return order
