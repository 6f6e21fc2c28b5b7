"""Which node of a graph keeps which memory for backward, and whether it still has it.

A graph is asked after every click whether its nodes were freed. So it is read once in full; from
then on one of the things that a node has saved tells of all of them, for torch frees a node's all
together, and nothing brings them back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import compress

import numpy as np
import numpy.typing as npt
import torch

from . import saved
from .messages import ALIVE, FREED, NO_BUFFERS
from .walk import Node, uncollected


class Buffers:
    """What the nodes of one graph have saved.

    Parameters
    ----------
    nodes : sequence of node
        As `walk` gives them.
    left_out : iterable of tensor
        Parameters and buffers: they are there anyway.

    Attributes
    ----------
    kept : (S, 2) int32
        A node's index and a storage's number, each pair once.
    sizes : (K,) int64
        Bytes of each storage. What a hook packed into something else than a tensor is not counted.
    """

    def __init__(self, nodes: Sequence[Node], left_out: Iterable[torch.Tensor] = ()) -> None:
        self._states = np.zeros(len(nodes), np.uint8)
        self._witnesses: dict[str, list[tuple[int, Node]]] = defaultdict(list)
        left_out = list(left_out)
        with uncollected():
            keepers, tensors = self._read(nodes)
            own = set(map(id, left_out))  # most of what is left out comes back as the very object
            foreign = [id(tensor) not in own for tensor in tensors]
            keepers = list(compress(keepers, foreign))
            tensors = list(compress(tensors, foreign))
            storages = _storages(tensors)
            keys = _memories(tensors, storages)
            known = {None, *_memories(left_out, _storages(left_out))}
            numbers: dict[object, int] = {}
            sizes: list[int] = []
            pairs: list[int] = []
            for keeper, storage, key in zip(keepers, storages, keys, strict=True):
                if storage is None or key in known:
                    continue
                number = numbers.get(key)
                if number is None:
                    number = numbers[key] = len(sizes)
                    sizes.append(storage.nbytes())
                pairs += keeper, number
        every = np.array(pairs, np.int64).reshape(-1, 2)
        many = max(len(sizes), 1)
        once = np.sort(every[:, 0] * many + every[:, 1])
        once = once[np.diff(once, prepend=-1) > 0]  # np.unique would load numpy.ma for it
        self.kept: npt.NDArray[np.int32] = np.stack([once // many, once % many], 1).astype(np.int32)
        self.sizes: npt.NDArray[np.int64] = np.asarray(sizes, np.int64)

    def _read(self, nodes: Sequence[Node]) -> tuple[list[int], list[torch.Tensor]]:
        """All tensors that nodes have saved, and whose they are; states and witnesses are noted."""
        names_of: dict[type, tuple[str, ...]] = {}
        keepers: list[int] = []
        tensors: list[torch.Tensor] = []
        kind_of, tensor_kind = type, torch.Tensor
        for index, node in enumerate(nodes):
            kind = kind_of(node)
            names = names_of.get(kind)
            if names is None:
                names = names_of[kind] = saved.raw_names(kind)
            if not names:
                continue
            state, witness = NO_BUFFERS, ""
            for name in names:
                try:
                    value = getattr(node, name)
                except RuntimeError:  # a custom Function's and a list's raise once freed
                    state = FREED
                    continue
                for one in value if isinstance(value, (tuple, list)) else (value,):
                    data = one.data
                    if isinstance(data, tensor_kind):
                        keepers.append(index)
                        tensors.append(data)
                        witness = name
                    elif (found := saved.state_of(one)) == "packed":
                        witness = name
                    elif found == "freed":
                        state = FREED
            if state == NO_BUFFERS and witness:
                state = ALIVE
                self._witnesses[witness].append((index, node))
            self._states[index] = state
        return keepers, tensors

    @property
    def found(self) -> npt.NDArray[np.uint8]:
        """`states` when the nodes were last looked at."""
        return self._states.copy()

    def states(self) -> npt.NDArray[np.uint8]:
        """NO_BUFFERS, ALIVE or FREED for every node now, (n,) uint8: what a backward would find."""
        with uncollected():
            for name, every in self._witnesses.items():
                held = [_holds(node, name) for _, node in every]
                if not all(held):
                    gone = [index for (index, _), here in zip(every, held, strict=True) if not here]
                    self._states[gone] = FREED
                    every[:] = compress(every, held)
        return self._states.copy()


def _holds(node: Node, name: str) -> bool:
    try:
        value = getattr(node, name)
    except RuntimeError:  # a custom Function's and a list's raise once freed
        return False
    if isinstance(value, (tuple, list)):
        return any(one.data is not None or one.unpack_hook is not None for one in value)
    return value.data is not None or value.unpack_hook is not None


def _storages(tensors: Sequence[torch.Tensor]) -> list[torch.UntypedStorage | None]:
    """Each tensor's storage; None for one without (sparse, a wrapper subclass, functional)."""
    try:
        return [tensor.untyped_storage() for tensor in tensors]
    except (RuntimeError, NotImplementedError):  # one of them
        return [_storage(tensor) for tensor in tensors]


def _storage(tensor: torch.Tensor) -> torch.UntypedStorage | None:
    if tensor.layout is not torch.strided:
        return None
    try:
        return tensor.untyped_storage()
    except (RuntimeError, NotImplementedError):
        return None


def _memories(
    tensors: Sequence[torch.Tensor], storages: Sequence[torch.UntypedStorage | None]
) -> list[object]:
    """What tells held memory from any other; None where there is none (meta, empty)."""
    pointers = [0 if storage is None else storage.data_ptr() for storage in storages]
    return [
        None if not pointer else pointer if tensor.is_cpu else (str(tensor.device), pointer)
        for tensor, pointer in zip(tensors, pointers, strict=True)
    ]
