"""Ranks of boxes, and the plain drawing made from them alone, in linear time. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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


def plain(sizes: Floats, links: Ints, rank: Ints) -> Places:
    """One row of boxes per rank, each as near as may be to what is above it; straight links."""
    if not len(sizes):
        return Places.nothing()
    order = _order(len(sizes), links, rank)
    sorted_rank = rank[order]
    first = np.searchsorted(sorted_rank, np.arange(int(rank.max()) + 2))

    steps = sizes[order, 0] + GAP_ACROSS
    right = np.cumsum(steps)
    before = np.concatenate([[0.0], right])[first[:-1]]
    total = np.concatenate([[0.0], right])[first[1:]] - before
    x = right - steps / 2 - before[sorted_rank] - total[sorted_rank] / 2
    heights = np.zeros(len(first) - 1)
    np.maximum.at(heights, sorted_rank, sizes[order, 1])
    middle = np.cumsum(heights + GAP_DOWN) - GAP_DOWN - heights / 2

    centres = np.empty((len(sizes), 2))
    centres[order, 0] = x
    centres[order, 1] = middle[sorted_rank]
    return Places(centres, *straight(centres, sizes, links))


def straight(centres: Floats, sizes: Floats, links: Ints) -> tuple[Floats, Ints]:
    """Points and starts of straight links, bottom to top; parallel ones go side by side."""
    shift = _apart(links)[:, None] * np.array([[1.0, 0.0]])
    down = np.array([[0.0, 0.5]])
    tail = centres[links[:, 0]] + sizes[links[:, 0]] * down + shift
    head = centres[links[:, 1]] - sizes[links[:, 1]] * down + shift
    points = np.stack([tail, head], axis=1).reshape(-1, 2)
    return points, np.arange(0, 2 * len(links) + 1, 2, dtype=np.int32)


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
