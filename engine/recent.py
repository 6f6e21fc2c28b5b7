"""`with attribution(model):` and what is remembered of it until the loss is traced.

What a block saw stays with its thread: the last few blocks, as integers, names and code objects.
The model is referred to weakly, for the names of its parameters.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from collections.abc import Sequence
from types import TracebackType

import msgspec
import numpy as np
import numpy.typing as npt
from torch import nn

from .attribution import ModuleCalls
from .lines import short_names
from .messages import OUTSIDE, UNKNOWN, ModuleCall
from .segments import mixed
from .walk import Node

KEPT = 8
"""Blocks that a thread remembers."""


class Found(msgspec.Struct, frozen=True):
    """Where the nodes of a graph come from, as `Graph` has it."""

    calls: tuple[ModuleCall, ...]
    call_of: npt.NDArray[np.int32]
    lines: dict[int, str]
    files: dict[str, str]
    note: str


class attribution:
    """A block in which a model's forward is watched; `trace` in the same thread knows the rest.

    Parameters
    ----------
    model : torch.nn.Module
        Whose module calls and parameters are named.
    lines : bool
        Whether to record source lines, which costs more than modules do.

    Examples
    --------
    >>> import torch, gradwalk
    >>> net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Tanh())
    >>> with gradwalk.attribution(net):
    ...     loss = net(torch.ones(1, 2)).sum()
    >>> [node.module for node in gradwalk.trace(loss).nodes][:3]
    [None, '1', '0']
    """

    def __init__(self, model: nn.Module, lines: bool = True) -> None:
        if not isinstance(model, nn.Module):
            raise TypeError(f"attribution needs a torch.nn.Module, not a {type(model).__name__}")
        self._model = weakref.ref(model)
        self._lines = lines

    def __enter__(self) -> attribution:
        model = self._model()
        if model is None:
            raise ReferenceError("the model is gone")
        self._calls = ModuleCalls(model, self._lines, labels=True)
        self._calls.__enter__()
        _blocks().append((self._calls, self._model))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._calls.__exit__(kind, error, traceback)


_here = threading.local()


def _blocks() -> deque[tuple[ModuleCalls, weakref.ref[nn.Module]]]:
    if not hasattr(_here, "blocks"):
        _here.blocks = deque(maxlen=KEPT)
    blocks: deque[tuple[ModuleCalls, weakref.ref[nn.Module]]] = _here.blocks
    return blocks


def recent(sequence: Sequence[int]) -> tuple[list[ModuleCalls], list[nn.Module]]:
    """This thread's blocks that can have made such numbers, and those of their models alive."""
    if not hasattr(_here, "blocks"):
        return [], []
    top, bottom = max(sequence), min((k for k in sequence if k >= 0), default=0)
    found = [(c, m()) for c, m in _blocks() if c.may_hold(bottom, top)]
    return [calls for calls, _ in found], [m for _, m in found if m is not None]


def found(
    nodes: Sequence[Node],
    sequence: Sequence[int],
    links: npt.NDArray[np.int32],
    records: Sequence[ModuleCalls],
    trusted: bool = False,
) -> Found | None:
    """Where the nodes come from, by all records together; None if none of them fits.

    Parameters
    ----------
    links : (E, 3) int32
        The edges between them.
    trusted : bool
        Whether the graph is known to be of the records' thread. Otherwise a record counts only if
        the output of one of its calls is in the graph.
    """
    numbers = np.asarray(sequence, np.int64)
    calls: list[ModuleCall] = []
    call_of = np.full(len(numbers), UNKNOWN, np.int32)
    begins = np.full(len(numbers), -1, np.int64)
    where: dict[int, tuple[str, int]] = {}
    notes = []
    for record in records:
        resolved = record.resolved()
        one = record.call_of(nodes, numbers, resolved, trusted)
        if one is None:
            continue
        own = one < resolved.own  # the others bear the label of a call in another thread
        if mixed(np.where(own, numbers, -1), links, nodes):
            one[own] = UNKNOWN
        if record.lines is not None:
            known = record.lines.lookup(np.where(own & (one != UNKNOWN), numbers, -1))
            where.update(known)
        began = np.where(one >= 0, resolved.segments.begins(numbers), -1)
        better = ((one >= 0) & (began >= begins)) | ((one == OUTSIDE) & (call_of == UNKNOWN))
        call_of[better] = np.where(one >= 0, one + len(calls), one)[better]
        begins = np.where(better, began, begins)
        calls += _shifted(resolved.calls, len(calls))
        notes += [record.note] if record.note else []
    if not calls and not where and (call_of == UNKNOWN).all():
        return None
    names = short_names(file for file, _ in where.values())
    lines = {index: f"{names[file]}:{line}" for index, (file, line) in where.items()}
    files = {name: os.path.abspath(p) for p, name in names.items() if not p.startswith("<")}
    return Found(tuple(calls), call_of, lines, files, " ".join(dict.fromkeys(notes)))


def _shifted(calls: Sequence[ModuleCall], by: int) -> list[ModuleCall]:
    if not by:
        return list(calls)
    return [
        msgspec.structs.replace(call, parent=call.parent + by) if call.parent >= 0 else call
        for call in calls
    ]
