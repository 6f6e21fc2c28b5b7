"""Long pieces in columns: cut where few links cross, laid out one by one, set side by side.

Every column reads downwards; a link that was cut leaves its column at the bottom and enters the
next one at the top, in a lane between them. The time is linear in the number of columns. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .distinct import distinct
from .layers import ranks
from .piece import LANE, Drawn, Piece
from .places import GAP_ACROSS, GAP_DOWN, Floats, Ints, Places
from .regions import ASPECT, MOST, TALL, nearly_largest
from .routes import Parts, pick

UNEVEN = 0.15
"""Columns may be so much less even than halves and thirds: the tallest unit sets their height."""

TRIED = 4
"""Columns from which on one is drawn first, to see how wide they are."""

MOST_CUT = 24
"""Links that a cut may go through."""

Engine = Callable[[Piece], Drawn]


@dataclass(frozen=True, eq=False)
class Units:
    """What is not cut, as columns over U units: a box in no frame, or an outermost frame.

    Attributes
    ----------
    of_box : (N,) int32
        The unit of each box.
    of_frame : (K,) int32
        The unit of each frame.
    size : (U, 2) float64
        Their width and height: of frames a guess.
    rank : (U,) int32
    many : (U,) int32
        Boxes in each.
    """

    of_box: Ints
    of_frame: Ints
    size: Floats
    rank: Ints
    many: Ints

    @classmethod
    def of(cls, piece: Piece, frame_sizes: Floats) -> Units:
        """The units of a piece whose frames are about that large."""
        frames = len(piece.outer)
        top = np.arange(frames, dtype=np.int32)
        for frame, outer in enumerate(piece.outer.tolist()):
            if outer >= 0:
                top[frame] = top[outer]
        free = piece.frame < 0
        number = np.where(free, frames + np.arange(len(free)), -1)
        if frames:
            number = np.where(free, number, top[piece.frame])
        known, of_box = np.unique(number, return_inverse=True)
        size = np.empty((len(known), 2))
        size[known < frames] = frame_sizes[known[known < frames]] + 2 * GAP_DOWN
        size[known >= frames] = piece.sizes[known[known >= frames] - frames]
        ends = of_box[piece.links].astype(np.int32)
        rank = ranks(len(known), ends[ends[:, 0] != ends[:, 1]])
        many = np.bincount(of_box, minlength=len(known)).astype(np.int32)
        of_frame = np.searchsorted(known, top).astype(np.int32)
        return cls(of_box.astype(np.int32), of_frame, size, rank, many)


def draw(
    piece: Piece, frame_sizes: Floats, engine: Engine, anew: Callable[[], None] = lambda: None
) -> Drawn:
    """A piece in as many columns as its height and its number of boxes ask for.

    Parameters
    ----------
    frame_sizes : (K, 2) float64
        About how large each frame will be.
    anew : callable, optional
        Called when what was drawn so far is no longer part of it.

    Raises
    ------
    graphlay.GraphlayError
        If a column is beyond what the engine takes.
    """
    if not len(piece.outer) and float((piece.sizes[:, 1] + GAP_DOWN).sum()) <= TALL:
        return engine(piece)
    units = Units.of(piece, frame_sizes)
    heights = np.zeros(int(units.rank.max()) + 1)
    np.maximum.at(heights, units.rank, units.size[:, 1] + GAP_DOWN)
    if len(piece.sizes) <= MOST and heights.sum() <= TALL:
        return engine(piece)
    wide = _widest(units)
    tried = _tried(piece, units, heights, wide, engine)
    wide = wide if _near(tried, wide) else tried  # links beside the boxes make columns wider
    anew()
    drawn, pitch = _in_columns(piece, units, heights, wide, engine)
    if not _near(pitch, wide):
        anew()
        drawn, _ = _in_columns(piece, units, heights, pitch, engine)
    return drawn


def _near(pitch: float, wide: float) -> bool:
    """Whether columns are about as wide as was thought when they were cut."""
    return 0.6 < pitch / wide < 1.6


def _tried(piece: Piece, units: Units, heights: Floats, wide: float, engine: Engine) -> float:
    """The distance from column to column that the middle one of them suggests."""
    if heights.sum() < TRIED * TALL:
        return wide
    column = _cut(piece, units, heights, wide)[units.of_box]
    columns = int(column.max()) + 1
    if columns < TRIED:
        return wide
    middle = _slices(piece, units, column, columns)[columns // 2]
    return engine(middle.piece).width + 3 * GAP_ACROSS


def _widest(units: Units) -> float:
    """A guess at a column's width: all but the widest ranks fit into it."""
    widths = np.bincount(units.rank, units.size[:, 0] + GAP_ACROSS)
    return nearly_largest(widths) + 3 * GAP_ACROSS


def _in_columns(
    piece: Piece, units: Units, heights: Floats, wide: float, engine: Engine
) -> tuple[Drawn, float]:
    """The columns set side by side; and the mean distance from one to the next."""
    column = _cut(piece, units, heights, wide)[units.of_box]
    columns = int(column.max()) + 1
    if columns == 1:
        drawn = engine(piece)
        return drawn, drawn.width
    slices = _slices(piece, units, column, columns)
    drawn_ones = _drawn(slices, engine, len(piece.links))
    whole = _compose(piece, column, slices, drawn_ones)
    return whole, float(np.mean([one.width for one in drawn_ones])) + 3 * GAP_ACROSS


def _cut(piece: Piece, units: Units, heights: Floats, wide: float) -> Ints:
    """(U,) int32: the column of each unit, from cuts between ranks that few links cross."""
    ends = units.rank[units.of_box[piece.links]]
    crossings = np.zeros(len(heights) + 1, np.int64)
    np.add.at(crossings, ends.min(axis=1), 1)
    np.add.at(crossings, ends.max(axis=1), -1)
    many = np.bincount(units.rank, units.many).astype(np.int64)
    tall = float(heights.sum())
    # Twice too wide is as far off as twice too tall, so that 1.42 columns are rather two than one.
    asked = int(0.5 + np.sqrt(0.25 + ASPECT * tall / wide))
    columns = min(asked, np.ceil(tall / TALL))
    even = round(tall / heights.max() + UNEVEN)
    columns = max(min(columns, even), -(-int(many.sum()) // MOST), 1)
    bounds = _bounds(np.cumsum(heights), np.cumsum(many), np.cumsum(crossings)[:-2], int(columns))
    return np.searchsorted(bounds, units.rank, side="left").astype(np.int32)


def _bounds(
    down: Floats, many: npt.NDArray[np.int64], crossing: npt.NDArray[np.int64], columns: int
) -> list[int]:
    """The last rank of each column but the last."""
    bounds: list[int] = []
    goal, start, boxes = float(down[-1]) / columns, 0.0, 0
    while True:
        most = int(np.searchsorted(many, boxes + MOST * 1.2))
        end = goal * (round(start / goal) + 1)  # at even places, so that none is left over
        end = max(min(end, float(down[max(most - 1, 0)])), start + goal / 8)
        low = int(np.searchsorted(down, start + 0.7 * (end - start)))
        high = int(np.searchsorted(down, start + 1.15 * (end - start)))
        while low < len(crossing):
            window = crossing[low : max(high, low + 1)]
            if window.min() <= MOST_CUT:
                break
            low, high = high, high + max(high - low, 1)
        if low >= len(crossing) or (down[-1] - down[low] < goal / 3 and most >= len(many)):
            return bounds
        # Of the least crossed ranks the one nearest to the height aimed at.
        best = np.flatnonzero(window == window.min()) + low
        bounds.append(int(best[np.argmin(np.abs(down[best] - end))]))
        start, boxes = float(down[bounds[-1]]), int(many[bounds[-1]])


@dataclass(frozen=True, eq=False)
class Slice:
    """One column of a piece, and which of the piece's parts are in it.

    Links are numbered as in the piece's drawing: inner, entering, leaving. The slice's own
    entering links are those of `into`, its leaving ones those of `out`.
    """

    piece: Piece
    boxes: Ints
    frames: Ints
    inner: Ints
    into: Ints
    out: Ints


def _slices(piece: Piece, units: Units, column: Ints, columns: int) -> list[Slice]:
    own, other = column[piece.links].T
    links = len(piece.links)
    leaves = np.where(own != other, own, columns)
    enters = np.where(own != other, other, columns)
    into = np.concatenate([enters, column[piece.into]])
    out = np.concatenate([leaves, column[piece.out]])
    into_number = np.arange(len(into))
    out_number = np.arange(len(out))
    out_number[links:] += len(piece.into)
    by_box, inner = _groups(column, columns), _groups(np.where(own == other, own, columns), columns)
    by_into, by_out = _groups(into, columns), _groups(out, columns)
    by_frame = _groups(_frame_columns(units, column), columns)
    entered = np.concatenate([piece.links[:, 1], piece.into])
    entered_at = np.concatenate([piece.ports[:, 1], piece.into_ports])
    left = np.concatenate([piece.links[:, 0], piece.out])
    left_at = np.concatenate([piece.ports[:, 0], piece.out_ports])
    local = np.empty(len(column), np.int32)
    frame_local = np.full(len(piece.outer) + 1, -1, np.int32)  # the last one: in no frame
    slices = []
    for k in range(columns):
        boxes, frames = by_box[k], by_frame[k]
        local[boxes] = np.arange(len(boxes))
        frame_local[frames] = np.arange(len(frames))
        some = Piece(
            sizes=piece.sizes[boxes],
            frame=frame_local[piece.frame[boxes]],
            outer=frame_local[piece.outer[frames]],
            links=local[piece.links[inner[k]]],
            ports=piece.ports[inner[k]],
            into=local[entered[by_into[k]]],
            into_ports=entered_at[by_into[k]],
            out=local[left[by_out[k]]],
            out_ports=left_at[by_out[k]],
            head=piece.head,
            along=piece.along[boxes] if piece.ordered else piece.along,
            lanes=piece.lanes[_lanes_of(piece, inner[k], by_into[k], by_out[k])]
            if piece.ordered
            else piece.lanes,
        )
        slices.append(
            Slice(
                some, boxes, frames, inner[k],
                into_number[by_into[k]].astype(np.int32), out_number[by_out[k]].astype(np.int32),
            )
        )  # fmt: skip
    return slices


def _lanes_of(piece: Piece, inner: Ints, into: Ints, out: Ints) -> Ints:
    """The links of a slice, numbered as in the piece's drawing."""
    links = len(piece.links)
    beyond = np.where(out >= links, out + len(piece.into), out)
    return np.concatenate([inner, into, beyond]).astype(np.int32)


def _frame_columns(units: Units, column: Ints) -> Ints:
    """(K,) int32: the column of each frame."""
    by_unit = np.zeros(len(units.rank), np.int32)
    by_unit[units.of_box] = column
    return by_unit[units.of_frame]


def _groups(of: Ints, groups: int) -> list[Ints]:
    """The indices at which `of` is 0, 1, …; what is `groups` or more is in none."""
    order = np.argsort(of, kind="stable").astype(np.int32)
    starts = np.searchsorted(of[order], np.arange(groups + 1)).tolist()
    return [order[a:b] for a, b in pairwise(starts)]


def _drawn(slices: list[Slice], engine: Engine, inner: int) -> list[Drawn]:
    """Each column drawn, turned left to right where its links then cross less at the border."""
    found: list[Drawn] = []
    at: dict[int, float] = {}  # of each cut link, the x at which it left its column
    for slice_ in slices:
        drawn = engine(slice_.piece)
        came = np.array([at.get(link, np.nan) for link in slice_.into.tolist()])
        turned = drawn if slice_.piece.ordered else drawn.mirrored()
        if _across(slice_, drawn, came, inner) > _across(slice_, turned, came, inner):
            drawn = turned
        _exchange(slice_, came, drawn.enter)
        at |= dict(zip(slice_.out.tolist(), drawn.leave.tolist(), strict=True))
        found.append(drawn)
    return found


def _exchange(slice_: Slice, came: Floats, enter: Floats) -> None:
    """Let cut links to the same box enter in the order in which they come.

    Their ways into the column are exchanged: one is as good for each of them as the other.
    """
    piece = slice_.piece
    free = np.flatnonzero(np.isnan(piece.into_ports) & ~np.isnan(came))
    for box in distinct(piece.into[free]).tolist():
        same = free[piece.into[free] == box]
        by_entry = same[np.argsort(enter[same], kind="stable")]
        slice_.into[by_entry] = slice_.into[same[np.argsort(came[same], kind="stable")]]


def _across(slice_: Slice, drawn: Drawn, came: Floats, inner: int) -> int:
    """How many pairs of links cross above and below a column.

    Cut links come from the left, over those that enter from above, and go on to the right, under
    those that leave.
    """
    cut_in, cut_out = slice_.into < inner, slice_.out < inner
    above = drawn.enter[~cut_in, None] < drawn.enter[cut_in]
    below = drawn.leave[~cut_out, None] > drawn.leave[cut_out]
    return _inversions(came, drawn.enter) + int(above.sum()) + int(below.sum())


def _inversions(one: Floats, other: Floats) -> int:
    """How many pairs are in another order in `other`; those without a number do not count."""
    first, second = one[:, None] < one, other[:, None] > other
    return int((first & second).sum())


def _compose(piece: Piece, column: Ints, slices: list[Slice], drawn: list[Drawn]) -> Drawn:
    """The columns side by side, the links that were cut in lanes between them."""
    inner, into = len(piece.links), len(piece.into)
    centres, frames = np.empty((len(piece.sizes), 2)), np.empty((len(piece.outer), 4))
    parts = Parts()
    leave, enter = np.zeros(inner), np.zeros(inner)
    wide = [one.width + LANE * (len(part.out) + 1) + 2 * GAP_ACROSS
            for one, part in zip(drawn, slices, strict=True)]  # fmt: skip
    xs = np.concatenate([[0.0], np.cumsum(wide)])[:-1]
    top = LANE * (1 + max((len(part.out) for part in slices), default=0))
    height = max(one.height + LANE * (1 + len(part.out))
                 for one, part in zip(drawn, slices, strict=True))  # fmt: skip
    right = float(xs[-1] + drawn[-1].width)
    if (slices[-1].out < inner).any():
        right = float(xs[-1] + wide[-1])
    bottom = top + height
    enters, leaves = np.empty(into), np.empty(len(piece.out))
    for k, (slice_, one) in enumerate(zip(slices, drawn, strict=True)):
        places = one.places.moved(float(xs[k]), top)
        centres[slice_.boxes], frames[slice_.frames] = places.centres, places.frames
        own, entering = len(slice_.inner), len(slice_.into)
        _add(parts, slice_.inner, 0, places, np.arange(own))
        _add(parts, slice_.into, 2, places, own + np.arange(entering))
        _add(parts, slice_.out, 0, places, own + entering + np.arange(len(slice_.out)))
        cut = slice_.into < inner
        enter[slice_.into[cut]] = one.enter[cut] + xs[k]
        enters[slice_.into[~cut] - inner] = one.enter[~cut] + xs[k]
        cut = slice_.out < inner
        leave[slice_.out[cut]] = one.leave[cut] + xs[k]
        leaves[slice_.out[~cut] - inner - into] = one.leave[~cut] + xs[k]
    for k, (slice_, one) in enumerate(zip(slices, drawn, strict=True)):
        cut_links = slice_.out[slice_.out < inner]
        lanes = _lanes(leave[cut_links], enter[cut_links], xs[k] + one.width, top, one.height)
        parts.add(cut_links, 1, lanes, np.full(len(cut_links), 4))
    _extend(parts, inner + np.arange(into), -1, enters, 0.0, top)
    low = np.array([one.height for one in drawn])[column[piece.out]] + top
    _extend(parts, inner + into + np.arange(len(piece.out)), 1, leaves, low, bottom)
    points, starts = parts.routes(inner + into + len(piece.out))
    return Drawn(Places(centres, points, starts, frames), right, bottom, enters, leaves)


def _add(parts: Parts, links: Ints, key: int, places: Places, routes: npt.NDArray[np.intp]) -> None:
    points, many = pick(places.points, places.starts, routes.astype(np.int32))
    parts.add(links, key, points, many)


def _extend(
    parts: Parts, links: npt.NDArray[np.intp], key: int, x: Floats, y: Floats | float, to: float
) -> None:
    """Upright pieces between a column and the border of what is around it."""
    ends = np.empty((len(x), 2, 2))
    ends[:, :, 0] = x[:, None]
    ends[:, 0, 1], ends[:, 1, 1] = y, to
    parts.add(links.astype(np.int32), key, ends.reshape(-1, 2), np.full(len(x), 2))


def _lanes(leave: Floats, enter: Floats, side: float, top: float, height: float) -> Floats:
    """The four corners of each cut link's way from under its column to over another.

    They are nested: what leaves farthest to the right turns first and enters farthest right.
    """
    many = len(leave)
    lane = np.empty(many)
    lane[np.argsort(-leave, kind="stable")] = np.arange(many)
    corners = np.empty((many, 4, 2))
    corners[:, 0, 0], corners[:, 3, 0] = leave, enter
    corners[:, 1:3, 0] = (side + GAP_ACROSS + LANE * lane)[:, None]
    corners[:, :2, 1] = (top + height + LANE * (1 + lane))[:, None]
    corners[:, 2:, 1] = (top - LANE * (many - lane))[:, None]
    return corners.reshape(-1, 2)
