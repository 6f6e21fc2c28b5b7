"""Shapes as they are written for a person: 1x3x224x224."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch


def shape_text(shape: tuple[int, ...]) -> str:
    """``1x3x224x224``; "scalar" for no dimensions."""
    return "x".join(map(str, shape)) or "scalar"


def shapes_of(value: Any, depth: int = 2) -> str:
    """The shapes of the tensors in a value; "" if there is none."""
    if isinstance(value, torch.Tensor):
        kind = "" if value.dtype == torch.float32 else f" {str(value.dtype).removeprefix('torch.')}"
        return f"{shape_text(tuple(value.shape))}{kind}"
    if depth and isinstance(value, Mapping):
        parts = [f"{key}: {s}" for key, v in value.items() if (s := shapes_of(v, depth - 1))]
        return f"{{{', '.join(parts)}}}" if parts else ""
    if depth and isinstance(value, list | tuple):
        parts = [s for v in value[:8] if (s := shapes_of(v, depth - 1))]
        return f"({', '.join(parts)})" if parts else ""
    return ""
