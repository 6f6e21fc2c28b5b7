"""What a node keeps for backward, and whether it still has it, without unpacking anything.

Reading `_saved_x` unpacks, which for a checkpointed graph runs the forward again; `_raw_saved_x`
does not. See https://docs.pytorch.org/docs/stable/notes/autograd.html#saved-tensors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import torch

from .export import shape_text
from .messages import ALIVE, FREED, NO_BUFFERS, SavedTensor
from .walk import Node

State = Literal["alive", "freed", "none", "scalar", "packed"]


_known: WeakKeyDictionary[type, tuple[tuple[str, bool], ...]] = WeakKeyDictionary()


def _names(kind: type) -> tuple[tuple[str, bool], ...]:
    """The attributes of a node's class that hold what it saved: name, and whether tensors."""
    if kind not in _known:  # dir() is slow, and there are as many classes as kinds of nodes
        _known[kind] = _listed_names(dir(kind))
    return _known[kind]


def _listed_names(every: list[str]) -> tuple[tuple[str, bool], ...]:
    raw = [name for name in every if name.startswith("_raw_saved_")]
    tensors = {name.replace("_raw_", "_", 1) for name in raw}
    scalars = [n for n in every if n.startswith("_saved_") and n not in tensors]
    return tuple((name, True) for name in raw) + tuple((name, False) for name in scalars)


_raw_known: WeakKeyDictionary[type, tuple[str, ...]] = WeakKeyDictionary()


def raw_names(kind: type) -> tuple[str, ...]:
    """The attributes of a node's class that hold SavedTensors."""
    names = _raw_known.get(kind)
    if names is None:
        names = _raw_known[kind] = tuple(n for n, is_tensor in _names(kind) if is_tensor)
    return names


def raw(node: Node, name: str) -> list[Any] | None:
    """The SavedTensors under a `_raw_saved_` attribute; None if torch says they were freed."""
    try:
        value = getattr(node, name)
    except RuntimeError:  # a custom Function's and a list's raise once freed
        return None
    return list(value) if isinstance(value, (tuple, list)) else [value]


def state_of(one: Any) -> State:
    """What there is in a SavedTensor."""
    if one.data is not None:
        return "alive" if isinstance(one.data, torch.Tensor) else "packed"
    if one.unpack_hook is not None:
        return "packed"
    try:
        one.unpack()  # holds nothing: gives None if nothing was saved, and raises if it was freed
    except RuntimeError:
        return "freed"
    return "none"


def state(node: Node) -> int:
    """NO_BUFFERS, ALIVE or FREED: what a second backward would find here."""
    result = NO_BUFFERS
    for name, is_tensor in _names(type(node)):
        if not is_tensor:
            continue
        raws = raw(node, name)
        if raws is None:
            return FREED
        for one in raws:
            found = state_of(one)
            if found == "freed":
                return FREED
            if found != "none":
                result = ALIVE
    return result


def states(nodes: Sequence[Node]) -> npt.NDArray[np.uint8]:
    """`state` of every node, (n,) uint8."""
    return np.fromiter((state(node) for node in nodes), np.uint8, len(nodes))


def listing(node: Node) -> tuple[SavedTensor, ...]:
    """Everything that a node saved, in torch's order of names, as words."""
    return tuple(_listed(node))


def _listed(node: Node) -> Iterator[SavedTensor]:
    for name, is_tensor in _names(type(node)):
        if not is_tensor:
            short = name.removeprefix("_saved_")
            yield SavedTensor(short, "scalar", repr(getattr(node, name)))
            continue
        short = name.removeprefix("_raw_saved_")
        raws = raw(node, name)
        if raws is None:
            yield SavedTensor(short, "freed")
            continue
        for index, one in enumerate(raws):
            label = short if len(raws) == 1 else f"{short}[{index}]"
            yield SavedTensor(label, state_of(one), _text(one.data))


def _text(data: Any) -> str:
    if isinstance(data, torch.Tensor):
        return f"{str(data.dtype).removeprefix('torch.')} {shape_text(tuple(data.shape))}"
    return "" if data is None else type(data).__name__
