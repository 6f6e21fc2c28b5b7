"""Gradient norms on a logarithmic scale: from numbers to the classes that are painted. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine import messages
from ...engine.messages import QT_TRANSLATE_NOOP
from .chips import Chips, Ints
from .scene import Scene

LEVELS = 64
NONE, ZERO, STRANGE, UNMEASURED = -1, -2, -3, -4
"""Classes off the scale: no gradient came, it is exactly zero, NaN or Inf, or it has no norm."""

UNMEASURED_REACHED = 2
"""In a Flow's `reached`: a gradient came of which torch can compute no norm."""

Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Scale:
    """Whole powers of ten, from 10**low to 10**high; low < high."""

    low: int
    high: int

    @classmethod
    def around(cls, norms: npt.NDArray[np.float64]) -> Scale | None:
        """The smallest scale that holds all finite norms above 0; None if there is none."""
        usual = norms[np.isfinite(norms) & (norms > 0)]
        if not usual.size:
            return None
        low = math.floor(math.log10(float(usual.min())) + 1e-9)
        high = math.ceil(math.log10(float(usual.max())) - 1e-9)
        return cls(low, max(high, low + 1))

    def follow(self, other: Scale | None) -> Scale:
        """This scale widened to hold `other`; `other` itself where that is much narrower.

        While a net trains, the scale then stays where it is for as long as it fits.
        """
        if other is None:
            return self
        wide = Scale(min(self.low, other.low), max(self.high, other.high))
        return other if wide.high - wide.low > 2 * (other.high - other.low) + 1 else wide

    def codes(self, norms: npt.NDArray[np.float64], reached: npt.NDArray[np.uint8]) -> Codes:
        """The class of each norm: 0 to LEVELS - 1 on the scale, or one off it."""
        if not reached.any():
            return np.full(len(norms), NONE, np.int8)
        strange = ~np.isfinite(norms)
        logs = np.log10(np.where(strange | (norms <= 0), 1.0, norms))
        part = (logs - self.low) / (self.high - self.low)
        codes = np.clip(part * LEVELS, 0, LEVELS - 1).astype(np.int8)
        codes[norms == 0] = ZERO
        codes[strange] = STRANGE
        codes[reached == UNMEASURED_REACHED] = UNMEASURED
        codes[reached == 0] = NONE
        return codes

    def ticks(self, most: int) -> list[int]:
        """Powers of ten to write at a scale with room for `most` of them, evenly spaced."""
        step = max(math.ceil((self.high - self.low) / max(most - 1, 1)), 1)
        apart = (self.high - self.low) / max(most, 2)  # before the last, which ends the scale
        evenly = (t for t in range(self.low, self.high, step) if self.high - t >= apart)
        return [*evenly, self.high][: max(most, 2)]


@dataclass(frozen=True, eq=False)
class Flows:
    """A Flow on a scene: what is painted on boxes, chips and links.

    Attributes
    ----------
    boxes, chips, links : int8
        Classes, see `Scale.codes`, of the largest norm where there are several. A chip's is that of
        what flowed to it from its own operation.
    low : int8
        The class of the smallest norm in each box: `boxes` but for folded ones.
    box_norms : (B, 2) float64
        The smallest and the largest norm in each box; NaN or Inf if there is one among them.
    freed, alive, failed : (B,) bool
        What the boxes' saved tensors are, and whether the last error points at them.
    scale : Scale or None
        None if no finite gradient above 0 has flowed.
    """

    flow: messages.Flow
    boxes: Codes
    low: Codes
    box_norms: npt.NDArray[np.float64]
    chips: Codes
    links: Codes
    freed: npt.NDArray[np.bool_]
    alive: npt.NDArray[np.bool_]
    failed: npt.NDArray[np.bool_]
    norms: npt.NDArray[np.float64]
    reached: npt.NDArray[np.uint8]
    edge_norms: npt.NDArray[np.float64]
    edge_reached: npt.NDArray[np.uint8]
    scale: Scale | None

    def chip_norm(self, chips: Chips, chip: int) -> float:
        """The norm of what flowed to a chip: from its operation, or where several are folded, in
        all.
        """
        edge = int(chips.edge[chip])
        return float(self.edge_norms[edge] if edge >= 0 else self.norms[chips.leaf[chip]])

    @property
    def ran(self) -> bool:
        """Whether a backward has run on this graph."""
        return self.flow.backward > 0


def flows(scene: Scene, flow: messages.Flow, before: Scale | None) -> Flows:
    """What a Flow looks like on a scene.

    Parameters
    ----------
    before : Scale or None
        The scale of the Flow before, which is kept while it fits.

    Raises
    ------
    messages.MessageError
        If the flow's columns do not fit the graph's.
    """
    norms, reached = flow.norms.numpy(), flow.reached.numpy()
    edge_norms, edge_reached = flow.edge_norms.numpy(), flow.edge_reached.numpy()
    states = flow.states.numpy()
    nodes, edges = len(scene.graph.names), len(scene.graph.edges.numpy())
    if any(len(c) != nodes for c in (norms, reached, states)) or any(
        len(c) != edges for c in (edge_norms, edge_reached)
    ):
        raise messages.MessageError(
            QT_TRANSLATE_NOOP("Explain", "a flow whose columns do not fit the graph's")
        )
    now = Scale.around(np.concatenate([norms[reached == 1], edge_norms[edge_reached == 1]]))
    scale = now if before is None or now is None else before.follow(now)
    usable = scale if scale is not None else Scale(0, 1)
    of_edges = usable.codes(edge_norms, edge_reached)
    ranges, came = _ranges(norms, reached, scene.member_at, scene.member)
    largest, some = _ranges(edge_norms, edge_reached, scene.bundle_at, scene.bundle)
    leaf, edge = scene.chips.leaf, scene.chips.edge
    return Flows(
        flow=flow,
        boxes=usable.codes(ranges[:, 1], came),
        low=usable.codes(ranges[:, 0], came),
        box_norms=ranges,
        chips=np.where(edge < 0, usable.codes(norms[leaf], reached[leaf]), of_edges[edge]),
        links=usable.codes(largest[:, 1], some),
        freed=_any(states == messages.FREED, scene),
        alive=_any(states == messages.ALIVE, scene),
        failed=_marked(scene, flow.failed),
        norms=norms,
        reached=reached,
        edge_norms=edge_norms,
        edge_reached=edge_reached,
        scale=scale,
    )


def _ranges(
    norms: npt.NDArray[np.float64], reached: npt.NDArray[np.uint8], at: Ints, which: Ints
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Smallest and largest norm of each group of `which`, (n, 2), and whether any gradient came.

    A NaN or Inf among them stands for all: it is what one is looking for.
    """
    if not len(which) or not reached.any():
        return np.zeros((len(at) - 1, 2)), np.zeros(len(at) - 1, np.uint8)
    starts, some, came = at[:-1], norms[which], reached[which]
    measured = came == 1
    low = np.minimum.reduceat(np.where(measured, some, np.inf), starts)
    high = np.maximum.reduceat(np.where(measured, some, -np.inf), starts)
    strange = np.add.reduceat(np.where(measured & ~np.isfinite(some), some, 0.0), starts)
    any_measured = np.logical_or.reduceat(measured, starts)
    ranges = np.where(any_measured[:, None], np.stack([low, high], axis=1), 0.0)
    ranges[~np.isfinite(strange)] = strange[~np.isfinite(strange), None]
    return ranges, np.where(any_measured, 1, np.maximum.reduceat(came, starts)).astype(np.uint8)


def _any(marked: npt.NDArray[np.bool_], scene: Scene) -> npt.NDArray[np.bool_]:
    """(B,) bool: the boxes in which a node is marked."""
    if not len(scene.member):
        return np.zeros(len(scene.node), np.bool_)
    return np.logical_or.reduceat(marked[scene.member], scene.member_at[:-1])


def _marked(scene: Scene, nodes: Iterable[int]) -> npt.NDArray[np.bool_]:
    marked = np.zeros(len(scene.node), np.bool_)
    boxes = [int(scene.box_of[i]) for i in nodes if 0 <= i < len(scene.box_of)]
    marked[[box for box in boxes if box >= 0]] = True
    return marked
