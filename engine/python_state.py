"""Whether a model keeps something besides its parameters and buffers that changes as it runs.

A checkpoint holds tensors by name. A model that counts its calls, or keeps its last hidden state in
an attribute, cannot be brought back from one; a replay from the seed can.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import Any

import torch
from torch import nn

_TORCHS = frozenset(vars(nn.Module()))  # "_parameters", "training", hooks


class PythonState:
    """A fingerprint of a model as it was set up."""

    def __init__(self, model: nn.Module) -> None:
        self._before = fingerprint(model)

    def same(self, model: nn.Module) -> bool:
        """Whether nothing but the values of parameters and buffers has changed."""
        return self._before is not None and fingerprint(model) == self._before


def fingerprint(model: nn.Module) -> str | None:
    """A digest of all attributes that are no parameters, buffers or modules; None if impossible.

    Tensors count by their values; they are no part of a checkpoint.
    """
    digest = hashlib.sha256()
    named = [*model.named_parameters(), *model.named_buffers()]
    if any(nn.parameter.is_lazy(tensor) for _, tensor in named):
        return None
    digest.update(repr([(n, tuple(t.shape), t.dtype) for n, t in named]).encode())
    held = {id(tensor) for _, tensor in named}
    for path, module in model.named_modules():
        digest.update(f"{path} {module.training}".encode())
        for name, value in vars(module).items():
            if name in _TORCHS or id(value) in held:
                continue
            try:
                digest.update(name.encode() + _content(value, held))
            except Exception:  # noqa: BLE001  (whatever can't be pickled may change unseen)
                digest.update(f"{name} {type(value)} {id(value)}".encode())
    return digest.hexdigest()


def _content(value: Any, held: set[int]) -> bytes:
    if isinstance(value, nn.Module):
        return b"module"
    if isinstance(value, torch.Tensor):
        if id(value) in held:
            return b"held"
        plain = value.detach().cpu()
        return repr((tuple(plain.shape), plain.dtype)).encode() + pickle.dumps(plain.tolist())
    if type(value) in (list, tuple):
        return b"[" + b",".join(_content(each, held) for each in value) + b"]"
    if type(value) is dict:
        return repr(list(value)).encode() + b",".join(_content(v, held) for v in value.values())
    return pickle.dumps(value)
