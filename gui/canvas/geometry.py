"""A laid-out scene as columns of rectangles and line segments, for painting and hitting. No Qt.

All lengths are in scene units: logical pixels at a zoom of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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
        Height that a frame's title needs.
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
    boxes, chips, frames : (B, 4), (C, 4), (F, 4) float64
        x, y, width, height. A frame comes before those in it.
    segments : (S, 4) float64
        x1, y1, x2, y2 of all routes, bends rounded.
    link_of : (S,) int32
        The link of each segment, ascending.
    tips : (L, 4) float64
        Where each link's arrow ends, and its direction as a unit vector.
    routes : tuple of (P, 2) float64 and (L + 1,) int32
        The links' points before their bends were rounded, and where each link begins.
    bounds : tuple of float
        x, y, width, height of all, with a margin.
    """

    scene: Scene
    sizes: Sizes
    boxes: Floats
    chips: Floats
    frames: Floats
    segments: Floats
    link_of: Ints
    tips: Floats
    routes: tuple[Floats, Ints]
    bounds: tuple[float, float, float, float]
    plain: bool

    @cached_property
    def labels(self) -> Floats:
        """(L, 2, 3) float64: the middles of each link's longest and last pieces, and their lengths.

        Below 0 for a level one.
        """
        return _labels(*self.routes)

    @cached_property
    def _heights(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """The upper and lower end of each segment, side by side in memory for quick looks."""
        y = self.segments[:, [1, 3]].astype(np.float32)
        return y.min(axis=1), y.max(axis=1)

    def box_at(self, x: float, y: float) -> int:
        """The box that holds a point, or -1."""
        return _holds(self.boxes, x, y)

    def chip_at(self, x: float, y: float) -> int:
        """The chip that holds a point, or -1."""
        return _holds(self.chips, x, y)

    def link_at(self, x: float, y: float, reach: float) -> int:
        """The link nearest to a point, not farther than `reach`, or -1."""
        s, (low, high) = self.segments, self._heights
        near = np.flatnonzero((low <= y + reach) & (high >= y - reach))
        across = s[near][:, [0, 2]]
        near = near[(across.min(axis=1) <= x + reach) & (across.max(axis=1) >= x - reach)]
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
        frames=places.frames,
        segments=segments,
        link_of=link_of,
        tips=_tips(places.points, places.starts),
        routes=(places.points, places.starts),
        bounds=_bounds(boxes, places.frames, points),
        plain=places.plain,
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
    pieces = np.diff(starts) - 1
    link_of = np.repeat(np.arange(len(pieces), dtype=np.int32), pieces)
    at = np.arange(len(link_of), dtype=np.int32) + link_of
    segments = np.empty((len(at), 4))
    segments[:, :2], segments[:, 2:] = points[at], points[at + 1]
    return segments, link_of


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
    labels = np.zeros((len(starts) - 1, 2, 3))
    if not len(segments):
        return labels
    length = np.abs(segments[:, 2:] - segments[:, :2])
    longest = np.maximum(length[:, 0], length[:, 1])
    begin = starts[:-1] - np.arange(len(labels))  # a route has one piece less than points
    most = np.flatnonzero(longest == np.maximum.reduceat(longest, begin)[link_of])
    first = most[np.searchsorted(link_of[most], np.arange(len(labels)))]
    last = starts[1:] - np.arange(len(labels)) - 2
    for end, piece in enumerate((first, last)):
        labels[:, end, :2] = (segments[piece, :2] + segments[piece, 2:]) / 2
        level = length[piece, 0] > length[piece, 1]
        labels[:, end, 2] = np.where(level, -longest[piece], longest[piece])
    return labels


def _bounds(boxes: Floats, frames: Floats, points: Floats) -> tuple[float, float, float, float]:
    if not len(boxes):
        return (0.0, 0.0, 1.0, 1.0)
    every = [(some[:, :2], some[:, :2] + some[:, 2:]) for some in (boxes, frames) if len(some)]
    every += [(points, points)] if len(points) else []
    low = np.min([a.min(axis=0) for a, _ in every], axis=0) - MARGIN
    high = np.max([b.max(axis=0) for _, b in every], axis=0) + MARGIN
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def _holds(rectangles: npt.NDArray[np.float64], x: float, y: float) -> int:
    r = rectangles
    inside = (r[:, 0] <= x) & (x <= r[:, 0] + r[:, 2]) & (r[:, 1] <= y) & (y <= r[:, 1] + r[:, 3])
    found = np.flatnonzero(inside)
    return int(found[-1]) if found.size else -1
