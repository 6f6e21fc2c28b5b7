"""One layout: frame by frame from the innermost out, then everything in its place. No Qt.

Frames that are large are laid out on their own, and are then a box to what is around them, with
ports where links go through their border. What is long is cut into columns. What remains goes to
the layered engine in one piece, small frames included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from . import columns
from .layers import plain
from .piece import Drawn, Piece
from .places import FRAME_PAD, Floats, Ints, Places
from .regions import Crossing, Regions
from .routes import Parts, pick

Progress = Callable[[int, int], None]

OUTERMOST = 0.95
"""Nearer to a corner than this the engine lets no link meet a box."""

Sides: TypeAlias = tuple[Floats, Floats]
"""Where across boxes and links lie, as `sides` tells it."""


class Composed:
    """Lays out region by region, then puts everything in its place.

    Parameters
    ----------
    sizes, links, frame, outer, head, progress
        As of `layout.lay_out`.
    draw : callable or None
        What draws a piece; plain layers if None.
    first, every : bool
        Whether the first frame, and whether each, is laid out on its own in any case.
    whole : bool
        Whether nothing is cut into columns.
    sides : Sides, optional
        The order from left to right that is to be kept.
    told : callable, optional
        Told each region's drawing as soon as it is there. What it raises ends the layout.
    anew : callable, optional
        Called when the pieces of a region that were drawn so far are no longer part of it.
    """

    def __init__(
        self,
        sizes: Floats,
        links: Ints,
        frame: Ints,
        outer: Ints,
        head: float,
        draw: columns.Engine | None,
        progress: Progress | None,
        *,
        first: bool = False,
        every: bool = False,
        whole: bool = False,
        sides: Sides | None = None,
        told: Callable[[Drawn], None] | None = None,
        anew: Callable[[], None] = lambda: None,
    ) -> None:
        boxes, frames = len(sizes), len(outer)
        self.sides = None if sides is None else (_with_frames(sides[0], frame, outer), sides[1])
        self.links, self.head, self.draw, self.progress = links, head, draw, progress
        self.whole, self.told, self.anew = whole or draw is None, told, anew
        self.regions = Regions(
            sizes, links, frame, outer, every or draw is None, first, whole, head
        )
        self.sizes = np.concatenate([sizes, np.zeros((frames + 1, 2))])  # of all items
        self.enter = np.zeros(len(links))  # where links go through the border of the item inside
        self.leave = np.zeros(len(links))
        self.aside = np.full(frames, FRAME_PAD)  # room at the left and right in frames of their own
        self.drawn: dict[int, tuple[Drawn, Ints, Ints]] = {}
        self.parts: dict[int, Parts] = {}
        self.done = 0
        # Of each item, the region that it is in and the frame right around it.
        self.region = np.append(self.regions.of_box, self.regions.around)
        self.within = np.concatenate([frame, outer, [-1]]).astype(np.int32)
        self.boxes, self.frames = boxes, frames

    def places(self, within: bool = False) -> Places:
        """The layout of everything; `within`, of routes only what is inside regions."""
        items = self._items()
        for region, crossing in self.regions.crossings(self.links):
            self._lay_out(region, items[region], crossing)
        if within:
            self.parts[self.frames] = Parts()
        return self._together()

    def _items(self) -> dict[int, tuple[Ints, Ints]]:
        """The items, and the small frames, directly in each region."""
        own = np.concatenate([np.ones(self.boxes, np.bool_), self.regions.own, [False]])
        item = np.flatnonzero(own).astype(np.int32)
        small = np.flatnonzero(~self.regions.own).astype(np.int32)
        found: dict[int, tuple[Ints, Ints]] = {}
        by_item = np.argsort(self.region[item], kind="stable")
        by_frame = np.argsort(self.regions.around[small], kind="stable")
        item, small = item[by_item], small[by_frame]
        of_item, of_frame = self.region[item], self.regions.around[small]
        regions = np.append(np.flatnonzero(self.regions.own), self.frames)
        bounds = [
            np.searchsorted(of, regions, side=side).tolist()
            for of in (of_item, of_frame)
            for side in ("left", "right")
        ]
        for region, a, b, c, d in zip(regions.tolist(), *bounds, strict=True):
            found[region] = item[a:b], small[c:d]
        return found

    def _lay_out(self, region: int, items: tuple[Ints, Ints], crossing: Crossing) -> None:
        inside, small = items
        piece = self._piece(region, inside, small, crossing)
        if self.whole:
            drawn = self._counted(piece)
        else:
            drawn = columns.draw(piece, self._about(small), self._counted, self.anew)
        if self.told is not None:
            self.told(drawn)
        self.drawn[region] = drawn, inside, small
        self.parts[region] = self._routes(region, drawn, crossing)
        if region < self.frames:
            middle = drawn.width / 2
            ports = np.concatenate([drawn.enter, drawn.leave]) - middle
            reach = float(np.abs(ports).max(initial=0.0)) / OUTERMOST
            self.aside[region] = max(FRAME_PAD, reach - middle)
            half = middle + self.aside[region]
            self.sizes[self.boxes + region] = 2 * half, drawn.height + 2 * FRAME_PAD + self.head
            self.enter[crossing.entering] = (drawn.enter - middle) / half
            self.leave[crossing.leaving] = (drawn.leave - middle) / half

    def _counted(self, piece: Piece) -> Drawn:
        drawn = (self.draw or plain)(piece)
        self.done += len(piece.sizes)
        if self.progress is not None:
            self.progress(min(self.done, self.boxes), self.boxes)
        return drawn

    def _about(self, small: Ints) -> Floats:
        """(K, 2) float64: about how large small frames will be."""
        tall = self.regions.tall[small] + self.head
        wide = np.maximum(1.3 * self.regions.area[small] / tall, self.regions.widest[small])
        return np.stack([wide + 2 * FRAME_PAD, tall], axis=1)

    def _piece(self, region: int, inside: Ints, small: Ints, crossing: Crossing) -> Piece:
        def local(items: Ints) -> Ints:
            return np.searchsorted(inside, items).astype(np.int32)

        def near(frames: Ints) -> Ints:
            """Frames among the small ones here; -1 for the region's own and for none."""
            at = np.searchsorted(small, frames)
            hit = np.zeros(len(frames), np.bool_)
            hit[at < len(small)] = small[at[at < len(small)]] == frames[at < len(small)]
            return np.where(hit, at, -1).astype(np.int32)

        def port(items: Ints, links: Ints, where: Floats) -> Floats:
            return np.where(items >= self.boxes, where[links], np.nan)

        ends = crossing.inner_ends
        along, lanes = self._sides(inside, crossing)
        return Piece(
            sizes=self.sizes[inside],
            frame=near(self.within[inside]),
            outer=near(self.within[self.boxes + small]),
            links=local(ends.reshape(-1)).reshape(-1, 2),
            ports=np.stack(
                [
                    port(ends[:, 0], crossing.inner, self.leave),
                    port(ends[:, 1], crossing.inner, self.enter),
                ],
                axis=1,
            ),
            into=local(crossing.into),
            into_ports=port(crossing.into, crossing.entering, self.enter),
            out=local(crossing.out),
            out_ports=port(crossing.out, crossing.leaving, self.leave),
            head=self.head,
            along=along,
            lanes=lanes,
        )

    def _sides(self, inside: Ints, crossing: Crossing) -> tuple[Ints, Ints]:
        """The order from left to right of items and links in a region; nothing if unknown."""
        if self.sides is None:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        item, link = self.sides
        links = np.concatenate([crossing.inner, crossing.entering, crossing.leaving])
        across = np.concatenate([item[inside], link[links]])
        place = np.empty(len(across), np.int32)
        place[np.argsort(across, kind="stable")] = np.arange(len(across))
        return place[: len(inside)], place[len(inside) :]

    def _routes(self, region: int, drawn: Drawn, crossing: Crossing) -> Parts:
        """The parts of links in a region, from border to border of its frame."""
        depth = int(self.regions.depth[region])
        inner, into = len(crossing.inner), len(crossing.entering)
        parts, places = Parts(), drawn.places
        for links, key, first in (
            (crossing.inner, 0, 0),
            (crossing.entering, depth, inner),
            (crossing.leaving, -depth, inner + into),
        ):
            routes = (first + np.arange(len(links))).astype(np.int32)
            points, many = pick(places.points, places.starts, routes)
            ends = np.cumsum(many)
            if key > 0:
                points[ends - many, 1] = -FRAME_PAD - self.head
            elif key < 0:
                points[ends - 1, 1] = drawn.height + FRAME_PAD
            parts.add(links, key, points, many)
        return parts

    def _together(self) -> Places:
        """All regions in their places."""
        centres = np.zeros((self.boxes + self.frames, 2))
        frames = np.zeros((self.frames, 4))
        origin = np.zeros((self.frames + 1, 2))
        every = Parts()
        for region in sorted(self.drawn, key=lambda number: int(self.regions.depth[number])):
            drawn, inside, small = self.drawn[region]
            if region < self.frames:
                corner = centres[self.boxes + region] - self.sizes[self.boxes + region] / 2
                origin[region] = corner + np.array([self.aside[region], FRAME_PAD + self.head])
                frames[region] = [*corner, *self.sizes[self.boxes + region]]
            centres[inside] = drawn.places.centres + origin[region]
            frames[small] = drawn.places.frames
            frames[small, :2] += origin[region]
            every.extend(self.parts[region].moved(origin[region]))
        points, starts = every.routes(len(self.links))
        return Places(centres[: self.boxes], points, starts, frames, plain=self.draw is None)


def _with_frames(across: Floats, frame: Ints, outer: Ints) -> Floats:
    """(B + F,) float64: of frames the mean of what is in them."""
    total = np.bincount(frame[frame >= 0], across[frame >= 0], minlength=len(outer))
    many = np.bincount(frame[frame >= 0], minlength=len(outer))
    for inner in range(len(outer) - 1, -1, -1):
        if outer[inner] >= 0:
            total[outer[inner]] += total[inner]
            many[outer[inner]] += many[inner]
    return np.concatenate([across, total / np.maximum(many, 1)])
