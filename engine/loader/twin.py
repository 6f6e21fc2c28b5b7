"""A model's twin: built by its own text, but without drawing its numbers, and within bounds.

Drawing the weights is most of what building a large model takes, and its shapes do not follow from
them. Building it on the meta device tells the shapes too, but loads a second's worth of torch for
one `normal_` or one table of sines.

Source: https://docs.pytorch.org/docs/stable/torch.overrides.html
"""

from __future__ import annotations

import math
import operator
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.overrides import TorchFunctionMode

VALUE = 0.01
"""What stands for a number that would be drawn."""

LAZY = 1 << 20
"""Bytes from which memory is asked for that the system fills with zeros once it is read."""

_METHODS = "normal uniform random bernoulli cauchy exponential geometric log_normal"
_INITS = "normal uniform trunc_normal kaiming_normal kaiming_uniform xavier_normal xavier_uniform"
_DRAWN = frozenset(
    getattr(home, f"{name}_")
    for home, names in ((torch.Tensor, _METHODS), (nn.init, _INITS))
    for name in names.split()
)
_SIZED = frozenset((torch.empty, torch.zeros, torch.ones, torch.full, torch.rand, torch.randn))


class TooMuch(BaseException):
    """More memory was asked for than was allowed; no `except Exception` of the user's stops it."""


class Twin(TorchFunctionMode):
    """A context manager in which a model is built whose numbers do not matter.

    Parameters
    ----------
    limit : int or None
        Bytes that its tensors may have all together.

    Attributes
    ----------
    exceeded : bool
        Whether more was asked for; nothing else holds then.
    """

    def __init__(self, limit: int | None) -> None:
        super().__init__()
        self.exceeded = False
        self._limit = limit
        self._held: dict[int, int] = {}  # the most that was seen at an address: no less than lives
        self._bytes = 0
        self._lazy: dict[int, weakref.ref[np.ndarray]] = {}  # by the address of its memory

    def __torch_function__(
        self,
        function: Callable[..., Any],
        types: Iterable[type],
        given: tuple[Any, ...] = (),
        named: Mapping[str, Any] | None = None,
    ) -> Any:
        """Run a function of torch's, or what stands for it."""
        named = named or {}
        if function in _DRAWN:
            return self._drawn(function, given, named)
        if function in _SIZED:
            made = self._made(function, given, named)
        else:
            made = function(*given, **named)
        if isinstance(made, torch.Tensor):
            self._count(made)
        return made

    def _drawn(
        self, function: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any]
    ) -> Any:
        """One number is drawn, so that every mistake is told; it stands for all of them."""
        tensor = given[0] if given else named.get("tensor")
        if not isinstance(tensor, torch.Tensor) or tensor.layout != torch.strided:
            return function(*given, **named)
        self._count(tensor)
        rest = {name: value for name, value in named.items() if name != "tensor"}
        first = tensor[(slice(0, 1),) * tensor.dim()]
        function(first, *given[1:], **rest)
        with torch.no_grad():
            written = tensor[:1] if self._is_zeros(tensor) else tensor
            written.fill_(VALUE if tensor.is_floating_point() or tensor.is_complex() else 0)
        return tensor

    def _made(
        self, function: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any]
    ) -> Any:
        """A new tensor, if it is not too large."""
        sizes = named.get("size", given)
        if isinstance(sizes, tuple) and sizes and isinstance(sizes[0], list | tuple):
            sizes = sizes[0]
        dtype = named.get("dtype") or torch.get_default_dtype()
        try:
            needed = math.prod(map(operator.index, sizes)) * dtype.itemsize
        except (TypeError, AttributeError):
            return function(*given, **named)  # which says what is wrong with it
        self._allow(needed)
        more = {name for name, value in named.items() if value is not None}
        here = torch.get_default_device().type == "cpu" and more <= _PLAIN
        if function is not torch.empty or needed < LAZY or dtype not in _NUMPY or not here:
            return function(*given, **named)
        zeros = np.zeros(tuple(sizes), _NUMPY[dtype])
        made = torch.from_numpy(zeros).view(dtype).data  # no view of the integers' tensor
        self._lazy[made.data_ptr()] = weakref.ref(zeros)
        return made.requires_grad_(bool(named.get("requires_grad")))

    def _is_zeros(self, tensor: torch.Tensor) -> bool:
        """Whether what is not written of it is zero, and takes no memory until it is read."""
        zeros = self._lazy.get(tensor.data_ptr(), lambda: None)()
        return zeros is not None and zeros.size == tensor.numel() and tensor.dim() > 1

    def _count(self, tensor: torch.Tensor) -> None:
        if tensor.layout != torch.strided or tensor.is_meta:
            return
        storage = tensor.untyped_storage()
        more = storage.nbytes() - self._held.get(storage.data_ptr(), 0)
        if more > 0:
            self._held[storage.data_ptr()] = storage.nbytes()
            self._bytes += more
            self._allow(0)

    def _allow(self, more: int) -> None:
        if self._limit is not None and self._bytes + more > self._limit:
            self.exceeded = True
            raise TooMuch


_PLAIN = {"size", "dtype", "requires_grad"}
_NUMPY = {  # by size alone: zero is the same bits in all of them
    torch.float64: np.uint64,
    torch.float32: np.uint32,
    torch.float16: np.uint16,
    torch.bfloat16: np.uint16,
}
