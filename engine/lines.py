"""Which source line made a node: a TorchFunctionMode notes the numbers that each call gave out.

The line is that of the innermost frame which is neither torch's nor ours. `Function.apply` is no
torch function, so it is wrapped while lines are recorded.

Source: https://docs.pytorch.org/docs/stable/notes/extending.html#extending-all-torch-api-with-modes
"""

from __future__ import annotations

import os
import sys
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import CodeType, TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.autograd import Function
from torch.nn import functional
from torch.overrides import TorchFunctionMode, handle_torch_function

from .segments import Segments

_next: Callable[[], int] = torch._C._autograd._get_sequence_nr
_count: Callable[[], int] = torch._C._len_torch_function_stack
_mode: Callable[[int], object] = torch._C._get_function_stack_at
_pop: Callable[[], object] = torch._C._pop_torch_function_stack
_push: Callable[[object], None] = torch._C._push_on_torch_function_stack
_CALL = torch.nn.Module._call_impl.__code__
_HANDLE = handle_torch_function.__code__
"""Functions that are called by a function of torch's, which a person's code called."""
_ENGINE = os.path.dirname(os.path.abspath(__file__))
_TORCH = os.path.dirname(os.path.abspath(torch.__file__)) + os.sep
_BUILT_IN = os.path.join(_ENGINE, "nets.py")

_shown: dict[str, bool] = {}  # by file name: whether its lines are a person's


def _is_shown(name: str) -> bool:
    path = name if name.startswith("<") else os.path.abspath(name)
    ours = os.path.dirname(path) == _ENGINE and path != _BUILT_IN
    shown = not (ours or path.startswith((_TORCH, "<frozen", "<__array_function__")))
    _shown[name] = shown
    return shown


class LineLog(TorchFunctionMode):
    """A context manager that notes which line gave out which sequence numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: list[tuple[int, int, CodeType, int]] = []

    def __enter__(self) -> LineLog:
        super().__enter__()  # type: ignore[no-untyped-call]
        _applies.add(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _applies.remove(self)
        super().__exit__(kind, error, traceback)  # type: ignore[no-untyped-call]

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        before = _next()
        result = func(*args, **kwargs) if kwargs else func(*args)
        after = _next()
        if after != before:
            self.note(before, after, 1)
        return result

    def note(self, first: int, end: int, depth: int) -> None:
        """Numbers that were given out for the frame `depth` above the caller, or who called it."""
        frame = sys._getframe(depth + 1)
        code = frame.f_code
        if code is _CALL or code is _HANDLE:  # each frame that is looked at costs
            frame = sys._getframe(depth + 3)
        while frame is not None:
            code = frame.f_code
            name = code.co_filename
            if _shown[name] if name in _shown else _is_shown(name):
                self._calls.append((first, end, code, frame.f_lasti))
                return
            frame = frame.f_back  # type: ignore[assignment]

    def pause(self) -> bool:
        """Stop seeing operations; False if another mode is in front, or it is paused already."""
        top = _count() - 1
        if top < 0 or _mode(top) is not self:
            return False
        _pop()
        return True

    def go_on(self) -> None:
        """See operations again after `pause`."""
        _push(self)

    def lookup(self, numbers: npt.NDArray[np.int64]) -> dict[int, tuple[str, int]]:
        """File and line of each node whose number was noted, by the node's index."""
        calls = sorted(self._calls, key=lambda call: (call[0], -call[1]))
        spans = ((first, end, place) for place, (first, end, _, _) in enumerate(calls))
        owners = Segments(0, None, spans).lookup(numbers)
        found = {}
        for index in np.flatnonzero((owners >= 0) & (numbers >= 0)).tolist():
            _, _, code, instruction = calls[owners[index]]
            found[index] = (code.co_filename, _line(code, instruction))
        return found


@cache
def _table(code: CodeType) -> tuple[list[int], list[int]]:
    every = [(start, line or code.co_firstlineno) for start, _, line in code.co_lines()]
    return [start for start, _ in every], [line for _, line in every]


def _line(code: CodeType, instruction: int) -> int:
    starts, lines = _table(code)
    return lines[max(bisect_right(starts, instruction) - 1, 0)]


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """Each file's name as it is shown: its last part, or as many as tell it from the others."""
    every = sorted(set(paths))
    parts = {
        path: path.replace("\\", "/").split("/") if path[:1] != "<" else [path] for path in every
    }
    names = {}
    for path in every:
        count = 1
        mine = parts[path]
        while count < len(mine) and any(
            other != path and parts[other][-count:] == mine[-count:] for other in every
        ):
            count += 1
        names[path] = "/".join(mine[-count:])
    return names


def _handle(api: Callable[..., Any], relevant: Any, *args: Any, **kwargs: Any) -> Any:
    """Call one of torch.nn.functional's functions for the log in front, else as torch would.

    It does what `handle_torch_function` and a LineLog do together, in a third of the steps.
    """
    top = _count() - 1
    log = _mode(top) if top >= 0 else None
    if type(log) is not LineLog:
        return handle_torch_function(api, relevant, *args, **kwargs)
    _pop()
    try:
        before = _next()
        result = api(*args, **kwargs)
        after = _next()
    finally:
        _push(log)
    if after != before:
        log.note(before, after, 2)
    return result


class _Applies:
    """Wraps `Function.apply` while at least one log records, for the threads that do.

    What torch.nn.functional calls when a mode is on is replaced for so long, too.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._here = threading.local()
        self._count = 0
        self._plain: Any = None

    def add(self, log: LineLog) -> None:
        self._logs().append(log)
        with self._lock:
            self._count += 1
            if self._count == 1:
                self._plain = Function.__dict__["apply"]
                Function.apply = self._wrapped()  # type: ignore[method-assign]
                functional.__dict__["handle_torch_function"] = _handle

    def remove(self, log: LineLog) -> None:
        self._logs().remove(log)
        with self._lock:
            self._count -= 1
            if self._count == 0:
                Function.apply = self._plain  # type: ignore[method-assign]
                functional.__dict__["handle_torch_function"] = handle_torch_function

    def _logs(self) -> list[LineLog]:
        if not hasattr(self._here, "logs"):
            self._here.logs = []
        logs: list[LineLog] = self._here.logs
        return logs

    def _wrapped(self) -> Any:
        plain, here = self._plain, self._here

        def apply(cls: type[Function], *args: Any, **kwargs: Any) -> Any:
            before = _next()
            result = plain.__get__(None, cls)(*args, **kwargs)
            after = _next()
            if after != before:
                for log in getattr(here, "logs", ()):
                    log.note(before, after, 1)
            return result

        return classmethod(apply)


_applies = _Applies()
