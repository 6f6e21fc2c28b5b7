"""A forward that is tried for some seconds only: the next operation after that is not begun."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from torch.overrides import TorchFunctionMode


class TooLate(BaseException):
    """The time is over; no `except Exception` of the user's stops it."""


class Deadline(TorchFunctionMode):
    """A context manager in which no function of torch's begins after `end`.

    Parameters
    ----------
    end : float
        By `time.monotonic`.
    """

    def __init__(self, end: float) -> None:
        super().__init__()
        self._end = end

    def __torch_function__(
        self,
        function: Callable[..., Any],
        types: Iterable[type],
        given: tuple[Any, ...] = (),
        named: Mapping[str, Any] | None = None,
    ) -> Any:
        """Run a function of torch's, if there is time left."""
        if time.monotonic() > self._end:
            raise TooLate
        return function(*given, **(named or {}))
