"""A forward of which only shapes matter: a convolution or a linear layer computes one channel.

It is computed by torch's own function from the first filter, so that it fits, or is refused, as all
of them would be; it then stands for every channel. A batch norm likewise sees two rows of each
dimension: one would be refused.

Source: https://docs.pytorch.org/docs/stable/torch.overrides.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode

_NAMES = ("input", "weight", "bias", "stride", "padding")
_FORWARD = (*_NAMES, "dilation", "groups")
_TRANSPOSED = (*_NAMES, "output_padding", "groups", "dilation")


@dataclass(frozen=True)
class _Kind:
    """How a function takes its arguments, and which dimensions are the channels that it makes."""

    names: tuple[str, ...]
    weight: int
    output: int


_KINDS: dict[Callable[..., Any], _Kind] = {
    F.linear: _Kind(_NAMES[:3], 0, -1),
    **{f: _Kind(_FORWARD, 0, -n) for n, f in ((2, F.conv1d), (3, F.conv2d), (4, F.conv3d))},
    **{
        f: _Kind(_TRANSPOSED, 1, -n)
        for n, f in ((2, F.conv_transpose1d), (3, F.conv_transpose2d), (4, F.conv_transpose3d))
    },
}


class Thin(TorchFunctionMode):
    """A context manager around a forward of a model whose numbers do not matter."""

    def __torch_function__(
        self,
        function: Callable[..., Any],
        types: Iterable[type],
        given: tuple[Any, ...] = (),
        named: Mapping[str, Any] | None = None,
    ) -> Any:
        """Run a function of torch's, or one channel of it."""
        named = named or {}
        if function is F.batch_norm and given and _rows(given[0]):
            return _normed(*given, **named)
        kind = _KINDS.get(function)
        if kind is None or len(given) > len(kind.names) or named.keys() & {"out"}:
            return function(*given, **named)
        whole = dict(zip(kind.names, given, strict=False)) | dict(named)
        weight, bias = whole.get("weight"), whole.get("bias")
        if not _many(weight, kind.weight) or whole.get("groups", 1) != 1:
            return function(*given, **named)
        assert isinstance(weight, torch.Tensor)
        count = weight.shape[kind.weight]
        if isinstance(bias, torch.Tensor) and tuple(bias.shape) != (count,):
            return function(*given, **named)  # which says so
        whole["weight"] = weight.narrow(kind.weight, 0, 1)
        if isinstance(bias, torch.Tensor):
            whole["bias"] = bias[:1]
        one = function(**whole)
        shape = list(one.shape)
        shape[kind.output] = count
        return one.expand(shape).contiguous()


def _rows(values: Any) -> bool:
    """Whether it is a plain tensor with channels."""
    return isinstance(values, torch.Tensor) and values.layout == torch.strided and values.dim() > 1


def _normed(values: torch.Tensor, *given: Any, **named: Any) -> torch.Tensor:
    """A batch norm of a corner, as large as that of all."""
    corner = values[(slice(2), slice(None), *[slice(2)] * (values.dim() - 2))]
    one: torch.Tensor = F.batch_norm(corner, *given, **named)
    first = one[(slice(1), slice(None), *[slice(1)] * (values.dim() - 2))]
    return first.expand(values.shape).contiguous() if values.numel() else one


def _many(weight: Any, dimension: int) -> bool:
    """Whether it is a plain weight of several channels."""
    return (
        isinstance(weight, torch.Tensor)
        and weight.layout == torch.strided
        and weight.dim() > 1
        and weight.shape[dimension] > 1
    )
