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
        known = {key for t in left_out if (key := _memory(t, _storage(t))) is not None}
        numbers: dict[object, int] = {}
        sizes: list[int] = []
        keepers: list[int] = []
        held: list[int] = []
        with uncollected():
            for index, node in enumerate(nodes):
                for data in self._look(index, node):
                    storage = _storage(data)
                    key = _memory(data, storage)
                    if storage is None or key is None or key in known:
                        continue
                    number = numbers.get(key)
                    if number is None:
                        number = numbers[key] = len(sizes)
                        sizes.append(storage.nbytes())
                    keepers.append(index)
                    held.append(number)
        self.kept: npt.NDArray[np.int32] = _once(keepers, held)
        self.sizes: npt.NDArray[np.int64] = np.asarray(sizes, np.int64)

    def _look(self, index: int, node: Node) -> list[torch.Tensor]:
        """The tensors that a node has saved; its state and its witness are noted."""
        tensors: list[torch.Tensor] = []
        state, witness = NO_BUFFERS, ""
        for name in saved.raw_names(type(node)):
            raws = saved.raw(node, name)
            if raws is None:
                state = FREED
                continue
            for one in raws:
                data = one.data
                if isinstance(data, torch.Tensor):
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
        return tensors

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


def _once(keepers: list[int], held: list[int]) -> npt.NDArray[np.int32]:
    """Each pair once, sorted, (S, 2); numpy.unique takes longer to load (numpy.ma) than this."""
    pairs = np.asarray([keepers, held], np.int64)
    most = pairs[1].max(initial=0) + 1
    keys = np.sort(pairs[0] * most + pairs[1])
    first = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
    return np.stack(np.divmod(keys[first], most), axis=1).astype(np.int32)


def _holds(node: Node, name: str) -> bool:
    try:
        value = getattr(node, name)
    except RuntimeError:  # a custom Function's and a list's raise once freed
        return False
    if isinstance(value, (tuple, list)):
        return any(one.data is not None or one.unpack_hook is not None for one in value)
    return value.data is not None or value.unpack_hook is not None


def _storage(tensor: torch.Tensor) -> torch.UntypedStorage | None:
    """A tensor's storage; None for one without (sparse, a wrapper subclass, functional)."""
    if tensor.layout is not torch.strided:
        return None
    try:
        return tensor.untyped_storage()
    except (RuntimeError, NotImplementedError):
        return None


def _memory(tensor: torch.Tensor, storage: torch.UntypedStorage | None) -> object:
    """What tells held memory from any other; None where there is none (meta, empty)."""
    pointer = 0 if storage is None else storage.data_ptr()
    if not pointer:
        return None
    return pointer if tensor.is_cpu else (str(tensor.device), pointer)
