"""A laid-out scene as columns of rectangles and line segments, for painting and hitting. No Qt.

All lengths are in scene units: logical pixels at a zoom of 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .places import Floats, Ints, Places
from .scene import Scene

CORNER = 8.0  # radius of a route's bends
ROUND_UP_TO = 30_000  # links; more of them keep sharp bends
BEND = np.array([0.0, 0.3, 0.7, 1.0])
MARGIN = 16.0


@dataclass(frozen=True, eq=False)
class Sizes:
    """How large the parts of a scene are in one font.

    Attributes
    ----------
    boxes : (B, 2) float64
        Width and height of each box, its chips included.
    head : float
        Height of a box without chips.
    line : float
        Height of a line of text.
    chip : float
        Height of a chip's row.
    pad : float
        Between a box's border and what is in it.
    band : float
        Width of the band that bears the colour of the flow.
    frame_head : float
        Height of the strip at a frame's upper border that bears its title.
    """

    boxes: Floats
    head: float
    line: float
    chip: float
    pad: float
    band: float
    frame_head: float = 0.0


@dataclass(frozen=True, eq=False)
class Geometry:
    """Where everything of a scene is.

    Attributes
    ----------
    boxes, chips : (B, 4), (C, 4) float64
        x, y, width, height.
    segments : (S, 4) float64
        x1, y1, x2, y2 of all routes, bends rounded.
    link_of : (S,) int32
        The link of each segment, ascending.
    tips : (L, 4) float64
        Where each link's arrow ends, and its direction as a unit vector.
    labels : (L, 2, 3) float64
        The middles of each link's longest and last pieces, and how long these are: below 0 for a
        level one.
    bounds : tuple of float
        x, y, width, height of all, with a margin.
    frames : (F, 4) float64
        x, y, width, height of the frames around open groups; inner ones come after outer ones.
    """

    scene: Scene
    sizes: Sizes
    boxes: Floats
    chips: Floats
    segments: Floats
    link_of: Ints
    tips: Floats
    labels: Floats
    bounds: tuple[float, float, float, float]
    plain: bool
    frames: Floats = field(default_factory=lambda: np.zeros((0, 4)))

    def box_at(self, x: float, y: float) -> int:
        """The box that holds a point, or -1."""
        return _holds(self.boxes, x, y)

    def frame_at(self, x: float, y: float) -> int:
        """The innermost frame that holds a point, or -1."""
        return _holds(self.frames, x, y)

    def chip_at(self, x: float, y: float) -> int:
        """The chip that holds a point, or -1."""
        return _holds(self.chips, x, y)

    def link_at(self, x: float, y: float, reach: float) -> int:
        """The link nearest to a point, not farther than `reach`, or -1."""
        s = self.segments
        near = np.flatnonzero(
            (np.minimum(s[:, 0], s[:, 2]) <= x + reach)
            & (np.maximum(s[:, 0], s[:, 2]) >= x - reach)
            & (np.minimum(s[:, 1], s[:, 3]) <= y + reach)
            & (np.maximum(s[:, 1], s[:, 3]) >= y - reach)
        )
        if not near.size:
            return -1
        start, along = s[near, :2], s[near, 2:] - s[near, :2]
        point = np.array([x, y]) - start
        square = np.maximum((along**2).sum(axis=1), 1e-12)
        part = np.clip((point * along).sum(axis=1) / square, 0.0, 1.0)
        away = np.linalg.norm(point - part[:, None] * along, axis=1)
        best = int(np.argmin(away))
        return int(self.link_of[near[best]]) if away[best] <= reach else -1


def place(scene: Scene, sizes: Sizes, places: Places) -> Geometry:
    """The geometry of a scene whose boxes are at these places."""
    corner = places.centres - sizes.boxes / 2
    boxes = np.concatenate([corner, sizes.boxes], axis=1)
    round_them = len(scene.links) <= ROUND_UP_TO
    points, starts = (
        rounded(places.points, places.starts) if round_them else (places.points, places.starts)
    )
    segments, link_of = _segments(points, starts)
    return Geometry(
        scene=scene,
        sizes=sizes,
        boxes=boxes,
        chips=_chips(scene, sizes, boxes),
        segments=segments,
        link_of=link_of,
        tips=_tips(places.points, places.starts),
        labels=_labels(places.points, places.starts),
        bounds=_bounds(np.concatenate([boxes, places.frames]), points),
        plain=places.plain,
        frames=places.frames,
    )


def rounded(points: Floats, starts: Ints, radius: float = CORNER) -> tuple[Floats, Ints]:
    """The same routes with each bend replaced by a short curve of len(BEND) points."""
    if not len(points):
        return points, starts
    inner = np.ones(len(points), np.bool_)
    inner[starts[:-1]] = False
    inner[starts[1:] - 1] = False
    at = np.flatnonzero(inner)
    bend, back, ahead = points[at], points[at - 1] - points[at], points[at + 1] - points[at]
    far_back = np.linalg.norm(back, axis=1, keepdims=True)
    far_ahead = np.linalg.norm(ahead, axis=1, keepdims=True)
    cut = np.minimum(np.minimum(far_back, far_ahead) / 2, radius)
    enter = bend + back / np.maximum(far_back, 1e-9) * cut
    leave = bend + ahead / np.maximum(far_ahead, 1e-9) * cut
    t = BEND[None, :, None]
    curve = (1 - t) ** 2 * enter[:, None] + 2 * t * (1 - t) * bend[:, None] + t**2 * leave[:, None]
    many = np.where(inner, len(BEND), 1)
    first = np.concatenate([[0], np.cumsum(many)])
    result = np.empty((int(first[-1]), 2))
    result[first[:-1][~inner]] = points[~inner]
    result[first[at][:, None] + np.arange(len(BEND))] = curve
    return result, first[starts].astype(np.int32)


def _segments(points: Floats, starts: Ints) -> tuple[Floats, Ints]:
    follows = np.ones(len(points), np.bool_)
    follows[starts[:-1]] = False
    at = np.flatnonzero(follows)
    segments = np.concatenate([points[at - 1], points[at]], axis=1)
    link_of = np.searchsorted(starts, at, side="right") - 1
    return segments, link_of.astype(np.int32)


def _chips(scene: Scene, sizes: Sizes, boxes: Floats) -> Floats:
    of = scene.chips.box
    row = np.arange(len(of)) - scene.chip_rows[of]
    chips = np.empty((len(of), 4))
    chips[:, 0] = boxes[of, 0] + sizes.band + sizes.pad / 2
    many = scene.chip_rows[of + 1] - scene.chip_rows[of]  # a folded box's head is higher
    chips[:, 1] = boxes[of, 1] + boxes[of, 3] - sizes.pad / 2 - (many - row) * sizes.chip
    chips[:, 2] = boxes[of, 2] - sizes.band - sizes.pad
    chips[:, 3] = sizes.chip - 4.0
    return chips


def _tips(points: Floats, starts: Ints) -> Floats:
    """The last point of each route and the direction in which it gets there."""
    if len(starts) < 2:
        return np.zeros((0, 4))
    last = starts[1:] - 1
    along = points[last] - points[last - 1]
    length = np.linalg.norm(along, axis=1, keepdims=True)
    return np.concatenate([points[last], along / np.maximum(length, 1e-9)], axis=1)


def _labels(points: Floats, starts: Ints) -> Floats:
    """The middle and signed length of the first of each route's longest pieces, and of its last."""
    segments, link_of = _segments(points, starts)
    length = np.abs(segments[:, 2:] - segments[:, :2])
    longest = length.max(axis=1) if len(length) else np.zeros(0)
    order = np.lexsort((-longest, link_of))
    links = np.arange(len(starts) - 1)
    first = order[np.searchsorted(link_of[order], links)]
    last = np.searchsorted(link_of, links, side="right") - 1
    pieces = np.stack([first, last], axis=1)
    labels = np.empty((len(links), 2, 3))
    labels[:, :, :2] = (segments[pieces, :2] + segments[pieces, 2:]) / 2
    level = length[pieces, 0] > length[pieces, 1]
    labels[:, :, 2] = np.where(level, -longest[pieces], longest[pieces])
    return labels


def _bounds(boxes: Floats, points: Floats) -> tuple[float, float, float, float]:
    if not len(boxes):
        return (0.0, 0.0, 1.0, 1.0)
    corners = np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:], points])
    low, high = corners.min(axis=0) - MARGIN, corners.max(axis=0) + MARGIN
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def _holds(rectangles: npt.NDArray[np.float64], x: float, y: float) -> int:
    r = rectangles
    inside = (r[:, 0] <= x) & (x <= r[:, 0] + r[:, 2]) & (r[:, 1] <= y) & (y <= r[:, 1] + r[:, 3])
    found = np.flatnonzero(inside)
    return int(found[-1]) if found.size else -1
