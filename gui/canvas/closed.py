"""A picture with one frame closed in place. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .keep import Change
from .opened import frames_after, going_on
from .places import FRAME_PAD, GAP_ACROSS, GAP_DOWN, Floats, Ints, Places
from .room import Shift, Units, Ways, levels, move, routes
from .routes import Parts

CLEAR = 0.45
"""Of the usual gap, what is left on each side of what stays."""


def closed(change: Change, places: Places) -> Places | None:
    """The picture after a change in which one frame became a box; None if it cannot be kept.

    The box comes where the frame's first line came down to it; then the strips of the frame in
    which nothing else is are taken out.
    """
    old, new, numbers = change.old, change.new, change.links
    box = int(change.come[0])
    same = np.flatnonzero(old.frames[change.frames_gone] == new.boxes[box])
    if numbers is None or len(same) != 1:
        return None
    frame = int(change.frames_gone[same[0]])
    stretched = set(old.around(frame)) - {frame}
    units = Units.of(places, old.sizes, old.frame, old.outer, stretched)
    ways = Ways.of(places, old.links, units)
    inside = np.zeros(len(old.sizes), np.bool_)
    inside[change.gone] = True
    whole = len(old.sizes) + frame
    if ways is None or (units.of_box[change.gone] != whole).any():
        return None
    came, went, enter, leave = _lines(change, inside, box)
    if (enter < 0).any() or (leave < 0).any():
        return None
    rect = units.rects[whole]
    room = rect[2:] - rect[:2] - np.array([0.0, 2 * FRAME_PAD])
    if (new.sizes[box] > room).any():
        return None
    lines = ways.ports[enter, 1], ways.ports[leave, 0]
    spot = _spot(new.sizes[box], rect, *lines)
    shift = _collapse(old.sizes, places, units, ways, inside, rect, spot, lines)
    moved = move(places, units, ways, shift)
    parts = Parts()
    routes(places, ways, shift, moved, numbers, parts)
    for links, was, end in ((came, enter, 1), (went, leave, 0)):
        some = np.full(len(old.links), -1, np.int32)
        some[was] = links
        routes(places, ways, shift, moved, some, parts, ends=(end == 1, end == 0))
        _to_box(links, ways.ports[was, end], spot, rect, end, shift, parts)

    centres = np.empty((len(new.sizes), 2))
    stay = np.flatnonzero(change.box >= 0)
    was_at = change.box[stay]
    centres[stay] = places.centres[was_at] + moved.by[units.of_box[was_at]]
    centres[box] = shift.points(((spot[:2] + spot[2:]) / 2)[None])[0]
    frames = frames_after(places, units, shift, moved)[change.frame]
    points, starts = parts.routes(len(new.links))
    return Places(centres, points, starts, frames)


def _lines(
    change: Change, inside: npt.NDArray[np.bool_], box: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """New links to and from the box, and the old ones whose lines they take."""
    old, new = change.old, change.new
    ends = np.where(inside[old.links], len(old.sizes), old.links)  # all that is inside as one
    came = np.flatnonzero(new.links[:, 1] == box).astype(np.int32)
    went = np.flatnonzero(new.links[:, 0] == box).astype(np.int32)
    whole = len(old.sizes)
    enter = going_on(ends, 1, whole, change.box[new.links[came, 0]])
    leave = going_on(ends, 0, whole, change.box[new.links[went, 1]])
    return came, went, enter, leave


def _spot(size: Floats, rect: Floats, above: Floats, below: Floats) -> Floats:
    """(4,) float64: where the box comes within the frame's x1, y1, x2, y2, before the shift."""
    wide, high = size.tolist()
    lines = above if len(above) else below
    middle = float(lines[0]) if len(lines) else float(rect[0] + rect[2]) / 2
    left = min(max(middle - wide / 2, float(rect[0])), max(float(rect[2]) - wide, float(rect[0])))
    top = float(rect[1]) + FRAME_PAD
    return np.array([left, top, left + wide, top + high])


def _collapse(
    sizes: Floats,
    places: Places,
    units: Units,
    ways: Ways,
    inside: npt.NDArray[np.bool_],
    rect: Floats,
    spot: Floats,
    lines: tuple[Floats, Floats],
) -> Shift:
    """The shift that takes out the frame's strips with nothing in them but lines along them."""
    boxes = len(sizes)
    alone = np.flatnonzero(~inside & (units.of_box == np.arange(boxes)))
    outermost = np.flatnonzero(units.of_frame == boxes + np.arange(len(units.of_frame)))
    stays = np.append(alone, boxes + outermost)
    stays = stays[(units.rects[stays] != rect).any(axis=1)]
    rects = np.concatenate([units.rects[stays], spot[None]])
    segments = _outer_segments(places, ways)
    level = np.abs(segments[:, 1] - segments[:, 3]) < np.abs(segments[:, 0] - segments[:, 2])
    x, y = np.sort(segments[:, [0, 2]], axis=1), np.sort(segments[:, [1, 3]], axis=1)
    ports = np.concatenate(lines)
    turns = np.stack([ports, ports], axis=1)
    gap_x, gap_y = CLEAR * GAP_ACROSS, CLEAR * GAP_DOWN
    kept_x = [rects[:, [0, 2]], x[~level], turns]
    kept_y = [rects[:, [1, 3]], y[level], np.array([[spot[1] - FRAME_PAD, spot[3] + FRAME_PAD]])]
    return Shift(
        _strips(np.concatenate(kept_x), gap_x, float(rect[0]), float(rect[2])),
        _strips(np.concatenate(kept_y), gap_y, float(rect[1]), float(rect[3])),
    )


def _outer_segments(places: Places, ways: Ways) -> Floats:
    """(S, 4) float64: the pieces of routes that are outside all units."""
    many = np.diff(places.starts)
    of = np.repeat(np.arange(len(many)), many)
    at = np.arange(len(of))
    outer = (at >= ways.first[of]) & (at < ways.last[of])
    some = np.flatnonzero(outer[1:] & outer[:-1] & (of[1:] == of[:-1])) + 1
    return np.concatenate([places.points[some - 1], places.points[some]], axis=1)


def _strips(kept: Floats, gap: float, low: float, high: float) -> tuple[Floats, Floats]:
    """Knots and values of the function that takes out what no kept interval, widened, covers."""
    kept = kept + np.array([-gap, gap])
    kept = kept[np.argsort(kept[:, 0], kind="stable")]
    ends = np.maximum.accumulate(np.append(low, kept[:, 1]))
    starts = np.append(kept[:, 0], high)
    holes = np.stack([ends, starts], axis=1).clip(low, high)
    holes = holes[holes[:, 1] - holes[:, 0] > 1.0]
    if not len(holes):
        return np.array([low, high]), np.array([low, high])
    knots = np.concatenate([[low - 1.0], holes.reshape(-1), [high + 1.0]])
    out = np.zeros(len(knots))
    out[2:-1:2] = np.cumsum(holes[:, 1] - holes[:, 0])
    out[3:-1:2] = out[2:-2:2]
    out[-1] = out[-2]
    return knots, knots - out


def _to_box(
    links: Ints, line: Floats, spot: Floats, rect: Floats, end: int, shift: Shift, parts: Parts
) -> None:
    """From the lines at the frame's border to the box, with two bends where they miss it."""
    if not len(links):
        return
    port = np.clip(line, spot[0] + 8.0, spot[2] - 8.0)
    if len(links) > 1 and (np.abs(port - line) > 0.5).any():
        place = np.empty(len(line))
        place[np.argsort(line, kind="stable")] = np.arange(len(line))
        port = spot[0] + (spot[2] - spot[0]) * (place + 1) / (len(line) + 1)
    order = np.argsort(line, kind="stable")
    level = np.empty(len(line))
    level[order] = levels(line[order], port[order])
    border = spot[1] if end == 1 else spot[3]
    away = FRAME_PAD * (1 - level) * (-1 if end == 1 else 1)
    edge = rect[1] if end == 1 else rect[3]
    corners = np.stack(
        [
            np.stack([line, np.full(len(line), edge)], axis=1),
            np.stack([line, border + away], axis=1),
            np.stack([port, border + away], axis=1),
            np.stack([port, np.full(len(line), border)], axis=1),
        ],
        axis=1,
    )
    corners = shift.points((corners if end == 1 else corners[:, ::-1]).reshape(-1, 2))
    parts.add(links, 7 if end == 1 else -7, corners, np.full(len(links), 4))
