"""What the engine tells of an autograd graph: its nodes, a backward's flow, one node in full."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..sentences import Sentence
from .base import Array, Event, TensorValue

OUTSIDE, UNKNOWN = -1, -2
"""In `call_of`: made outside every module call (the loss); not known for certain."""


class ModuleCall(msgspec.Struct, frozen=True):
    """One call of a module in the forward that made the graph."""

    path: str  # "encoder.layer.3.attention", "" for the model itself
    kind: str  # the module's class, "MultiheadAttention"
    number: int = 1  # which call of this module in this forward
    parent: int = -1  # the call inside which it ran, -1 for none


class GraphFound(Event, frozen=True):
    """The autograd graph, as columns over its nodes in breadth-first order from the roots.

    Sent again only when the structure changes; `key` tells. edges is (E, 3) int32: source,
    target, input_nr, where source's next_functions names target.
    """

    key: int
    names: tuple[str, ...]
    parameters: tuple[str, ...]  # "conv1.weight" at an AccumulateGrad, else ""
    shapes: tuple[tuple[tuple[int, ...], ...], ...]  # of the gradients a node receives, per slot
    edges: Array
    roots: tuple[int, ...] = (0,)
    root_names: tuple[str, ...] = ()  # parallel to roots: "loss", "output"; () where not known
    calls: tuple[ModuleCall, ...] = ()  # every call comes after the one inside which it ran
    call_of: Array | None = None  # (N,) int32: the innermost call that made a node, or one of these
    lines: tuple[str, ...] = ()  # "train.py:31", "" where no line is known
    files: dict[str, str] = msgspec.field(default_factory=dict)  # "train.py" of a line: its path
    note: str = ""  # what was done so that the graph can be seen
    sequence: tuple[int, ...] = ()  # creation order, -1 at an AccumulateGrad
    saved: Array | None = None  # (S, 2) int32: a node and a storage that it keeps for backward
    storages: Array | None = None  # (K,) int64: bytes of each such storage; parameters' are not
    storages_follow: bool = False  # as an event: reading them takes as long as all else


class Storages(Event, frozen=True):
    """What the nodes of the graph `key` keep for backward, as a GraphFound can tell it too."""

    key: int
    saved: Array
    storages: Array


class GraphGone(Event, frozen=True):
    """There is no graph (before the first forward, or after undoing it)."""


NO_BUFFERS, ALIVE, FREED = 0, 1, 2

UNOBSERVED = -1
"""As the number of a Flow's backward: nobody watched, so that it is not known whether any ran."""


class Flow(Event, frozen=True):
    """What the last backward did to the graph `key`; arrays are parallel to its nodes and edges.

    A norm is L2 and means something only where `reached` is 1; it may be NaN or Inf, which is
    then true of the gradient.
    """

    key: int
    iteration: int
    backward: int  # which backward; 0: none has run on this graph, or UNOBSERVED
    states: Array  # uint8: NO_BUFFERS, ALIVE, FREED
    reached: Array  # uint8 per node
    norms: Array  # float64 per node
    edge_reached: Array  # uint8 per edge
    edge_norms: Array  # float64 per edge
    order: Array  # int32 per node: when it ran in the backward, -1 where it did not
    failed: tuple[int, ...] = ()  # nodes the last error points at
    closed: bool = False  # a step's closure has run backward since: `.grad` is of that


class GradientDetail(msgspec.Struct, frozen=True):
    """The gradient that arrived at one input slot of a node."""

    shape: tuple[int, ...]
    dtype: str
    norm: float
    minimum: float | None = None  # None: no finite element, or not kept
    maximum: float | None = None
    nans: int = 0
    infs: int = 0
    value: TensorValue | None = None  # None: not kept, there was no room


class SavedTensor(msgspec.Struct, frozen=True):
    """What a node keeps for backward under `_saved_<name>`; `state` tells alive from freed."""

    name: str
    state: Literal["alive", "freed", "none", "scalar", "packed"]
    text: str = ""  # "float32 1×6×30×30", or the scalar's repr


class Detail(Event, frozen=True):
    """One node, in full."""

    key: int
    node: int
    name: str
    iteration: int = 0
    gradients: tuple[GradientDetail | None, ...] = ()
    saved: tuple[SavedTensor, ...] = ()
    note: str | Sentence = ""
