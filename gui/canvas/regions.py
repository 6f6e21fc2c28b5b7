"""Which frames are laid out on their own, and through which of them each link goes. No Qt.

A *region* is the whole picture or a frame that is too large to be laid out along with what is
around it. Its *items* are the boxes in it, the regions inside it, and the small frames around both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .layers import ranks
from .places import FRAME_PAD, GAP_ACROSS, GAP_DOWN, Floats, Ints

TALL = 750.0
"""What fits into a window and can still be read: nothing that is less tall is cut."""

ASPECT = 1.5
"""Width to height that a picture aims at: a canvas between two panels."""

MORE = 0.35
"""Columns that are hoped for beyond those that the aspect asks for: what is too tall for a window
is less readable than what is too wide, for its boxes are wider than tall."""

MOST = 600
"""Boxes that are laid out in one piece."""


@dataclass(frozen=True, eq=False)
class Crossing:
    """Links at one region: inner ones run in it, the others through its border.

    Attributes
    ----------
    inner, leaving, entering : (M,), (O,), (E,) int32
        Links.
    inner_ends : (M, 2) int32
        The items at both ends.
    out, into : (O,), (E,) int32
        The items inside at which they begin and end.
    """

    inner: Ints
    inner_ends: Ints
    leaving: Ints
    out: Ints
    entering: Ints
    into: Ints


class Regions:
    """The regions of a picture. Number F is the whole, the others have their frames' numbers.

    Items are numbered: boxes first, then regions.

    Attributes
    ----------
    own : (F,) bool
        The frames that are regions.
    around : (F + 1,) int32
        The region around each frame; of the whole -1.
    depth : (F + 1,) int32
        How many regions are around each region.
    of_box : (B,) int32
        The region of each box.
    tall : (F,) float64
        A guess at the height of each frame.
    """

    def __init__(
        self,
        sizes: Floats,
        links: Ints,
        frame: Ints,
        outer: Ints,
        every: bool = False,
        first: bool = False,
        whole: bool = False,
        head: float = 0.0,
    ) -> None:
        """The regions of a picture: all frames if `every`, the first one at least if `first`.

        If `whole`, no frame for its size alone. `head` is the height of a frame's title.
        """
        boxes, frames = len(sizes), len(outer)
        self.frame, self.outer = frame, outer
        rank = ranks(boxes, links)
        rows = np.zeros(int(rank.max()) + 1)
        np.maximum.at(rows, rank, sizes[:, 1] + GAP_DOWN)
        low, high, self.many, self.area, self.widest = self._spans(sizes, rank)
        above = _borders(low, outer, FRAME_PAD + head, rows)
        below = _borders(high, outer, FRAME_PAD, rows)
        down = np.concatenate([[0.0], np.cumsum(rows)])
        self.tall = down[high + 1] - down[low] - above - below + 2 * FRAME_PAD
        if every or whole:
            self.own = np.full(frames, every, np.bool_)
        else:
            self.own = self._large(sizes, rank, rows)
        self.own[:1] |= first
        self.around = np.full(frames + 1, -1, np.int32)
        self.depth = np.zeros(frames + 1, np.int32)
        for inner, out in enumerate(outer.tolist()):
            beyond = frames if out < 0 else out if self.own[out] else self.around[out]
            self.around[inner] = beyond
            self.depth[inner] = self.depth[beyond] + 1
        known = np.append(np.where(self.own, np.arange(frames), self.around[:frames]), frames)
        self.of_box = known[frame].astype(np.int32)  # the last one for boxes in no frame

    def _spans(self, sizes: Floats, rank: Ints) -> tuple[Ints, Ints, Ints, Floats, Floats]:
        """Per frame: the lowest and highest rank, boxes, their area, and the widest of them."""
        frames = len(self.outer)
        low = np.full(frames, np.iinfo(np.int32).max, np.int32)
        high, many = np.zeros(frames, np.int32), np.zeros(frames, np.int32)
        area, widest = np.zeros(frames), np.zeros(frames)
        at, inside = self.frame, np.arange(len(sizes))
        room = (sizes[:, 0] + GAP_ACROSS) * (sizes[:, 1] + GAP_DOWN)
        while True:  # outwards, all boxes at once
            inside = inside[at[inside] >= 0]
            if not len(inside):
                return np.minimum(low, high), high, many, area, widest
            own = at[inside]
            np.minimum.at(low, own, rank[inside])
            np.maximum.at(high, own, rank[inside])
            np.maximum.at(widest, own, sizes[inside, 0])
            many += np.bincount(own, minlength=frames).astype(np.int32)
            area += np.bincount(own, room[inside], minlength=frames)
            at = at.copy()
            at[inside] = self.outer[own]

    def _large(self, sizes: Floats, rank: Ints, rows: Floats) -> npt.NDArray[np.bool_]:
        """Frames that are taller than a column of the picture, or have too many boxes."""
        wide = nearly_largest(np.bincount(rank, sizes[:, 0] + GAP_ACROSS))
        tall = float(rows.sum())
        column = max(tall / max(np.sqrt(ASPECT * tall / wide) + MORE, 1.0), TALL)
        large: npt.NDArray[np.bool_] = (self.tall > 1.2 * column) | (self.many > MOST)
        return large

    def crossings(self, links: Ints) -> Iterator[tuple[int, Crossing]]:
        """Each region and the links at it, those inside others first."""
        boxes = len(self.frame)
        region = self.of_box[links]
        item = links.copy()
        for depth in range(int(self.depth.max()), -1, -1):
            deep = np.flatnonzero(np.append(self.own, True) & (self.depth == depth))
            at = self.depth[region] == depth
            apart = region[:, 0] != region[:, 1]
            inner = np.flatnonzero(at[:, 0] & ~apart)
            leaving, entering = np.flatnonzero(at[:, 0] & apart), np.flatnonzero(at[:, 1] & apart)
            groups = zip(
                deep.tolist(),
                _by(region[inner, 0], inner, deep),
                _by(region[leaving, 0], leaving, deep),
                _by(region[entering, 1], entering, deep),
                strict=True,
            )
            for number, runs, out, into in groups:
                yield (
                    number,
                    Crossing(runs, item[runs], out, item[out, 0], into, item[into, 1]),
                )
            for end, some in ((0, leaving), (1, entering)):
                item[some, end] = boxes + region[some, end]
                region[some, end] = self.around[region[some, end]]


def _borders(rank: Ints, outer: Ints, high: float, rows: Floats) -> Floats:
    """Add to each row the borders of frames that begin or end there, one in the other.

    Returns
    -------
    (F,) float64
        What lies between the row and the outer side of each frame's border.
    """
    taken = np.full(len(outer), high)
    for inner, out in enumerate(outer.tolist()):
        if out >= 0 and rank[out] == rank[inner]:
            taken[inner] += taken[out]
    most = np.zeros(len(rows))
    np.maximum.at(most, rank, taken)
    rows += most
    return taken


def nearly_largest(values: npt.NDArray[Any]) -> float:
    """The 99th percentile, in a tenth of the time that numpy takes for few values."""
    ordered = np.sort(values)
    at = 0.99 * (len(ordered) - 1)
    low, high = ordered[int(at)], ordered[min(int(at) + 1, len(ordered) - 1)]
    return float(low + (high - low) * (at - int(at)))


def _by(of: Ints, what: npt.NDArray[np.intp], groups: npt.NDArray[np.intp]) -> list[Ints]:
    """What belongs to each group, ascending."""
    order = np.argsort(of, kind="stable")
    low = np.searchsorted(of[order], groups, side="left").tolist()
    high = np.searchsorted(of[order], groups, side="right").tolist()
    ordered = what[order].astype(np.int32)
    return [ordered[a:b] for a, b in zip(low, high, strict=True)]
