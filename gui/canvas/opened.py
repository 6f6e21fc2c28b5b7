"""A picture with one box opened in place. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .keep import Change
from .layout import inside
from .places import FRAME_PAD, Floats, Ints, Places
from .room import Moved, Shift, Units, Ways, levels, move, routes
from .routes import Parts, pick

GAP = 12.0
"""What stays free around what is opened."""

FAR = 1e9
"""Beyond any picture."""


@dataclass(frozen=True, eq=False)
class Inner:
    """What came in place of a box, laid out on its own, its corner at (0, 0).

    Attributes
    ----------
    boxes, frames : (N,), (K,) int32
        Numbers in the new plan; its frames are the places' last K.
    links, entering, leaving : int32 columns
        Numbers in the new plan, in the order of the places' routes.
    came, went : int32 columns
        The old link to or from the box that each entering or leaving one goes on from.
    """

    places: Places
    boxes: Ints
    frames: Ints
    links: Ints
    entering: Ints
    leaving: Ints
    came: Ints
    went: Ints

    def routes(self, which: str) -> Ints:
        """The numbers of the places' routes of "links", "entering" or "leaving"."""
        first = {
            "links": 0,
            "entering": len(self.links),
            "leaving": len(self.links) + len(self.entering),
        }[which]
        return np.arange(first, first + len(getattr(self, which)), dtype=np.int32)

    @property
    def gates(self) -> tuple[Floats, Floats]:
        """The x at which entering and leaving links go through the border."""
        points, starts = self.places.points, self.places.starts
        return (
            points[starts[self.routes("entering")], 0],
            points[starts[self.routes("leaving") + 1] - 1, 0],
        )

    @property
    def size(self) -> Floats:
        """(2,) float64."""
        size: Floats = self.places.frames[0, 2:]
        return size


def opened(change: Change, places: Places) -> Places | None:
    """The picture after a change in which one box was opened; None if it cannot be kept."""
    old, new, numbers = change.old, change.new, change.links
    box = int(change.gone[0])
    stretched = set(old.around(int(old.frame[box])))
    units = Units.of(places, old.sizes, old.frame, old.outer, stretched)
    ways = Ways.of(places, old.links, units)
    if numbers is None or ways is None:
        return None
    inner = _inner(change, box, places)
    if inner is None:
        return None
    inner = _turned(inner, ways)
    shift, corner = _room(inner, ways, units.rects[box], _taken(places, units, ways, change, box))
    moved = move(places, units, ways, shift)
    parts = Parts()
    routes(places, ways, shift, moved, numbers, parts)
    edges = corner[1] + np.array([0.0, inner.size[1]])
    for which, end, old_links in (("entering", 1, inner.came), ("leaving", 0, inner.went)):
        if len(old_links):
            _outside(places, ways, shift, moved, getattr(inner, which), old_links, end, parts)
            _through(inner, which, corner, moved.outside[old_links, end], edges, new.head, parts)
    points, many = pick(inner.places.points + corner, inner.places.starts, inner.routes("links"))
    parts.add(inner.links, 0, points, many)

    centres = np.empty((len(new.sizes), 2))
    stay = np.flatnonzero(change.box >= 0)
    was = change.box[stay]
    centres[stay] = places.centres[was] + moved.by[units.of_box[was]]
    centres[inner.boxes] = inner.places.centres + corner
    frames = np.empty((len(new.outer), 4))
    kept = np.flatnonzero(change.frame >= 0)
    frames[kept] = frames_after(places, units, shift, moved)[change.frame[kept]]
    if len(inner.frames):
        frames[inner.frames] = inner.places.frames[-len(inner.frames) :]
        frames[inner.frames, :2] += corner
    points, starts = parts.routes(len(new.links))
    return Places(centres, points, starts, frames)


def _inner(change: Change, box: int, places: Places) -> Inner | None:
    """The inside laid out; None if some link of it has no old one to go on from."""
    old, new = change.old, change.new
    local = np.full(len(new.sizes), -1, np.int32)
    local[change.come] = np.arange(len(change.come))
    ends = local[new.links]
    run = np.flatnonzero((ends >= 0).all(axis=1)).astype(np.int32)
    entering = np.flatnonzero((ends[:, 0] < 0) & (ends[:, 1] >= 0)).astype(np.int32)
    leaving = np.flatnonzero((ends[:, 0] >= 0) & (ends[:, 1] < 0)).astype(np.int32)
    came = going_on(old.links, 1, box, change.box[new.links[entering, 0]])
    went = going_on(old.links, 0, box, change.box[new.links[leaving, 1]])
    if (came < 0).any() or (went < 0).any():
        return None
    # Without a frame of its own the inside gets one that nobody sees.
    seen = len(change.frames_come) > 0 and bool((new.frame[change.come] >= 0).all())
    seen = seen and int((change.frame[new.outer[change.frames_come]] >= 0).sum()
                        + (new.outer[change.frames_come] < 0).sum()) == 1  # fmt: skip
    first = 0 if seen else 1
    number = np.full(len(new.outer) + 1, -1, np.int32)
    number[change.frames_come] = np.arange(first, first + len(change.frames_come))
    frame, outer = number[new.frame[change.come]], number[new.outer[change.frames_come]]
    if not seen:
        frame, outer = np.maximum(frame, 0), np.append(-1, np.maximum(outer, 0)).astype(np.int32)
    laid = inside(
        new.sizes[change.come], ends[run], frame, outer,
        ends[entering, 1], ends[leaving, 0], new.head,
    )  # fmt: skip
    return Inner(laid, change.come, change.frames_come, run, entering, leaving, came, went)


def going_on(links: Ints, end: int, box: int, others: Ints) -> Ints:
    """For each other end the old link between it and the box, -1 for none.

    Several from the same other end take the old links by turns, the last one what is left over.
    """
    known: dict[int, list[int]] = {}
    for link in np.flatnonzero(links[:, end] == box).tolist():
        known.setdefault(int(links[link, 1 - end]), []).append(link)
    found = np.full(len(others), -1, np.int32)
    for place, other in enumerate(others.tolist()):
        candidates = known.get(other)
        if candidates:
            found[place] = candidates[0]
            if len(candidates) > 1:
                candidates.pop(0)
    return found


def _turned(inner: Inner, ways: Ways) -> Inner:
    """The inside, turned left to right where its links then cross less at the border."""
    enter, leave = inner.gates
    outside = [ways.ports[inner.came, 1], ways.ports[inner.went, 0]]

    def crossings(sign: float) -> int:
        return sum(
            int(((was[:, None] < was) & (sign * now[:, None] > sign * now)).sum())
            for was, now in zip(outside, (enter, leave), strict=True)
        )

    if crossings(1.0) <= crossings(-1.0):
        return inner
    old, wide = inner.places, float(inner.size[0])
    flip, shift = np.array([-1.0, 1.0]), np.array([wide, 0.0])
    frames = old.frames.copy()
    frames[:, 0] = wide - frames[:, 0] - frames[:, 2]
    places = Places(old.centres * flip + shift, old.points * flip + shift, old.starts, frames)
    return Inner(
        places, inner.boxes, inner.frames, inner.links, inner.entering, inner.leaving,
        inner.came, inner.went,
    )  # fmt: skip


def _room(inner: Inner, ways: Ways, rect: Floats, taken: Floats) -> tuple[Shift, Floats]:
    """The shift that makes room for the inside, and where its corner then is.

    Its first gate comes to be where the line to the box came down, which stays where it is. What
    is free beside the box and below it is used first.
    """
    enter, leave = inner.gates
    left, top, right, bottom = rect.tolist()
    wide, high = inner.size.tolist()
    port, gate = (left + right) / 2, wide / 2
    if len(enter):
        port, gate = float(ways.ports[inner.came[0], 1]), float(enter[0])
    elif len(leave):
        port, gate = float(ways.ports[inner.went[0], 0]), float(leave[0])
    port = min(max(port, left + 1.0), right - 1.0)
    corner = port - gate
    beside = taken[(taken[:, 1] < bottom + GAP) & (taken[:, 3] > top - GAP)]
    before, after = beside[beside[:, 2] <= left, 2], beside[beside[:, 0] >= right, 0]
    low = min(left, max(corner, float(before.max(initial=-FAR)) + GAP))
    far = max(right, min(corner + wide, float(after.min(initial=FAR)) - GAP))
    below = taken[(taken[:, 0] < far + GAP) & (taken[:, 2] > low - GAP) & (taken[:, 1] >= bottom)]
    deep = max(bottom, min(top + high, float(below[:, 1].min(initial=FAR)) - GAP))
    lefts = _stretch(low, min(corner, low), left, port)
    rights = _stretch(far, max(corner + wide, far), right, port)
    knots, values = ([*a, port, *b] for a, b in zip(lefts, rights, strict=True))
    down = np.array([top, deep]), np.array([top, max(top + high, deep)])
    return Shift((np.array(knots), np.array(values)), down), np.array([corner, top])


def _stretch(edge: float, to: float, own: float, port: float) -> tuple[list[float], list[float]]:
    """Knots and values for one side: from the port to the edge of the free room, and beyond.

    Without free room it is the box's own width that is stretched, so that lines that run into
    what is above and below it keep their distances.
    """
    if edge == own:
        return [edge], [to]
    beyond = edge + (1.0 if edge > port else -1.0)
    pair = [(edge, edge), (beyond, beyond + to - edge)]
    pair = pair if edge > port else pair[::-1]
    return [a for a, _ in pair], [b for _, b in pair]


def _taken(places: Places, units: Units, ways: Ways, change: Change, box: int) -> Floats:
    """(n, 4) float64: x1, y1, x2, y2 of all that is around the box."""
    old = change.old
    alone = units.of_box == np.arange(len(units.of_box))
    alone[box] = False
    boxes = len(units.of_box)
    whole = units.of_frame == boxes + np.arange(len(units.of_frame))
    stays = np.append(np.flatnonzero(alone), boxes + np.flatnonzero(whole))
    of = np.repeat(np.arange(len(old.links)), np.diff(places.starts))
    at = np.arange(1, len(of))
    at = at[of[1:] == of[:-1]]
    own = (old.links[of[at], 0] == box) & (at == ways.first[of[at]])
    own |= (old.links[of[at], 1] == box) & (at == ways.last[of[at]])
    at = at[~own]  # but for the first and last pieces of the box's own links
    a, b = places.points[at - 1], places.points[at]
    lines = np.concatenate([np.minimum(a, b), np.maximum(a, b)], axis=1)
    around = []
    for frame in old.around(int(old.frame[box]))[:1]:
        x1, y1, x2, y2 = units.rects[boxes + frame].tolist()
        pad = FRAME_PAD - GAP
        around = [[x1, y1, x1 + pad, y2], [x2 - pad, y1, x2, y2], [x1, y2 - pad, x2, y2]]
    return np.concatenate([units.rects[stays], lines, np.array(around).reshape(-1, 4)])


def _through(
    inner: Inner, which: str, corner: Floats, line: Floats, edges: Floats, head: float, parts: Parts
) -> None:
    """The parts of routes inside, up to the lines that they go on as outside.

    Parameters
    ----------
    line : (n,) float64
        The x of these lines.
    edges : (2,) float64
        The y at which those end that come from above and begin that go on below.
    """
    down = which == "entering"
    links: Ints = getattr(inner, which)
    points, many = pick(inner.places.points + corner, inner.places.starts, inner.routes(which))
    at = np.cumsum(many) - (many if down else 1)  # the points on the border
    gate = points[at, 0].copy()
    order = np.argsort(line, kind="stable")
    level = np.empty(len(links))
    level[order] = levels(line[order], gate[order])
    turn = points[at, 1] + (head + FRAME_PAD * level if down else -FRAME_PAD * level)
    points[at, 1] = turn
    parts.add(links, 8 if down else -8, points, many)
    edge = np.full(len(line), edges[0] if down else edges[1])
    pair = [np.stack([line, edge], axis=1), np.stack([line, turn], axis=1)]
    corners = np.stack(pair if down else pair[::-1], axis=1)
    parts.add(links, 7 if down else -7, corners.reshape(-1, 2), np.full(len(links), 2))


def _outside(
    places: Places, ways: Ways, shift: Shift, moved: Moved, links: Ints, old: Ints, end: int,
    parts: Parts,
) -> None:  # fmt: skip
    """The parts of routes at the box that is no more, outside it; several may share one."""
    for turn in range(int(np.bincount(old).max())):
        seen: dict[int, int] = {}
        numbers = np.full(len(ways.first), -1, np.int32)
        for link, was in zip(links.tolist(), old.tolist(), strict=True):
            if seen.get(was, 0) == turn:
                numbers[was] = link
            seen[was] = seen.get(was, 0) + 1
        routes(places, ways, shift, moved, numbers, parts, ends=(end == 1, end == 0))


def frames_after(places: Places, units: Units, shift: Shift, moved: Moved) -> Floats:
    """(old F, 4) float64: frames around what was opened are stretched, others moved."""
    boxes = len(units.of_box)
    rects = units.rects[boxes:].copy()
    rigid = units.of_frame >= 0
    rects[rigid] += np.tile(moved.by[units.of_frame[rigid]], 2)
    for corner in (slice(0, 2), slice(2, 4)):
        rects[~rigid, corner] = shift.points(rects[~rigid, corner])
    rects[:, 2:] -= rects[:, :2]
    return rects
