"""Long graphs in columns: cut where few links cross, laid out piece by piece, set side by side.

Every column reads downwards; a link that was cut leaves its column at the bottom and enters the
next one at the top. The time is linear in the number of pieces. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .places import GAP_ACROSS, GAP_DOWN, Floats, Ints, Places, joined

MOST_CUT = 24  # links that a cut may go through
LANE = 10.0  # between two links that run side by side from column to column
LONGEST = 600  # boxes that a column has at most, if there are cuts

Engine = Callable[[Floats, Ints], Places]


@dataclass(frozen=True, eq=False)
class Column:
    """One piece, laid out around its own origin: its box of the picture starts at (0, 0)."""

    boxes: Ints
    places: Places
    width: float
    height: float
    inner: Ints  # links with both ends in it
    leaving: dict[int, float]  # link to the x at which it leaves, at the bottom
    entering: dict[int, float]  # link to the x at which it enters, at the top


def lay_out(sizes: Floats, links: Ints, rank: Ints, engine: Engine, aspect: float) -> Places:
    """The whole in columns, as wide to high as `aspect` says if the cuts allow it."""
    wide = _widest(sizes, rank)
    piece = cut(sizes, links, rank, aspect, wide)
    whole, pitch = _set_out(sizes, links, rank, piece, engine)
    if not 0.6 < pitch / wide < 1.6:  # links beside the boxes made the columns wider than guessed
        piece = cut(sizes, links, rank, aspect, pitch)
        whole, _ = _set_out(sizes, links, rank, piece, engine)
    return whole


def _widest(sizes: Floats, rank: Ints) -> float:
    """A guess at a column's width: all but the widest ranks fit into it."""
    widths = np.bincount(rank, sizes[:, 0] + GAP_ACROSS)
    return float(np.percentile(widths, 99)) + 3 * GAP_ACROSS


def _set_out(
    sizes: Floats, links: Ints, rank: Ints, piece: Ints, engine: Engine
) -> tuple[Places, float]:
    """The columns laid out and set side by side; and the mean distance from one to the next."""
    own = piece[links[:, 0]]
    crossing = own != piece[links[:, 1]]
    pieces = int(piece.max()) + 1
    if pieces == 1:
        whole = engine(sizes, links)
        return whole, float(np.ptp(whole.centres[:, 0])) + float(sizes[:, 0].max())
    order = np.argsort(rank, kind="stable").astype(np.int32)
    by_box = [order[some] for some in _groups(piece[order], pieces)]
    inner = _groups(np.where(crossing, pieces, own), pieces)
    leaving = _groups(np.where(crossing, own, pieces), pieces)
    entering = _groups(np.where(crossing, piece[links[:, 1]], pieces), pieces)
    columns = [
        _column(sizes, links, by_box[k], inner[k], leaving[k], entering[k], engine)
        for k in range(pieces)
    ]
    whole = _compose(columns, links, np.flatnonzero(crossing).tolist(), piece, len(sizes))
    return whole, float(np.mean([column.width for column in columns])) + 3 * GAP_ACROSS


def cut(sizes: Floats, links: Ints, rank: Ints, aspect: float, wide: float) -> Ints:
    """(B,) int32: the column of each box, from cuts between ranks that few links cross.

    `wide` is the width that a column is expected to have.
    """
    last = int(rank.max())
    heights = np.zeros(last + 1)
    np.maximum.at(heights, rank, sizes[:, 1] + GAP_DOWN)
    many = np.bincount(rank)
    ends = np.zeros(last + 2, np.int64)
    np.add.at(ends, rank[links[:, 0]], 1)
    np.add.at(ends, rank[links[:, 1]], -1)
    crossing = np.cumsum(ends)[:last]  # between rank r and r + 1
    tall = float(heights.sum())
    goal = max(tall / max(np.sqrt(aspect * tall / wide), 1.0), float(heights.max()))
    bounds = _bounds(np.cumsum(heights), np.cumsum(many), crossing, goal)
    return np.searchsorted(bounds, rank, side="left").astype(np.int32)


def _bounds(
    down: Floats, many: npt.NDArray[np.int64], crossing: npt.NDArray[np.int64], goal: float
) -> list[int]:
    """The last rank of each column but the last."""
    bounds: list[int] = []
    start, boxes = 0.0, 0
    while True:
        end = min(start + goal, float(down[np.searchsorted(many, boxes + LONGEST) - 1]))
        end = max(end, start + goal / 8)
        low = int(np.searchsorted(down, start + 0.7 * (end - start)))
        high = int(np.searchsorted(down, start + 1.15 * (end - start)))
        while low < len(crossing):
            window = crossing[low : max(high, low + 1)]
            if window.min() <= MOST_CUT:
                break
            low, high = high, high + max(high - low, 1)
        if low >= len(crossing) or down[-1] - down[low] < goal / 4:
            return bounds
        # Of the least crossed ranks the one nearest to the height aimed at.
        best = np.flatnonzero(window == window.min()) + low
        bounds.append(int(best[np.argmin(np.abs(down[best] - end))]))
        start, boxes = float(down[bounds[-1]]), int(many[bounds[-1]])


def _groups(of: Ints, groups: int) -> list[Ints]:
    """The indices at which `of` is 0, 1, …; what is `groups` or more is in none."""
    order = np.argsort(of, kind="stable").astype(np.int32)
    starts = np.searchsorted(of[order], np.arange(groups + 1))
    return [order[a:b] for a, b in pairwise(starts.tolist())]


def _column(
    sizes: Floats,
    links: Ints,
    boxes: Ints,
    inner: Ints,
    leaving: Ints,
    entering: Ints,
    engine: Engine,
) -> Column:
    """A piece with a gate above it and one below, through which the cut links go."""
    count = len(boxes)
    top, bottom = count, count + 1
    local = {box: i for i, box in enumerate(boxes.tolist())}
    own = [(local[a], local[b]) for a, b in links[inner].tolist()]
    out = [(local[a], bottom) for a in links[leaving, 0].tolist()]
    into = [(top, local[b]) for b in links[entering, 1].tolist()]
    # Two unseen links keep the gates above and below everything else; `boxes` are in rank order.
    unseen = [(top, 0), (count - 1, bottom)]
    gate = (LANE * np.array([[len(into) + 1, 0.1], [len(out) + 1, 0.1]])).clip(1.0)
    places = engine(
        np.concatenate([sizes[boxes], gate]), np.array(own + out + into + unseen, np.int32)
    )
    return _trimmed(places, sizes, boxes, inner, leaving, entering)


def _trimmed(
    places: Places, sizes: Floats, boxes: Ints, inner: Ints, leaving: Ints, entering: Ints
) -> Column:
    """The column without its gates and unseen links, moved to the origin."""
    shown = len(inner) + len(leaving) + len(entering)
    points = places.points[: places.starts[shown]]
    centres, half = places.centres[: len(boxes)], sizes[boxes] / 2
    corners = np.concatenate([centres - half, centres + half, points])
    low, high = corners.min(axis=0), corners.max(axis=0)
    places = Places(centres, points, places.starts[: shown + 1]).moved(*(-low))
    first, last = places.starts[:-1], places.starts[1:] - 1
    out = range(len(inner), len(inner) + len(leaving))
    into = range(len(inner) + len(leaving), shown)
    return Column(
        boxes,
        places,
        float(high[0] - low[0]),
        float(high[1] - low[1]),
        inner,
        {
            link: float(places.points[last[i], 0])
            for i, link in zip(out, leaving.tolist(), strict=True)
        },
        {
            link: float(places.points[first[i], 0])
            for i, link in zip(into, entering.tolist(), strict=True)
        },
    )


def _compose(
    columns: list[Column], links: Ints, crossing: list[int], piece: Ints, boxes: int
) -> Places:
    """Columns from left to right, and the cut links around their ends."""
    lanes = [len(column.leaving) + 2 for column in columns]
    xs = np.zeros(len(columns))
    x = 0.0
    for k, column in enumerate(columns):
        xs[k] = x
        x += column.width + LANE * lanes[k] + 2 * GAP_ACROSS
    centres = np.zeros((boxes, 2))
    routes: list[Floats] = [np.zeros((0, 2))] * len(links)
    tails: dict[int, Floats] = {}
    heads: dict[int, Floats] = {}
    for k, column in enumerate(columns):
        places = column.places.moved(float(xs[k]), 0.0)
        centres[column.boxes] = places.centres
        every = np.split(places.points, places.starts[1:-1])
        order = [*column.inner.tolist(), *column.leaving, *column.entering]
        for link, route in zip(order, every, strict=True):
            own = tails if link in column.leaving else heads if link in column.entering else None
            if own is None:
                routes[link] = route
            else:
                own[link] = route
    top = _highest_lane(columns)
    for link in crossing:
        source, target = int(piece[links[link, 0]]), int(piece[links[link, 1]])
        column = columns[source]
        lane = list(column.leaving).index(link)
        below = column.height + LANE * (1 + lane)
        above = top - LANE * (1 + lane)
        side = xs[source] + column.width + GAP_ACROSS + LANE * (1 + lane)
        leave = xs[source] + column.leaving[link]
        enter = xs[target] + columns[target].entering[link]
        around = np.array(
            [[leave, below], [side, below], [side, above], [enter, above]], np.float64
        )
        routes[link] = np.concatenate([tails[link], around, heads[link]])
    return Places(centres, *joined(routes))


def _highest_lane(columns: list[Column]) -> float:
    return -LANE if any(column.leaving for column in columns) else 0.0
