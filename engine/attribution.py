"""Which module call made a node: ranges of sequence numbers, taken by module hooks.

A node's sequence number says when it was made; a module's hooks say which numbers were given out
between the beginning and the end of its forward. The innermost module whose range holds a number
made the node.

Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.modules.module.register_module_forward_pre_hook.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)

from .messages import OUTSIDE, UNKNOWN, ModuleCall


def _next_number() -> int:
    number: int = torch._C._autograd._get_sequence_nr()
    return number


class ModuleCalls:
    """A context manager around a forward: which module calls it consists of.

    Parameters
    ----------
    model : torch.nn.Module
        Modules outside it are not recorded.

    Attributes
    ----------
    calls : list of ModuleCall
        In the order in which they began.

    Notes
    -----
    Calling ``layer.forward(x)`` instead of ``layer(x)`` bypasses torch's hooks: what it makes is
    then the calling module's. Sequence numbers count per thread: look names up for nodes of the
    thread that ran the forward only.
    """

    def __init__(self, model: nn.Module) -> None:
        self._paths = {id(m): name for name, m in model.named_modules()}
        self.calls: list[ModuleCall] = []
        self._counts: Counter[int] = Counter()
        self._open: list[tuple[int, int, int]] = []  # id of the module, call, first number
        self._ranges: list[tuple[int, int, int]] = []  # closed: first, behind the last, call
        self._removers: list[Any] = []

    def __enter__(self) -> ModuleCalls:
        self._removers = [
            register_module_forward_pre_hook(self._begin),
            register_module_forward_hook(self._end, always_call=True),
        ]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for handle in self._removers:
            handle.remove()
        self._open.clear()

    def _begin(self, module: nn.Module, _inputs: Any) -> None:
        path = self._paths.get(id(module))
        if path is not None:
            self._counts[id(module)] += 1
            parent = self._open[-1][1] if self._open else -1
            kind = type(module).__name__
            self._open.append((id(module), len(self.calls), _next_number()))
            self.calls.append(ModuleCall(path, kind, self._counts[id(module)], parent))

    def _end(self, module: nn.Module, _inputs: Any, _output: Any) -> None:
        # An exception may have skipped the ends of inner modules: close up to this one.
        while self._open and id(module) in self._paths:
            identity, call, first = self._open.pop()
            self._ranges.append((first, _next_number(), call))
            if identity == id(module):
                break

    def lookup(self, sequence: Iterable[int]) -> npt.NDArray[np.int32]:
        """(N,) int32: the innermost call that gave out each sequence number, else OUTSIDE.

        Parameters
        ----------
        sequence : iterable of int
            Sequence numbers; -1 where a node has none, which gives UNKNOWN.
        """
        numbers = np.fromiter(sequence, np.int64)
        found = np.where(numbers < 0, UNKNOWN, OUTSIDE).astype(np.int32)
        ranges = [r for r in self._ranges if r[1] > r[0]]
        if not ranges:
            return found
        base = min(first for first, _, _ in ranges)
        top = max(end for _, end, _ in ranges)
        owner = np.full(top - base, OUTSIDE, np.int32)
        # An inner range closes before the outer one: painting in reverse, the inner one is on top.
        for first, end, call in reversed(ranges):
            owner[first - base : end - base] = call
        inside = np.flatnonzero((numbers >= base) & (numbers < top))
        found[inside] = owner[numbers[inside] - base]
        return found
