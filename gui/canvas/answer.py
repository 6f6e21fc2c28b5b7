"""What the layered engine answered, as a drawing of the piece it was asked about. No Qt."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from . import routes
from .ask import Layout
from .borders import Untangler
from .gates import straightened
from .piece import Drawn, Piece
from .places import Floats, Ints, Places, joined
from .tangles import counted

THROUGH = 1000
"""Crossings that a link through a box is as bad as."""


def finished(piece: Piece, layout: Layout) -> tuple[Drawn, int]:
    """The engine's answer as a drawing, and its crossings: any through a box counts as many."""
    frames = len(piece.outer)
    links = len(piece.links) + len(piece.into) + len(piece.out)
    placed = np.array([[n.center.x, n.center.y, n.size.width, n.size.height] for n in layout.nodes])
    corner = placed[:frames, :2] - placed[:frames, 2:] / 2
    centres = placed[frames : frames + len(piece.sizes), :2]
    boxes = np.concatenate([corner, placed[:frames, 2:]], axis=1)
    drawn = _trimmed(piece, Places(centres, *_routes(layout, links), boxes))
    places = drawn.places
    crossed, hidden = counted(places.points, places.starts, places.rectangles(piece.sizes))
    return drawn, crossed + THROUGH * hidden


def _routes(layout: Layout, links: int) -> tuple[Floats, Ints]:
    """Points and starts of the first links in the engine's answer, without slants."""
    edges = layout.edges[:links]
    starts = np.zeros(links + 1, np.int32)
    starts[1:] = np.cumsum([len(edge.points) for edge in edges])
    points = np.array([(p.x, p.y) for edge in edges for p in edge.points]).reshape(-1, 2)
    slanting = routes.slanting(points, starts).tolist()
    if not slanting:
        return points, starts
    every = [points[a:b] for a, b in pairwise(starts.tolist())]
    for link in slanting:
        every[link] = routes.squared(every[link])
    return joined(every)


def _untangled(piece: Piece, places: Places) -> Places:
    """The same with the links at each box in the order in which they come."""
    boxes = places.rectangles(piece.sizes)
    bounds = places.starts.tolist()
    untangler = Untangler([places.points[a:b] for a, b in pairwise(bounds)], boxes)
    tangled = untangler.tangled()
    if not tangled.any():
        return places
    sources = np.concatenate([piece.links[:, 0], np.full(len(piece.into), -1), piece.out])
    targets = np.concatenate([piece.links[:, 1], piece.into, np.full(len(piece.out), -1)])
    leave = np.concatenate([piece.ports[:, 0], np.full(len(piece.into), np.nan), piece.out_ports])
    meet = np.concatenate([piece.ports[:, 1], piece.into_ports, np.full(len(piece.out), np.nan)])
    for ends, ports, below in ((targets, meet, False), (sources, leave, True)):
        many = np.bincount(ends + 1, tangled, minlength=len(boxes) + 1)[1:]
        given = np.bincount(ends + 1, ~np.isnan(ports), minlength=len(boxes) + 1)[1:]
        shared = untangler.shared(ends)
        for box in np.flatnonzero((many > 1) & (given == 0)).tolist() if shared else ():
            if box in shared and untangler.sort(np.flatnonzero(ends == box).tolist(), box, below):
                shared = untangler.shared(ends)
    points, starts = joined(untangler.routes)
    return replace(places, points=points, starts=starts)


def _trimmed(piece: Piece, places: Places) -> Drawn:
    """The drawing moved to the origin, with routes through gates drawn out to its borders."""
    inner, into = len(piece.links), len(piece.into)
    entering, leaving = range(inner, inner + into), range(inner + into, len(places.starts) - 1)
    places = _untangled(piece, places)
    points, starts = straightened(places, piece.sizes, entering, leaving)
    places = replace(places, points=points, starts=starts)
    half = piece.sizes / 2
    corners = [places.centres - half, places.centres + half, places.points]
    corners += [places.frames[:, :2], places.frames[:, :2] + places.frames[:, 2:]]
    every = np.concatenate(corners)
    low, high = every.min(axis=0), every.max(axis=0)
    places = places.moved(*(-low))
    width, height = (high - low).tolist()
    first = places.starts[inner : inner + into]
    last = places.starts[inner + into + 1 :] - 1
    places.points[first, 1] = 0.0  # a gate keeps its stretch of the row to itself
    places.points[last, 1] = height
    enter: npt.NDArray[np.float64] = places.points[first, 0]
    return Drawn(places, width, height, enter, places.points[last, 0])
