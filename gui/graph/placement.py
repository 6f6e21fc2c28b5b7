"""A scene with a place for everything: rectangles, routes, and what lies under a point. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine.messages import Array
from .layout import Answer, Question
from .scene import Chip, Scene

TITLE_PX = 15
TEXT_PX = 13
PADDING = 12.0
BAR = 8.0  # the band that carries the gradient's colour
BOX_HEIGHT = 48.0
CHIP_HEIGHT = 26.0
CHIP_GAP = 5.0
EVEN = 1.8
EDGE = 14.0
CHIP_STEM = 30.0  # from a box to its chips
NORM_TEXT = "  ‖g‖ 0.000e-00"

Rects = npt.NDArray[np.float64]  # (n, 4): x, y, width, height


@dataclass(frozen=True)
class Sizes:
    """What every box and chip needs, measured with the window's font."""

    widths: npt.NDArray[np.float32]
    heights: npt.NDArray[np.float32]
    chip_widths: list[npt.NDArray[np.float32]]

    def side(self) -> npt.NDArray[np.float32]:
        """Room that the chips take on the right of each box."""
        return np.array(
            [CHIP_STEM + float(w.max()) if len(w) else 0.0 for w in self.chip_widths], np.float32
        )


def measure(scene: Scene, title: Callable[[str], float], text: Callable[[str], float]) -> Sizes:
    """The sizes of boxes and chips; `title` and `text` give a string's width in pixels."""
    known: dict[str, float] = {}

    def wide(measured: Callable[[str], float], words: str, kind: str) -> float:
        key = kind + words
        if key not in known:
            known[key] = measured(words)
        return known[key]

    norm = text(NORM_TEXT)
    freed, tags = text("  freed"), text("  loss · freed")
    n = len(scene.nodes)
    widths = np.empty(n, np.float32)
    heights = np.empty(n, np.float32)
    chip_widths = []
    for box in range(n):
        needed = max(
            wide(title, scene.title(box), "t") + (tags if box in scene.roots else freed),
            wide(text, scene.shape(box), "s") + norm,
        )
        widths[box] = max(150.0, needed + 2 * PADDING + BAR)
        chips = scene.chips[box]
        heights[box] = max(BOX_HEIGHT, len(chips) * (CHIP_HEIGHT + CHIP_GAP) - CHIP_GAP)
        chip_widths.append(
            np.array(
                [wide(text, c.text, "c") + norm + 2 * PADDING + BAR for c in chips], np.float32
            )
        )
    if n and widths.max() <= EVEN * np.median(widths):
        widths[:] = widths.max()  # boxes of one width read like a list
    return Sizes(widths, heights, chip_widths)


def question(scene: Scene, sizes: Sizes, aspect: float) -> Question:
    """What the layout is asked."""
    links = np.array([(k.source, k.target) for k in scene.links], np.int32).reshape(-1, 2)
    return Question(
        key=scene.graph.key,
        widths=Array.of(sizes.widths),
        heights=Array.of(sizes.heights),
        links=Array.of(links),
        aspect=aspect,
        side=Array.of(sizes.side()),
    )


class Placement:
    """The picture's geometry in scene pixels (zoom 1).

    Attributes
    ----------
    boxes : (n, 4) float64
        Operations.
    chip_rects : (c, 4) float64
        All chips; `chips` is parallel.
    points, starts
        Routes of `scene.links`: link i is points[starts[i]:starts[i + 1]].
    """

    def __init__(self, scene: Scene, sizes: Sizes, answer: Answer) -> None:
        self.scene = scene
        self.method = answer.method
        centres = answer.centres.numpy().astype(float).reshape(-1, 2)
        widths, heights = sizes.widths.astype(float), np.full(len(centres), BOX_HEIGHT)
        self.boxes: Rects = np.stack(
            [centres[:, 0] - widths / 2, centres[:, 1] - heights / 2, widths, heights], 1
        )
        self.points = answer.points.numpy().astype(float).reshape(-1, 2)
        self.starts = answer.starts.numpy()
        self._meet_boxes(sizes)
        self.chips: list[Chip] = []
        self.first_chip: list[int] = []  # per box, its first index into chips
        rects = []
        for box, chips in enumerate(scene.chips):
            self.first_chip.append(len(self.chips))
            total = len(chips) * (CHIP_HEIGHT + CHIP_GAP) - CHIP_GAP
            y = centres[box, 1] - total / 2
            x = centres[box, 0] + widths[box] / 2 + CHIP_STEM
            for number, chip in enumerate(chips):
                self.chips.append(chip)
                rects.append((x, y, float(sizes.chip_widths[box][number]), CHIP_HEIGHT))
                y += CHIP_HEIGHT + CHIP_GAP
        self.chip_rects: Rects = np.array(rects, float).reshape(-1, 4)
        self.bounds = self._bounds()

    def _meet_boxes(self, sizes: Sizes) -> None:
        """Let routes end at the boxes, which are lower than the room that their chips took."""
        for number, link in enumerate(self.scene.links):
            first, last = self.starts[number], self.starts[number + 1] - 1
            if last <= first:
                continue
            extra = (float(sizes.heights[link.source]) - BOX_HEIGHT) / 2
            down = self.points[first + 1, 1] >= self.points[first, 1]
            self.points[first, 1] -= extra if down else -extra
            extra = (float(sizes.heights[link.target]) - BOX_HEIGHT) / 2
            down = self.points[last, 1] >= self.points[last - 1, 1]
            self.points[last, 1] += extra if down else -extra
            if last - first >= 3:  # a bend between the ends: each may move by itself
                self._onto(first, first + 1, self.boxes[link.source])
                self._onto(last, last - 1, self.boxes[link.target])

    def _onto(self, end: int, bend: int, box: npt.NDArray[np.float64]) -> None:
        """Bring a vertical end that meets the room of a box's chips onto the box itself."""
        low, high = box[0] + EDGE, box[0] + box[2] - EDGE
        if self.points[end, 0] == self.points[bend, 0]:
            self.points[[end, bend], 0] = min(max(self.points[end, 0], low), high)

    def _bounds(self) -> tuple[float, float, float, float]:
        every = [self.boxes, self.chip_rects]
        if len(self.points):
            every.append(np.concatenate([self.points, np.zeros_like(self.points)], 1))
        rects = np.concatenate(every)
        if not len(rects):
            return (0.0, 0.0, 1.0, 1.0)
        low = rects[:, :2].min(0)
        high = (rects[:, :2] + rects[:, 2:]).max(0)
        return (low[0], low[1], high[0] - low[0], high[1] - low[1])

    def box_at(self, x: float, y: float) -> int | None:
        """The box under a point."""
        return _under(self.boxes, x, y)

    def chip_at(self, x: float, y: float) -> int | None:
        """The chip under a point, as an index into `chips`."""
        return _under(self.chip_rects, x, y)

    def link_at(self, x: float, y: float, reach: float) -> int | None:
        """The link that passes within `reach` of a point."""
        if not len(self.points):
            return None
        a, b = self.points[:-1], self.points[1:]
        along = b - a
        length = np.maximum((along**2).sum(1), 1e-9)
        at = np.clip((((x, y) - a) * along).sum(1) / length, 0, 1)[:, None]
        gap = np.hypot(*((a + at * along) - (x, y)).T)
        inner = np.ones(len(gap), bool)
        inner[self.starts[1:-1] - 1] = False  # from one route's end to the next one's beginning
        gap[~inner] = np.inf
        nearest = int(gap.argmin())
        if gap[nearest] > reach:
            return None
        return int(np.searchsorted(self.starts, nearest, side="right")) - 1

    def visible(self, rect: tuple[float, float, float, float]) -> npt.NDArray[np.int64]:
        """The boxes that a rectangle touches, their chips included in what counts as theirs."""
        x, y, w, h = rect
        reach = 0.0 if not len(self.chip_rects) else self.chip_rects[:, 2].max() + CHIP_STEM
        tall = CHIP_HEIGHT * 3
        b = self.boxes
        inside = (b[:, 0] + b[:, 2] + reach >= x) & (b[:, 0] <= x + w)
        inside &= (b[:, 1] + b[:, 3] + tall >= y) & (b[:, 1] - tall <= y + h)
        return np.flatnonzero(inside)


def _under(rects: Rects, x: float, y: float) -> int | None:
    if not len(rects):
        return None
    dx, dy = x - rects[:, 0], y - rects[:, 1]
    hit = np.flatnonzero((dx >= 0) & (dy >= 0) & (dx <= rects[:, 2]) & (dy <= rects[:, 3]))
    return int(hit[-1]) if len(hit) else None
