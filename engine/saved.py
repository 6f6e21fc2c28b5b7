"""What a node keeps for backward, and whether it still has it, without unpacking anything.

Reading `_saved_x` unpacks, which for a checkpointed graph runs the forward again; `_raw_saved_x`
does not. See https://docs.pytorch.org/docs/stable/notes/autograd.html#saved-tensors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import torch

from .export import shape_text
from .messages import ALIVE, FREED, NO_BUFFERS, SavedTensor
from .walk import Node, uncollected

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


def _raw(node: Node, name: str) -> list[Any] | None:
    """The SavedTensors under a `_raw_saved_` attribute; None if torch says they were freed."""
    try:
        value = getattr(node, name)
    except RuntimeError:  # a custom Function's and a list's raise once freed
        return None
    return list(value) if isinstance(value, (tuple, list)) else [value]


def _state(raw: Any) -> State:
    if raw.data is not None:
        return "alive" if isinstance(raw.data, torch.Tensor) else "packed"
    if raw.unpack_hook is not None:
        return "packed"
    try:
        raw.unpack()  # holds nothing: gives None if nothing was saved, and raises if it was freed
    except RuntimeError:
        return "freed"
    return "none"


def _tensors(kind: type) -> tuple[str, ...]:
    """The attributes of a node's class that hold the tensors which it saved."""
    return tuple(name for name, is_tensor in _names(kind) if is_tensor)


def state(node: Node) -> int:
    """NO_BUFFERS, ALIVE or FREED: what a second backward would find here."""
    return _state_of(node, _tensors(type(node)))


def _state_of(node: Node, names: Iterable[str]) -> int:
    result = NO_BUFFERS
    for name in names:
        raws = _raw(node, name)
        if raws is None:
            return FREED
        for raw in raws:
            found = _state(raw)
            if found == "freed":
                return FREED
            if found != "none":
                result = ALIVE
    return result


def states(nodes: Sequence[Node]) -> npt.NDArray[np.uint8]:
    """`state` of every node, (n,) uint8."""
    names = {kind: _tensors(kind) for kind in set(map(type, nodes))}
    found = (_state_of(node, names[type(node)]) for node in nodes)
    return np.fromiter(found, np.uint8, len(nodes))


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
        raws = _raw(node, name)
        if raws is None:
            yield SavedTensor(short, "freed")
            continue
        for index, raw in enumerate(raws):
            label = short if len(raws) == 1 else f"{short}[{index}]"
            yield SavedTensor(label, _state(raw), _text(raw.data))


def _text(data: Any) -> str:
    if isinstance(data, torch.Tensor):
        return f"{str(data.dtype).removeprefix('torch.')} {shape_text(tuple(data.shape))}"
    return "" if data is None else type(data).__name__


def storages(
    nodes: Sequence[Node], left_out: Iterable[torch.Tensor] = ()
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Which node keeps which storage for backward, and how large each is; nothing is unpacked.

    Parameters
    ----------
    nodes : sequence of node
        As `walk` gives them.
    left_out : iterable of tensor
        Parameters and buffers: they are there anyway.

    Returns
    -------
    kept : (S, 2) int32
        A node's index and a storage's number, each pair once.
    sizes : (K,) int64
        Bytes of each storage. What a hook packed into something else than a tensor is not counted.
    """
    known = {memory[0] for tensor in left_out if (memory := _memory(tensor)) is not None}
    names = {kind: _tensors(kind) for kind in set(map(type, nodes))}
    numbers: dict[object, int] = {}
    sizes: list[int] = []
    kept: dict[tuple[int, int], None] = {}
    with uncollected():
        for index, node in enumerate(nodes):
            for name in names[type(node)]:
                for raw in _raw(node, name) or ():
                    data = raw.data
                    memory = _memory(data) if isinstance(data, torch.Tensor) else None
                    if memory is None or memory[0] in known:
                        continue
                    key, storage = memory
                    number = numbers.get(key)
                    if number is None:
                        number = numbers[key] = len(sizes)
                        sizes.append(storage.nbytes())
                    kept[index, number] = None
    pairs = np.asarray(list(kept), np.int32).reshape(-1, 2)
    return pairs, np.asarray(sizes, np.int64)


def _memory(tensor: torch.Tensor) -> tuple[object, torch.UntypedStorage] | None:
    """A tensor's memory, after what tells it from any other; None without (sparse, meta, empty)."""
    if tensor.layout is not torch.strided:
        return None
    try:
        storage = tensor.untyped_storage()
        pointer = storage.data_ptr()
    except (RuntimeError, NotImplementedError):  # a wrapper subclass, a functional tensor
        return None
    if not pointer:
        return None
    return (pointer if tensor.is_cpu else (str(storage.device), pointer)), storage
