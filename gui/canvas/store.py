"""What one geometry is painted from, prepared once for many frames. No Qt."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from . import levels
from .distinct import distinct
from .geometry import Geometry
from .levels import Flows
from .places import Floats
from .thinned import Classed, Indices, Layer, Window, corners_of, touching
from .words import Modules

LINES = {"straight": 0.75, "rough": 3.0, "slanted": 1.0}
"""Of a cell, how long pieces of links must be to be drawn; straight ones roughly while moving."""
LAYERS = ("boxes", "frames", *LINES)
FEW = 2000  # pieces that are drawn however short they are
KEPT = 3  # zooms of which sorted rectangles are kept


Words = tuple[str, str, float]
"""A title, what follows it, and their width."""


@dataclass(frozen=True)
class Anchor:
    """Where in the scene a title lay across its frame, at which zoom and how large."""

    x: float
    y: float
    scale: float
    pixels: int


class Store:
    """Layers of a geometry's boxes and links, sorted by the classes of its flows."""

    def __init__(self, geometry: Geometry) -> None:
        self.geometry = geometry
        self._flows: Flows | None = None
        self._sorted: dict[tuple[str, int], Classed] = {}
        self._tips: tuple[Window, Indices] | None = None
        self.titled: tuple[Hashable, Sequence[Any]] | None = None
        """For what the frames' titles were placed last, and where."""
        self.anchors: dict[int, Anchor] = {}
        self.on_borders: tuple[Hashable, dict[int, tuple[float, Words] | None]] = (None, {})
        """At one zoom: how far from its frame's left side a title is, and its words."""

    def colour(self, flows: Flows | None) -> None:
        """Sort by these flows' classes from now on."""
        if flows is not self._flows:
            self._flows = flows
            self._sorted = {key: kept for key, kept in self._sorted.items() if key[0] == "frames"}

    # --- boxes ------------------------------------------------------------------------------

    @cached_property
    def layer(self) -> Layer:
        """All boxes."""
        return Layer(corners_of(self.geometry.boxes))

    @cached_property
    def folded(self) -> Indices:
        """The folded boxes."""
        return np.flatnonzero(self.geometry.scene.folded)

    @cached_property
    def modules(self) -> Modules:
        """The names of modules on operations."""
        return Modules(self.geometry.scene)

    @cached_property
    def heads(self) -> Floats:
        """(B,) float64: the height of each box above its chips."""
        sizes, many = self.geometry.sizes, np.diff(self.geometry.scene.chip_rows)
        room = many * sizes.chip + np.where(many > 0, sizes.pad / 2, 0.0)
        return np.asarray(self.geometry.boxes[:, 3] - room, np.float64)

    def boxes(self, scale: float) -> Classed:
        """The boxes to draw at a zoom; those with NaN or Inf are never thinned out."""
        return self._classed("boxes", self.layer, self._box_codes(), scale)

    def boxes_in(self, window: Window) -> Indices:
        """The boxes that touch a window, ascending."""
        return touching(self.layer.corners, window)

    def _box_codes(self) -> levels.Codes:
        if self._flows is None:
            return np.full(len(self.layer), levels.NONE, np.int8)
        return self._flows.boxes

    # --- links ------------------------------------------------------------------------------

    @cached_property
    def _upright_or_level(self) -> npt.NDArray[np.bool_]:
        s = self.geometry.segments
        return np.asarray((s[:, 0] == s[:, 2]) | (s[:, 1] == s[:, 3]), np.bool_)

    @cached_property
    def _straight_at(self) -> npt.NDArray[np.int32]:
        return np.flatnonzero(self._upright_or_level).astype(np.int32)

    @cached_property
    def _slanted_at(self) -> npt.NDArray[np.int32]:
        return np.flatnonzero(~self._upright_or_level).astype(np.int32)

    @cached_property
    def _straight(self) -> Layer:
        s = self.geometry.segments[self._straight_at].T
        return Layer(np.stack([np.minimum(s[0], s[2]), np.minimum(s[1], s[3]),
                               np.maximum(s[0], s[2]), np.maximum(s[1], s[3])]))  # fmt: skip

    @cached_property
    def _slanted(self) -> Layer:
        s = self.geometry.segments[self._slanted_at].T
        return Layer(np.stack([np.minimum(s[0], s[2]), np.minimum(s[1], s[3]),
                               np.maximum(s[0], s[2]), np.maximum(s[1], s[3])]))  # fmt: skip

    def straight(self, scale: float, rough: bool = False) -> Classed:
        """The upright and level pieces of the links at a zoom."""
        name = "rough" if rough else "straight"
        return self._classed(name, self._straight, self._codes(self._straight_at), scale)

    def slanted(self, scale: float) -> Classed:
        """Bends and slanted links; of bends only those that are larger than a pixel."""
        return self._classed("slanted", self._slanted, self._codes(self._slanted_at), scale)

    def slants(self, which: Indices) -> Floats:
        """(k, 4) float64: the lines of some of the slanted pieces, x1, y1, x2, y2."""
        return self.geometry.segments[self._slanted_at[which]]

    def _codes(self, segments: npt.NDArray[np.int32]) -> levels.Codes:
        links = self.geometry.link_of[segments]
        if self._flows is None:
            return np.full(len(links), levels.NONE, np.int8)
        return self._flows.links[links]

    def segments_in(self, window: Window) -> Indices:
        """The segments of links that touch a window."""
        straight = self._straight_at[touching(self._straight.corners, window, 2.0)]
        slanted = self._slanted_at[touching(self._slanted.corners, window, 2.0)]
        return np.concatenate([straight, slanted])

    def tips_in(self, window: Window, reach: float) -> Indices:
        """The links whose arrows end in a window or not farther than `reach`."""
        left, top, right, bottom = window
        x, y = self._tip_columns
        return np.flatnonzero(
            (x > left - reach) & (x < right + reach) & (y > top - reach) & (y < bottom + reach)
        )

    @cached_property
    def _tip_columns(self) -> Floats:
        return np.ascontiguousarray(self.geometry.tips[:, :2].T)

    def links_of(self, which: Indices) -> npt.NDArray[np.int32]:
        """The links of some of the upright and level pieces."""
        return self.geometry.link_of[self._straight_at[which]]

    def links_of_slants(self, which: Indices) -> npt.NDArray[np.int32]:
        """The links of some of the slanted pieces."""
        return self.geometry.link_of[self._slanted_at[which]]

    def link_codes(self, links: Indices) -> levels.Codes:
        """The classes of some links."""
        if self._flows is None:
            return np.full(len(links), levels.NONE, np.int8)
        return self._flows.links[links]

    # --- frames -----------------------------------------------------------------------------

    @cached_property
    def depth(self) -> npt.NDArray[np.int32]:
        """(F,) int32: how many frames are around each frame."""
        parents = self.geometry.scene.frames.parent
        depth = np.zeros(len(parents), np.int32)
        for frame, parent in enumerate(parents.tolist()):  # the outer one comes first
            depth[frame] = depth[parent] + 1 if parent >= 0 else 0
        return depth

    @cached_property
    def _frame_layer(self) -> Layer:
        return Layer(corners_of(self.geometry.frames))

    def frames(self, scale: float) -> Classed:
        """Frames by their depth, outermost first."""
        return self._classed("frames", self._frame_layer, self.depth, scale)

    def frames_in(self, window: Window) -> Indices:
        """The frames that touch a window, outer ones first."""
        return touching(self._frame_layer.corners, window)

    # --- sorting ----------------------------------------------------------------------------

    def _classed(
        self, name: str, layer: Layer, codes: npt.NDArray[np.integer], scale: float
    ) -> Classed:
        power = layer.power(scale)
        found = self._sorted.get((name, power))
        if found is None:
            if len(self._sorted) >= len(LAYERS) * KEPT:
                self._sorted.clear()
            # Of links, what is shorter than a pixel only joins what is longer.
            shortest = LINES.get(name, 0.0) if len(layer) > FEW else 0.0
            which = layer.at(power, shortest)
            if len(which) < len(layer) and name == "boxes":
                which = distinct(np.concatenate([which, np.flatnonzero(codes == levels.STRANGE)]))
            found = self._sorted[name, power] = Classed(layer, which, codes[which])
        return found
