"""Where on the canvas something can be written that hides nothing. No painting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from .camera import Camera
from .places import Floats
from .store import Store
from .thinned import Window

MOST_PIECES = 5000  # of links that titles make way for
NEAR = 3.0  # pixels beside a link that are the link's
CELL = 4.0  # pixels: how finely free spots are looked for


def window_of(camera: Camera, seen: QRectF) -> Window:
    """The part of the scene that is seen through a camera: left, top, right, bottom."""
    left, top = camera.to_scene(seen.left(), seen.top())
    right, bottom = camera.to_scene(seen.right(), seen.bottom())
    return left, top, right, bottom


class Taken:
    """Rectangles on screen that are not to be covered.

    Parameters
    ----------
    corners : (n, 4) float64
        Left, top, right and bottom of each.
    """

    def __init__(self, corners: Floats) -> None:
        self._corners = np.ascontiguousarray(corners.T)
        self._more: list[tuple[float, float, float, float]] = []

    def add(self, rectangle: QRectF) -> None:
        """Take this one too."""
        self._more.append(rectangle.getCoords())

    def hit(self, rectangle: QRectF) -> bool:
        """Whether anything is where this rectangle is."""
        return bool(len(self._near(*rectangle.getCoords())))

    def gaps(
        self, left: float, right: float, top: float, bottom: float, *others: Taken
    ) -> Iterator[tuple[float, float]]:
        """Where a row is free, of others too, from the left: x and width."""
        at = left
        taken = [side for one in (self, *others) for side in one._near(left, top, right, bottom)]
        for low, high in sorted(taken):
            if low > at:
                yield at, low - at
            at = max(at, high)
        if right > at:
            yield at, right - at

    def _near(self, left: float, top: float, right: float, bottom: float) -> list[list[float]]:
        """The sides, left and right, of what is in a rectangle."""
        x1, y1, x2, y2 = self._corners
        found = np.flatnonzero((y1 < bottom) & (y2 > top) & (x1 < right) & (x2 > left))
        near: list[list[float]] = self._corners[::2, found].T.tolist()
        return near + [[a, c] for a, b, c, d in self._more
                       if a < right and c > left and b < bottom and d > top]  # fmt: skip


def boxes_seen(store: Store, camera: Camera, seen: QRectF) -> Taken:
    """The boxes in sight."""
    boxes = store.geometry.boxes[store.boxes_in(window_of(camera, seen))]
    corner = boxes[:, :2] * camera.scale + np.array([camera.x, camera.y])
    return Taken(np.concatenate([corner, corner + boxes[:, 2:] * camera.scale], axis=1))


def links_seen(store: Store, camera: Camera, seen: QRectF) -> Taken:
    """The links in sight, piece by piece; of very many none."""
    at = store.segments_in(window_of(camera, seen))
    pieces = store.geometry.segments[at if len(at) <= MOST_PIECES else at[:0]] * camera.scale
    pieces += np.tile([camera.x, camera.y], 2)
    low = np.minimum(pieces[:, :2], pieces[:, 2:]) - NEAR
    high = np.maximum(pieces[:, :2], pieces[:, 2:]) + NEAR
    return Taken(np.concatenate([low, high], axis=1))


class Cells:
    """The canvas as a grid of cells, each free or not."""

    def __init__(self, store: Store, camera: Camera, seen: QRectF) -> None:
        self._store = store
        self._camera = camera
        self._seen = seen
        self._wide = int(seen.width() / CELL) + 1
        self._high = int(seen.height() / CELL) + 1
        self._window = window_of(camera, seen)
        self._boxes = self._filled(store.boxes(camera.scale).seen(self._window).corners)
        self._sums: dict[int, npt.NDArray[np.int32]] = {}

    def spot(
        self, room: QRectF, depth: int, wide: float, high: float, taken: Taken
    ) -> tuple[float, float] | None:
        """The uppermost free spot of a size in a frame of a depth, nearest to its middle.

        Neither on a box nor in a frame inside.
        """
        across, down = int(np.ceil(wide / CELL)) + 1, int(np.ceil(high / CELL)) + 1
        left = int(np.ceil((room.left() - self._seen.left()) / CELL))
        top = int(np.ceil((room.top() - self._seen.top()) / CELL))
        right = int((room.right() - self._seen.left()) / CELL)
        bottom = int((room.bottom() - self._seen.top()) / CELL)
        sums = self._summed(depth)[top : bottom + 1, left : right + 1]
        if sums.shape[0] <= down or sums.shape[1] <= across:
            return None
        inside = sums[down:, across:] - sums[:-down, across:]
        inside -= sums[down:, :-across] - sums[:-down, :-across]
        free = inside == 0
        middle = (free.shape[1] - 1) / 2
        for row in np.flatnonzero(free.any(axis=1)).tolist():
            columns = np.flatnonzero(free[row])
            for column in columns[np.argsort(np.abs(columns - middle), kind="stable")][:1].tolist():
                x = self._seen.left() + (left + column) * CELL + CELL / 2
                y = self._seen.top() + (top + row) * CELL + CELL / 2
                if not taken.hit(QRectF(x, y, wide, high)):
                    return x, y
        return None

    def _summed(self, depth: int) -> npt.NDArray[np.int32]:
        """How many cells above and left of each are taken, for titles of frames at a depth."""
        found = self._sums.get(depth)
        if found is None:
            frames = self._store.frames_in(self._window)
            frames = frames[self._store.depth[frames] == depth + 1]
            x, y, wide, high = self._store.geometry.frames[frames].T
            taken = self._boxes | self._filled(np.stack([x, y, x + wide, y + high]))
            found = np.zeros((self._high + 1, self._wide + 1), np.int32)
            found[1:, 1:] = taken.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
            self._sums[depth] = found
        return found

    def _filled(self, corners: Floats) -> npt.NDArray[np.bool_]:
        """The cells that scene rectangles (4, n) touch."""
        camera, seen = self._camera, self._seen
        x1, x2 = (corners[[0, 2]] * camera.scale + camera.x - seen.left()) / CELL
        y1, y2 = (corners[[1, 3]] * camera.scale + camera.y - seen.top()) / CELL
        left = np.clip(np.floor(x1), 0, self._wide).astype(np.intp)
        right = np.clip(np.floor(x2) + 1, 0, self._wide).astype(np.intp)
        top = np.clip(np.floor(y1), 0, self._high).astype(np.intp)
        bottom = np.clip(np.floor(y2) + 1, 0, self._high).astype(np.intp)
        edges = np.zeros((self._high + 1, self._wide + 1), np.int32)
        np.add.at(edges, (top, left), 1)
        np.add.at(edges, (bottom, right), 1)
        np.add.at(edges, (top, right), -1)
        np.add.at(edges, (bottom, left), -1)
        return edges.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
