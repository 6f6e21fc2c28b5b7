"""Titles of frames from where boxes bear no names."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from .band import Band, band
from .camera import Camera
from .look import Look
from .spots import Cells, Taken, boxes_seen
from .store import Anchor, Store
from .title import EDGE, Row, Title

MOST = 80  # titles across frames
TRIED = 240  # frames, from afar
SEARCHED = 80  # times that a free spot is looked for
LARGE = 2.0  # of the usual size, titles across a frame at most
SMALLER = 0.8  # the next size that is tried
ABOVE = (0.5, 0.25, 0.75, 0.0, 1.0)
"""How much of a title on a border is above it, from afar."""


class Afar:
    """Titles across frames, outer and large ones first."""

    def __init__(self, store: Store, camera: Camera, seen: QRectF, look: Look) -> None:
        self._store = store
        self._camera = camera
        self._seen = seen
        self._look = look
        self._cells: Cells | None = None
        self._searches = SEARCHED

    def titles(self, rows: list[Row], sticky: bool) -> list[Title]:
        """All of them."""
        depth, store = self._store.depth, self._store
        held = Band(store, rows, self._seen, self._look).titles() if sticky else []
        self._seen = self._seen.adjusted(0.0, band(held, self._seen).height(), 0.0, 0.0)
        stuck = {title.frame for title in held}
        taken, found = Taken(np.zeros((0, 4))), []
        self._boxes = boxes_seen(store, self._camera, self._seen)
        order = sorted(rows, key=lambda row: (depth[row[0]], -row[1].width()))
        for frame, rectangle in order[:TRIED]:
            if frame in stuck:
                continue
            title = self._placed(frame, rectangle, taken)
            if title is not None:
                taken.add(title.strip)
                found.append(title)
            if len(found) >= MOST:
                break
        return found + held

    def _placed(self, frame: int, whole: QRectF, taken: Taken) -> Title | None:
        """Large in a free spot, else on the border, else small in a free spot."""
        text = self._store.geometry.scene.frames.titles[frame]
        visible = whole.intersected(self._seen)
        sizes = self._sizes(visible, self._look.width(text, self._look.pixels, True))
        if not sizes:
            return None
        large = [size for size in sizes if size > self._look.pixels]
        title = (
            self._kept(frame, text, sizes[0], visible, taken)
            or self._in_spot(frame, text, large, visible, taken)
            or self._on_border(frame, text, whole, taken)
            or self._in_spot(frame, text, [self._look.smallest], visible, taken)
        )
        if title is not None and visible.contains(title.strip):
            middle = title.strip.center()
            at = self._camera.to_scene(middle.x(), middle.y())
            self._store.anchors[frame] = Anchor(*at, self._camera.scale, title.pixels)
        return title

    def _sizes(self, visible: QRectF, usual: float) -> list[int]:
        """Heights in pixels that suit a frame, the largest first."""
        look = self._look
        room = visible.width() - 2 * EDGE
        if usual * look.smallest / look.pixels > room or visible.height() < 2.0 * look.smallest:
            return []
        best = min(look.pixels * LARGE, look.pixels * room / max(usual, 1.0) * 0.8,
                   visible.height() / 4)  # fmt: skip
        sizes = []
        while best > look.smallest:
            sizes.append(int(best))
            best *= SMALLER
        return [*sizes, look.smallest]

    def _kept(
        self, frame: int, text: str, largest: int, visible: QRectF, taken: Taken
    ) -> Title | None:
        """The title where it stood in the last picture, if it still can: names do not wander."""
        anchor = self._store.anchors.get(frame)
        if anchor is None:
            return None
        camera = self._camera
        same = anchor.scale == camera.scale
        title = self._at(
            frame, text, anchor.pixels if same else min(largest, anchor.pixels),
            anchor.x * camera.scale + camera.x, anchor.y * camera.scale + camera.y,
        )  # fmt: skip
        strip = title.strip
        if not visible.contains(strip) or taken.hit(strip):
            return None
        if not same and (self._boxes.hit(strip) or self._inner(frame).hit(strip)):
            return None
        return title

    def _inner(self, frame: int) -> Taken:
        """The frames right inside another one."""
        geometry, camera = self._store.geometry, self._camera
        x, y, wide, high = geometry.frames[geometry.scene.frames.parent == frame].T
        corners = np.stack([x, y, x + wide, y + high], axis=1) * camera.scale
        return Taken(corners + np.array([camera.x, camera.y, camera.x, camera.y]))

    def _in_spot(
        self, frame: int, text: str, sizes: list[int], visible: QRectF, taken: Taken
    ) -> Title | None:
        if self._cells is None:
            self._cells = Cells(self._store, self._camera, self._seen)
        depth = int(self._store.depth[frame])
        for pixels in sizes:
            self._searches -= 1
            if self._searches < 0:
                return None
            wide, high = self._size(text, pixels)
            spot = self._cells.spot(visible, depth, wide, high, taken)
            if spot is not None:
                return self._at(frame, text, pixels, spot[0] + wide / 2, spot[1] + high / 2)
        return None

    def _on_border(self, frame: int, text: str, whole: QRectF, taken: Taken) -> Title | None:
        """Where the upper border leaves room between what is above it and what is below."""
        left = max(whole.left(), self._seen.left()) + EDGE
        right = min(whole.right(), self._seen.right()) - EDGE
        for pixels in dict.fromkeys((self._look.pixels, self._look.smallest)):
            wide, high = self._size(text, pixels)
            for above in ABOVE:
                top = whole.top() - above * high
                if top < self._seen.top() + 2.0:
                    continue
                for x, room in self._boxes.gaps(left, right, top, top + high):
                    title = self._at(frame, text, pixels, x + wide / 2, top + high / 2)
                    if room >= wide and not taken.hit(title.strip):
                        return title
        return None

    def _size(self, text: str, pixels: int) -> tuple[float, float]:
        wide = self._look.width(text, pixels, True) + 2 * EDGE
        return wide, self._look.sized(pixels, bold=True)[1].height()

    def _at(self, frame: int, text: str, pixels: int, x: float, y: float) -> Title:
        wide, high = self._size(text, pixels)
        strip = QRectF(x - wide / 2, y - high / 2, wide, high)
        return Title(frame, strip, QRectF(), pixels, text, "", across=True)
