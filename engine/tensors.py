"""Tensors as numbers and as bytes: norms, values for the screen, exact copies for a file."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt
import torch

from .messages import Array, GradientDetail, TensorValue

SHOWN = 1 << 18
"""Elements of one tensor that are sent to the window at most; beyond that, leading slices."""


def strided(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor's stored elements as a strided tensor (a sparse tensor's values, summed)."""
    if tensor.layout == torch.sparse_coo:
        return tensor.coalesce().values()
    return tensor if tensor.layout == torch.strided else tensor.to_dense()


def norm(tensor: torch.Tensor) -> torch.Tensor:
    """The L2 norm as a 0-d tensor on the tensor's device, in float32 at least.

    It is NaN or Inf if an element is. It can be Inf too where the squares overflow: `exact`.
    """
    plain = strided(tensor)
    if plain.dtype in (torch.float16, torch.bfloat16):
        low: torch.Tensor = torch.linalg.vector_norm(plain, dtype=torch.float32)
        return low
    if not (plain.is_floating_point() or plain.is_complex()):
        plain = plain.double()
    result: torch.Tensor = torch.linalg.vector_norm(plain)
    return result


def norm_number(tensor: torch.Tensor) -> float:
    """The L2 norm as a number; Inf only if an element is Inf or the norm is beyond float64."""
    value = float(norm(tensor).item())
    return value if math.isfinite(value) else exact(tensor)


def exact(tensor: torch.Tensor) -> float:
    """The L2 norm computed in float64, where float32's squares overflow."""
    plain = strided(tensor)
    wide = torch.complex128 if plain.is_complex() else torch.float64
    if plain.device.type == "mps":  # has no float64
        plain = plain.cpu()
    return float(torch.linalg.vector_norm(plain, dtype=wide).item())


def to_numpy(tensor: torch.Tensor) -> npt.NDArray[np.float32] | npt.NDArray[np.float64]:
    """The values for the screen: float64 if the tensor is, else float32; complex as magnitude."""
    plain = tensor.detach()
    plain = plain.to_dense() if plain.layout != torch.strided else plain
    if plain.is_complex():
        plain = plain.abs()
    wide = plain.dtype in (torch.float64, torch.int64, torch.int32)
    if wide and plain.device.type == "mps":
        plain = plain.cpu()
    return plain.to("cpu", torch.float64 if wide else torch.float32).numpy()


def value_message(tensor: torch.Tensor) -> TensorValue:
    """A tensor for the window, whole or, beyond SHOWN elements, its leading slices."""
    shape = tuple(tensor.shape)
    part = tensor.detach()
    cut = part.numel() > SHOWN
    for axis in range(part.dim()):
        if part.numel() <= SHOWN:
            break
        per_slice = part.numel() // part.shape[axis]
        part = part.narrow(axis, 0, max(1, SHOWN // per_slice))
    return TensorValue(Array.of(to_numpy(part)), dtype_name(tensor.dtype), shape, cut)


def gradient_detail(tensor: torch.Tensor) -> GradientDetail:
    """A gradient in full: norm, range of its finite elements, NaN and Inf counts, values."""
    plain = strided(tensor.detach())
    magnitude = plain.abs() if plain.is_complex() else plain
    finite = magnitude[torch.isfinite(magnitude)]
    return GradientDetail(
        shape=tuple(tensor.shape),
        dtype=dtype_name(tensor.dtype),
        norm=norm_number(tensor),
        minimum=float(finite.min().item()) if finite.numel() else None,
        maximum=float(finite.max().item()) if finite.numel() else None,
        nans=int(torch.isnan(magnitude).sum().item()),
        infs=int(torch.isinf(magnitude).sum().item()),
        value=value_message(tensor),
    )


def dtype_name(dtype: torch.dtype) -> str:
    """torch's name without its namespace: "float32"."""
    return str(dtype).removeprefix("torch.")


def number(value: object) -> float | None:
    """A tensor's only element; None for everything else, complex numbers among it."""
    if not isinstance(value, torch.Tensor) or value.numel() != 1 or value.is_complex():
        return None
    return float(value.item())


class Blob(msgspec.Struct, frozen=True):
    """A tensor's exact bits, for a file: any dtype, dense."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, tensor: torch.Tensor) -> Blob:
        """The bits of a dense tensor, wherever it lies."""
        flat = tensor.detach().cpu().contiguous().reshape(-1)
        return cls(
            dtype_name(tensor.dtype),
            tuple(tensor.shape),
            flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b"",
        )

    def tensor(self) -> torch.Tensor:
        """A new tensor on the CPU with these bits.

        Raises
        ------
        ValueError
            If the dtype is none of torch's or the bytes do not fill the shape.
        """
        dtype = getattr(torch, self.dtype, None)
        if not isinstance(dtype, torch.dtype):
            raise ValueError(f"{self.dtype!r} is no dtype of torch")  # noqa: TRY004
        if not self.data:
            return torch.empty(self.shape, dtype=dtype)
        try:
            flat = torch.frombuffer(bytearray(self.data), dtype=torch.uint8)
            return flat.view(dtype).reshape(self.shape)
        except RuntimeError as error:
            raise ValueError(f"a broken tensor: {error}") from error
