"""Which module call made a node: sequence numbers, read at the beginning and end of each forward.

A node's sequence number says when its thread made it. Each module's `forward` is wrapped while a
model is watched, and the wrapper notes which number comes next before and after: what lies between
was made inside, and the innermost call is the node's. Wrapping costs a quarter of what torch's
global hooks cost, and sees `layer.forward(x)` too. A module with hooks of its own is wrapped around
them, at torch's `_compiled_call_impl`, for what a hook makes (an old weight norm) is the module's.

Sequence numbers count per thread. So calls in other threads label their nodes at once, a graph
that mixes threads is found out by its order, and what remains uncertain is left UNKNOWN.

Source: https://docs.pytorch.org/docs/stable/notes/autograd.html#how-autograd-encodes-the-history
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MethodType, TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from .lines import LineLog
from .members import named_modules
from .messages import UNKNOWN, ModuleCall
from .segments import Segments, replayed
from .walk import Node, guard, sequence_of
from .wrappers import Wrappers, ignoring_self

COMPILED = "Compiled modules ran as eager code, so that their operations can be seen."

FOREIGN_MARGIN = 1000
"""Numbers around those of a call in another thread that its thread may have given out as well."""

_next: Callable[[], int] = torch._C._autograd._get_sequence_nr
_task: Callable[[], int] = torch._C._current_graph_task_id
_wrapped: Callable[[torch.Tensor], bool] = torch._C._functorch.is_functorch_wrapped_tensor
_unwrapped: Callable[[torch.Tensor], torch.Tensor] = torch._C._functorch.get_unwrapped
_tokens = itertools.count()
_lock = threading.Lock()


@dataclass(frozen=True)
class Resolved:
    """What a record says: all calls, how many of them are of its thread, and their numbers."""

    calls: list[ModuleCall]
    own: int
    segments: Segments


class ModuleCalls:
    """A context manager around a forward: which module calls it consists of.

    Parameters
    ----------
    model : torch.nn.Module
        Modules outside it are not recorded.
    lines : bool
        Whether to record source lines too.
    labels : bool
        Whether to label every call's output, which tells a graph of ours from another thread's.

    Notes
    -----
    It keeps integers, names and code objects: no module and no tensor once it is left.
    """

    def __init__(self, model: nn.Module, lines: bool = False, labels: bool = False) -> None:
        self._modules = named_modules(model)
        self._paths = [path for path, _ in self._modules]
        self._kinds: list[str] = []
        self._at: dict[int, int] = {}  # id of a module to its place; empty unless recording
        self.log: list[int] = []  # two per event: a module or, at the end, ~module; next number
        self._key = f"gradwalk {next(_tokens)}"
        self._outputs: set[int] = set()  # numbers of nodes that bear our label
        self._others: dict[int, list[int]] = {}  # logs of other threads, while a call runs there
        self._other_calls: list[tuple[int, int]] = []  # module, parent: calls in other threads
        self._other_numbers: list[tuple[int, int]] = []
        self._mixed = False
        self._wrapped: list[dict[str, Any]] = []
        self._restore: list[tuple[dict[str, Any], str, Any]] = []
        self._stance: Any = None
        self.lines = LineLog() if lines else None
        self.labels = labels
        self.note = ""

    # --- Recording --------------------------------------------------------------------------

    def __enter__(self) -> ModuleCalls:
        self._thread = threading.get_ident()
        self._first = _next()
        self._end: int | None = None
        self._eager()
        copied = self._copied()
        wrappers = Wrappers(self, self._at, self.lines)
        for at, (_, module) in enumerate(self._modules):
            scripted = isinstance(module, torch.jit.ScriptModule)  # runs without its `forward`
            if id(module) not in copied and not scripted:
                self._at[id(module)] = at
                self._wrap(module, wrappers)
        if self.lines is not None:
            self.lines.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.lines is not None:
            self.lines.__exit__(kind, error, traceback)
        for names in self._wrapped:
            del names["forward"]
        self._wrapped.clear()
        for names, name, before in reversed(self._restore):
            if before is None:
                names.pop(name, None)
            else:
                names[name] = before
        self._restore.clear()
        self._at.clear()
        self._kinds = [type(module).__name__ for _, module in self._modules]
        self._modules = []
        self._end = _next()
        if self._stance is not None:
            self._stance.__exit__(kind, error, traceback)

    def _copied(self) -> set[int]:
        """`id` of each module that is replicated: replicas run in threads, wrappers and all."""
        copied = set()
        parallel = nn.DataParallel
        for _, module in self._modules:
            if isinstance(module, parallel) and len(module.device_ids) > 1:
                copied |= {id(inner) for inner in module.module.modules()}
        self._mixed = bool(copied)
        return copied

    def _eager(self) -> None:
        """Run compiled code as it was written: a graph of one opaque node teaches nothing."""
        if "torch._dynamo" not in sys.modules:  # nothing can have been compiled
            return
        self._stance = torch.compiler.set_stance("force_eager")
        self._stance.__enter__()
        compiled = torch._dynamo.OptimizedModule
        if any(isinstance(m, compiled) or m._compiled_call_impl for _, m in self._modules):
            self.note = COMPILED

    def _wrap(self, module: nn.Module, wrappers: Wrappers) -> None:
        names = module.__dict__
        free = not (
            "forward" in names
            or "_compiled_call_impl" in names
            or names["_forward_pre_hooks"]
            or names["_forward_hooks"]
            or names["_backward_hooks"]
            or names["_backward_pre_hooks"]
        )
        wrapper = wrappers.of_class(type(module), bool(names["_modules"])) if free else None
        if wrapper is not None:
            names["forward"] = MethodType(wrapper, module)  # a copy gets one of its own
            self._wrapped.append(names)
            return
        name = "_compiled_call_impl"
        inner = names.get(name)
        around = type(module)._call_impl if inner is None else ignoring_self(inner)
        self._restore.append((names, name, inner))
        names[name] = MethodType(wrappers.of(around), module)

    def outermost(self, at: int, original: Any, module: nn.Module, args: Any, kwargs: Any) -> Any:
        """Run a call of a module that runs inside no other one."""
        # During a backward it repeats a call of the forward: see `replayed`.
        again = len(self._paths) if _task() >= 0 else 0
        self.log += (at + again, _next())
        try:
            result = original(module, *args, **kwargs)
            if self.labels:
                self.label(result)
            return result
        finally:
            self.log += (~(at + again), _next())

    def label(self, result: Any) -> None:
        """Label the nodes of a call's output: they tell that a graph is ours."""
        with torch._C.DisableTorchFunction():  # our own LineLog
            for tensor in tensors_in(result):
                while _wrapped(tensor):  # inside torch.func.vmap
                    tensor = _unwrapped(tensor)
                node = tensor.grad_fn
                if node is not None and (number := node._sequence_nr()) >= self._first:
                    node.metadata[self._key] = -1  # type: ignore[index]
                    self._outputs.add(number)

    def elsewhere(self, at: int, original: Any, module: nn.Module, args: Any, kwargs: Any) -> Any:
        """A call in another thread: its nodes are labelled when the outermost one ends."""
        log = self._others.setdefault(threading.get_ident(), [])
        outermost = not log
        log += (at, _next())
        result = None
        try:
            result = original(module, *args, **kwargs)
        finally:
            log += (~at, _next())
            if outermost:
                del self._others[threading.get_ident()]
                self._label_all(result, log)
        return result

    def _label_all(self, result: Any, log: list[int]) -> None:
        tensors = [t for t in tensors_in(result) if t.grad_fn is not None]
        first, end = log[1], log[-1]
        nodes: list[Node] = list(dict.fromkeys(t.grad_fn for t in tensors))
        known = set(nodes)
        for node in nodes:  # grows while it is read
            for target, _ in node.next_functions:
                if target is not None and target not in known:
                    known.add(target)
                    if first <= target._sequence_nr() < end:
                        nodes.append(target)
        numbers = sequence_of(nodes)
        guard(tensors, nodes, numbers)
        with _lock:
            start = len(self._other_calls)
            calls, intervals = replayed(log, len(self._paths))
            self._other_calls += [(at, -1 if p < 0 else p + start) for at, p in calls]
            self._other_numbers.append((first, end))
        made = Segments(first, end, intervals).lookup(np.asarray(numbers, np.int64))
        for node, call in zip(nodes, made.tolist(), strict=True):
            if call >= 0:
                node.metadata[self._key] = call + start

    # --- Looking up -------------------------------------------------------------------------

    def may_hold(self, bottom: int, top: int) -> bool:
        """Whether numbers from `bottom` to `top` can be of the watched time, or of its threads."""
        end = _next() if self._end is None else self._end
        return self.foreign or (bottom < end and top >= self._first)

    @property
    def foreign(self) -> bool:
        """Whether calls were seen in other threads."""
        return bool(self._other_numbers)

    def resolved(self) -> Resolved:
        """All calls, those of this thread first, and which of its numbers each gave out."""
        calls, intervals = replayed(self.log, len(self._paths))
        every = calls + [(at, -1 if p < 0 else p + len(calls)) for at, p in self._other_calls]
        kinds = self._kinds or [type(module).__name__ for _, module in self._modules]
        paths, counts = self._paths, [0] * len(self._paths)
        found = []
        for at, parent in every:
            counts[at] += 1
            found.append(ModuleCall(paths[at], kinds[at], counts[at], parent))
        return Resolved(found, len(calls), Segments(self._first, self._end, intervals))

    def call_of(
        self,
        nodes: Sequence[Node],
        numbers: npt.NDArray[np.int64],
        resolved: Resolved,
        trusted: bool = False,
    ) -> npt.NDArray[np.int32] | None:
        """(N,) int32: the innermost call that made each node, OUTSIDE or UNKNOWN.

        Parameters
        ----------
        nodes, numbers : sequence of node, (N,) int64
            What was walked, and the sequence numbers; -1 at a leaf, which gives UNKNOWN.
        trusted : bool
            Whether the graph is known to be of the watched thread.

        Returns
        -------
        array or None
            None: no node of the graph comes from the watched forward for certain.
        """
        ours = trusted
        for index in np.flatnonzero(np.isin(numbers, list(self._outputs))).tolist():
            if self._key not in nodes[index].metadata:
                return None  # another thread's node, with a number of ours
            ours = True
        result = resolved.segments.lookup(numbers)
        result[numbers < 0] = UNKNOWN
        if self._mixed:
            result[:] = UNKNOWN
        if self.foreign:
            for first, end in self._other_numbers:
                near = (numbers >= first - FOREIGN_MARGIN) & (numbers < end + FOREIGN_MARGIN)
                result[near] = UNKNOWN
            for index, node in enumerate(nodes):
                label = node.metadata.get(self._key, -1)
                if label >= 0:
                    ours = True
                    result[index] = resolved.own + label
        return result if ours else None


def tensors_in(value: Any, depth: int = 4) -> Iterator[torch.Tensor]:
    """The tensors in what a module returned: in tuples, lists, dictionaries, plain objects."""
    if isinstance(value, torch.Tensor):
        yield value
    elif depth == 0 or value is None or isinstance(value, str | bytes | int | float | nn.Module):
        return
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from tensors_in(item, depth - 1)
    elif isinstance(value, Sequence | set):
        for item in value:
            yield from tensors_in(item, depth - 1)
    elif hasattr(value, "__dict__"):
        yield from tensors_in(vars(value), depth - 1)
