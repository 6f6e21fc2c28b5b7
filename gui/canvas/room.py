"""Making room in a picture without disturbing it: monotone shifts of x and of y. No Qt.

A shift that nowhere brings two points closer keeps every order: what was left of something stays
left of it, what was above stays above, and no lines come to cross. Boxes, and frames with all that
is in them, are *units*: they keep their size and move as one piece, so nothing overlaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .places import Floats, Ints, Places
from .routes import Parts, gather

JOG = 9.0
"""How far from a unit a line that must get to its port may turn."""

NEAR = 0.5
"""Ends that are not farther apart than this are in one line."""


@dataclass(frozen=True, eq=False)
class Shift:
    """A continuous monotone function of x and one of y, linear between knots, slope 1 outside."""

    x: tuple[Floats, Floats]
    y: tuple[Floats, Floats]

    def across(self, x: Floats) -> Floats:
        """Where an x goes."""
        return _along(*self.x, x)

    def down(self, y: Floats) -> Floats:
        """Where a y goes."""
        return _along(*self.y, y)

    def points(self, points: Floats) -> Floats:
        """Where points go."""
        return np.stack([self.across(points[:, 0]), self.down(points[:, 1])], axis=1)


def _along(knots: Floats, values: Floats, at: Floats) -> Floats:
    found: Floats = np.interp(at, knots, values)
    return np.where(
        at < knots[0],
        at + values[0] - knots[0],
        np.where(at > knots[-1], at + values[-1] - knots[-1], found),
    )


@dataclass(frozen=True, eq=False)
class Units:
    """What moves as one piece: boxes first, then frames, with the numbers of those.

    Attributes
    ----------
    of_box, of_frame : (B,), (F,) int32
        The unit of each box and frame; -1 for a frame that is stretched.
    rects : (B + F, 4) float64
        x1, y1, x2, y2.
    """

    of_box: Ints
    of_frame: Ints
    rects: Floats

    @classmethod
    def of(
        cls, places: Places, sizes: Floats, frame: Ints, outer: Ints, stretched: set[int]
    ) -> Units:
        """The units of a picture in which some frames are stretched, all that are around one."""
        boxes = len(sizes)
        of_frame = np.full(len(outer) + 1, -1, np.int32)
        for number, around in enumerate(outer.tolist()):
            if number not in stretched:
                of_frame[number] = of_frame[around] if of_frame[around] >= 0 else boxes + number
        of_box = np.where(of_frame[frame] >= 0, of_frame[frame], np.arange(boxes))
        corner = places.frames[:, :2]
        rects = np.concatenate(
            [
                np.concatenate([places.centres - sizes / 2, places.centres + sizes / 2], axis=1),
                np.concatenate([corner, corner + places.frames[:, 2:]], axis=1),
            ]
        )
        return cls(of_box.astype(np.int32), of_frame[:-1], rects)


@dataclass(frozen=True, eq=False)
class Ways:
    """Routes taken apart where they leave and meet units, as columns over L links.

    Attributes
    ----------
    ends : (L, 2) int32
        The units at both ends.
    first, last : (L,) int64
        Of a route's points, first to last (exclusive) are outside both units; those before and
        after them inside, or on a box's border.
    ports : (L, 2) float64
        The x at which it leaves and meets them.
    """

    ends: Ints
    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]
    ports: Floats

    @property
    def within(self) -> npt.NDArray[np.bool_]:
        """(L,) bool: links inside one unit."""
        same: npt.NDArray[np.bool_] = self.ends[:, 0] == self.ends[:, 1]
        return same

    @classmethod
    def of(cls, places: Places, links: Ints, units: Units) -> Ways | None:
        """The ways of a picture; None if some route leaves or meets its unit sideways."""
        starts = places.starts.astype(np.int64)
        ends = units.of_box[links]
        many = np.diff(starts)
        of = np.repeat(np.arange(len(links)), many)
        points = places.points
        first, last = starts[:-1] + 1, starts[1:] - 1
        for end, rects in ((0, units.rects[ends[:, 0]]), (1, units.rects[ends[:, 1]])):
            r = rects[of]
            inner = (r[:, :2] - NEAR < points).all(axis=1) & (points < r[:, 2:] + NEAR).all(axis=1)
            count = np.bincount(of, inner, minlength=len(links)).astype(np.int64)
            if end == 0:
                first = np.maximum(starts[:-1] + count, first)
            else:
                last = np.minimum(starts[1:] - count, last)
        within = ends[:, 0] == ends[:, 1]
        first = np.where(within, starts[1:], first)
        last = np.where(within, starts[1:], np.maximum(last, first))
        ports = np.stack([points[first - 1, 0], points[np.minimum(last, len(points) - 1), 0]], 1)
        after = points[np.minimum(first, len(points) - 1), 0]
        before = points[last - 1, 0]
        upright = (np.abs(ports[:, 0] - after) < NEAR) & (np.abs(ports[:, 1] - before) < NEAR)
        if not (upright | within).all():
            return None
        return cls(ends, first, last, ports)


def anchors(units: Units, ways: Ways) -> Floats:
    """(U, 2) float64: the point of each unit that follows the shift exactly.

    Across it is where a straight link meets it, or else the link nearest to its middle: what is in
    line with it stays so.
    """
    middle = (units.rects[:, :2] + units.rects[:, 2:]) / 2
    some = np.flatnonzero(~ways.within)
    unit, port = ways.ends[some].reshape(-1), ways.ports[some].reshape(-1)
    bent = np.abs(ways.ports[some, 0] - ways.ports[some, 1]) > NEAR
    order = np.lexsort((np.abs(port - middle[unit, 0]), np.repeat(bent, 2)))[::-1]
    middle[unit[order], 0] = port[order]  # the best one comes last, and stays
    return middle


def levels(outside: Floats, inside: Floats) -> Floats:
    """(n,) float64 in (0, 1): how near to the inside each of some lines turns to its port.

    Lines that come from `outside` and go to `inside`, both in the same order, do not cross then.
    """
    right = inside > outside
    order = np.lexsort((np.where(right, -outside, outside), right))
    turn = np.empty(len(outside))
    turn[order] = np.arange(len(outside))
    turn[right] -= (~right).sum()
    return (turn + 1) / (max(int(right.sum()), int((~right).sum()), 1) + 1)


@dataclass(frozen=True, eq=False)
class Moved:
    """A picture after a shift: units' shifts and the ports of its links, outside and inside."""

    boxes: int
    by: Floats  # (U, 2)
    outside: Floats  # (L, 2): where the line comes down to or goes on from a unit
    inside: Floats  # (L, 2): the x of the port itself
    border: Floats  # (L, 2): its y
    strip: Floats  # (L, 2): how far from it lines may turn


def move(places: Places, units: Units, ways: Ways, shift: Shift) -> Moved:
    """Where units and ports go."""
    at = anchors(units, ways)
    by = shift.points(at) - at
    outside = shift.across(ways.ports.reshape(-1)).reshape(-1, 2)
    inside = ways.ports + by[ways.ends, 0]
    rects = units.rects[ways.ends]
    border = np.stack([rects[:, 0, 3], rects[:, 1, 1]], axis=1) + by[ways.ends, 1]
    turns = np.stack([ways.first, ways.last - 1], axis=1)
    free = ways.last > ways.first
    y = shift.down(places.points[np.minimum(turns, len(places.points) - 1), 1].reshape(-1))
    strip = np.where(free[:, None], np.abs(y.reshape(-1, 2) - border), 0.0)
    direct = np.abs(border[:, :1] - border[:, 1:]) / 2  # no turn between: half of the way each
    strip = np.minimum(np.where(free[:, None], strip, direct), JOG)
    _slide(units, ways, by, outside, inside)
    return Moved(len(units.of_box), by, outside, inside, border, strip)


def _slide(units: Units, ways: Ways, by: Floats, outside: Floats, inside: Floats) -> None:
    """Let the ports on a side of a box follow their lines if all of them stay on the box."""
    rects = units.rects[ways.ends]
    low, high = rects[:, :, 0] + by[ways.ends, 0], rects[:, :, 2] + by[ways.ends, 0]
    boxes = len(units.of_box)
    fits = (low + 6.0 <= outside) & (outside <= high - 6.0) & (ways.ends < boxes)
    for end in (0, 1):
        all_fit = np.ones(len(units.rects), np.bool_)
        np.logical_and.at(all_fit, ways.ends[~ways.within, end], fits[~ways.within, end])
        some = all_fit[ways.ends[:, end]] & ~ways.within
        inside[some, end] = outside[some, end]


def routes(
    places: Places,
    ways: Ways,
    shift: Shift,
    moved: Moved,
    numbers: Ints,
    parts: Parts,
    ends: tuple[bool, bool] = (True, True),
) -> None:
    """Add the routes of all links to `parts`, under new numbers; those of -1 are left out.

    Keys: 0 to 2 at the source, 3 between, 4 to 6 at the target; `ends` tells which of both to add.
    """
    starts = places.starts.astype(np.int64)
    some = np.flatnonzero(numbers >= 0)
    first, last = ways.first[some], ways.last[some]
    units = ways.ends[some]
    outer = ~ways.within[some]

    def add(key: int, low: npt.NDArray[np.int64], high: npt.NDArray[np.int64], by: Floats | None,
            which: npt.NDArray[np.bool_]) -> None:  # fmt: skip
        many = (high - low)[which]
        points = places.points[gather(low[which], many)]
        points = shift.points(points) if by is None else points + np.repeat(by[which], many, axis=0)
        parts.add(numbers[some[which]], key, points, many)

    everything = np.ones(len(some), np.bool_)
    on_box = outer[:, None] & (units < moved.boxes)  # there the port is the route's own end
    if ends[0]:
        add(0, starts[:-1][some], first - on_box[:, 0], moved.by[units[:, 0]], everything)
    whole = np.flatnonzero(outer)
    for end, port, jog in ((0, 1, 2), (1, 5, 4)):
        if not ends[end]:
            continue
        x, y = moved.inside[some, end][whole], moved.border[some, end][whole]
        parts.add(
            numbers[some[whole]], port, np.stack([x, y], axis=1), np.ones(len(whole), np.int64)
        )
        _jogs(moved, some[whole], end, ways.ends[some[whole], end], jog, numbers, parts)
    add(3, first, last, None, outer)
    if ends[1]:
        add(6, last + on_box[:, 1], starts[1:][some], moved.by[units[:, 1]], outer)


def _jogs(
    moved: Moved, links: npt.NDArray[np.intp], end: int, of: Ints, key: int, numbers: Ints,
    parts: Parts,
) -> None:  # fmt: skip
    """Two bends where a line does not come out at its port."""
    apart = np.abs(moved.outside[links, end] - moved.inside[links, end]) > NEAR
    strips = np.full(int(of.max()) + 1 if len(of) else 0, np.inf)
    np.minimum.at(strips, of, moved.strip[links, end])
    order = np.argsort(of[apart], kind="stable")
    links, of = links[apart][order], of[apart][order]
    for group in np.split(np.arange(len(links)), np.flatnonzero(np.diff(of)) + 1):
        if not len(group):
            continue
        some = links[group]
        outside, inside = moved.outside[some, end], moved.inside[some, end]
        away = strips[of[group[0]]] * (1 - levels(outside, inside))
        y = moved.border[some, end] + (away if end == 0 else -away)
        pair = [np.stack([inside, y], axis=1), np.stack([outside, y], axis=1)]
        corners = np.stack(pair if end == 0 else pair[::-1], axis=1)
        parts.add(numbers[some], key, corners.reshape(-1, 2), np.full(len(some), 2))
