"""The scene: which boxes, frames, chips and links stand for a graph's nodes and edges. No Qt.

What is folded is one box, what is open a frame around its boxes. The graph itself keeps every node
and edge: each box, chip and link knows those that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ...engine import messages
from .chips import TIED, Bools, Chips, Ints
from .fold.tree import MODULE, STRETCH, TIMES, Tree
from .places import without_frames


@dataclass(frozen=True, eq=False)
class Frames:
    """Open groups, as columns over F frames; the frame around another comes before it.

    Attributes
    ----------
    group : (F,) int32
        The tree's group.
    parent : (F,) int32
        The frame around it, -1 for none.
    titles : tuple of str
        What stands on its upper border.
    """

    group: Ints
    parent: Ints
    titles: tuple[str, ...]

    @classmethod
    def none(cls) -> Frames:
        """No group is open."""
        return cls(np.zeros(0, np.int32), np.zeros(0, np.int32), ())


@dataclass(frozen=True, eq=False)
class Scene:
    """What the canvas shows, as columns over B boxes, C chips, L links and F frames.

    Attributes
    ----------
    key : int
        The graph's.
    node : (B,) int32
        The node that a box shows, -1 for a folded one.
    group : (B,) int32
        The group that a folded box stands for, -1 for an operation. Of a TIMES group it stands for
        the elements first to first + count.
    first, count : (B,) int32
        See there; of other groups 0 and 1.
    member_at : (B + 1,) int32
        A box stands for the nodes member[member_at[b]:member_at[b + 1]].
    member : (M,) int32
        These nodes, without those on chips.
    frame : (B,) int32
        The innermost frame around a box, -1 for none.
    titles, shapes : tuple of str
        A box's first line, and the start of its second: the shape of what an operation gave
        forward, or what a folded box holds.
    root : (B,) bool
        Whether backward can start there.
    links : (L, 2) int32
        Source and target box, in the direction of next_functions.
    edge : (L,) int32
        The graph's edge that a link stands for, the first of several.
    bundle_at : (L + 1,) int32
        All edges of a link are bundle[bundle_at[l]:bundle_at[l + 1]].
    slots : tuple of str
        A link's label: which output of its target it is, "" where there is only one.
    box_of : (N,) int32
        The box in which a node is or on which its chip is, -1 for none.
    chip_of : (N,) int32
        The first chip that stands for a node, -1 for none.
    """

    key: int
    node: Ints
    group: Ints
    first: Ints
    count: Ints
    member_at: Ints
    member: Ints
    frame: Ints
    titles: tuple[str, ...]
    shapes: tuple[str, ...]
    root: Bools
    links: Ints
    edge: Ints
    bundle_at: Ints
    bundle: Ints
    slots: tuple[str, ...]
    chips: Chips
    frames: Frames
    box_of: Ints
    chip_of: Ints
    tree: Tree = field(repr=False)
    graph: messages.GraphFound = field(repr=False)

    @property
    def folded(self) -> Bools:
        """(B,) bool: the boxes that stand for a group."""
        return self.node < 0

    @cached_property
    def identities(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """(B,) and (F,) int64: what boxes and frames are called in every scene of one graph.

        A folded group and its frame bear the same number; a run of elements that of its first.
        """
        boxes = np.where(self.node >= 0, self.node, -2 - self.group.astype(np.int64))
        for box in np.flatnonzero(self.folded).tolist():
            if self.tree.kind[self.group[box]] != TIMES:
                continue
            elements = self.tree.children[int(self.group[box])]
            if int(self.count[box]) < len(elements):
                run = elements[int(self.first[box])]
                boxes[box] = -2 - len(self.tree) - run
        return boxes, -2 - self.frames.group.astype(np.int64)

    @cached_property
    def loose(self) -> Ints:
        """(F,) int32: the frames without which a layout may do, as of `layout.lay_out`.

        Not those of module calls. What only its place in the order holds together goes first, then
        repeated structures.
        """
        kind = self.tree.kind[self.frames.group]
        found: Ints = np.select([kind == MODULE, kind == STRETCH], [0, 2], 1).astype(np.int32)
        return found

    def without_frames(self, left_out: Bools) -> Scene:
        """The same without some of its frames; their groups are open all the same."""
        if not left_out.any():
            return self
        frame, parent = without_frames(self.frame, self.frames.parent, left_out)
        titles = [t for t, gone in zip(self.frames.titles, left_out, strict=True) if not gone]
        frames = Frames(self.frames.group[~left_out], parent, tuple(titles))
        return replace(self, frame=frame, frames=frames)

    def members(self, box: int) -> Ints:
        """The nodes that a box stands for, from the loss down."""
        return self.member[self.member_at[box] : self.member_at[box + 1]]

    @cached_property
    def chips_by_name(self) -> dict[str, list[int]]:
        """The chips of each parameter; a tied weight is found by all its names."""
        found: dict[str, list[int]] = {}
        for chip, leaf in enumerate(self.chips.leaf.tolist()):
            for name in self.graph.parameters[leaf].split(TIED):
                if name:
                    found.setdefault(name, []).append(chip)
        return found

    @cached_property
    def chip_rows(self) -> Ints:
        """(B + 1,) int32: the chips of box b are chip_rows[b] to chip_rows[b + 1]."""
        boxes = np.arange(len(self.node) + 1, dtype=np.int32)
        return np.searchsorted(self.chips.box, boxes).astype(np.int32)
