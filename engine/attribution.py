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
import torch
from torch import nn
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)


def _next_number() -> int:
    number: int = torch._C._autograd._get_sequence_nr()
    return number


class ModuleCalls:
    """A context manager around a forward: which module calls it consists of.

    Parameters
    ----------
    model : torch.nn.Module
        Modules outside it are not recorded. Its own operations bear its class's name, those of
        a submodule its path ("layer.0.conv"); a second call of a module gets "#2" appended.

    Notes
    -----
    Calling ``layer.forward(x)`` instead of ``layer(x)`` bypasses torch's hooks: what it makes is
    then the calling module's. Sequence numbers count per thread: look names up for nodes of the
    thread that ran the forward only.
    """

    def __init__(self, model: nn.Module) -> None:
        self._names = {id(m): name or type(model).__name__ for name, m in model.named_modules()}
        self._calls: Counter[str] = Counter()
        self._open: list[tuple[int, str, int]] = []
        self._ranges: list[tuple[int, int, str]] = []  # closed: first, behind the last, name
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
        name = self._names.get(id(module))
        if name is not None:
            self._calls[name] += 1
            count = self._calls[name]
            label = name if count == 1 else f"{name}#{count}"
            self._open.append((id(module), label, _next_number()))

    def _end(self, module: nn.Module, _inputs: Any, _output: Any) -> None:
        # An exception may have skipped the ends of inner modules: close up to this one.
        while self._open and id(module) in self._names:
            identity, label, first = self._open.pop()
            self._ranges.append((first, _next_number(), label))
            if identity == id(module):
                break

    def lookup(self, sequence: Iterable[int]) -> dict[int, str]:
        """The module of each position whose number lies in a range.

        Parameters
        ----------
        sequence : iterable of int
            Sequence numbers, -1 where a node has none.
        """
        ranges = [r for r in self._ranges if r[1] > r[0]]
        if not ranges:
            return {}
        base = min(first for first, _, _ in ranges)
        top = max(end for _, end, _ in ranges)
        owner = np.full(top - base, -1, np.int64)
        # An inner range closes before the outer one: painting in reverse, the inner one is on top.
        for index in range(len(ranges) - 1, -1, -1):
            first, end, _ = ranges[index]
            owner[first - base : end - base] = index
        numbers = np.fromiter(sequence, np.int64)
        inside = np.flatnonzero((numbers >= base) & (numbers < top))
        found = owner[numbers[inside] - base]
        return {int(i): ranges[r][2] for i, r in zip(inside, found, strict=True) if r >= 0}
