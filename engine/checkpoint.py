"""Checkpoints: everything that a session's numbers follow from, at one point of its journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import torch
from torch import nn
from torch.utils._pytree import tree_leaves, tree_map

from .messages import JournalEntry, MessageError, Settings, Statement
from .sentences import QT_TRANSLATE_NOOP
from .tensors import Blob

Place = tuple[int, int]
"""(entry, iterations): before `journal[entry]`, or after so many iterations of a Train there."""


class Tensors(msgspec.Struct):
    """The values behind a session; names as in `named_parameters` and `named_buffers`."""

    parameters: dict[str, torch.Tensor]
    gradients: dict[str, torch.Tensor | None]
    buffers: dict[str, torch.Tensor]
    optimizer: dict[int, dict[str, Any]]  # state_dict()["state"]
    batch: dict[str, torch.Tensor]  # input and target
    random: dict[str, torch.Tensor]
    versions: dict[str, int]  # of parameters, gradients (".grad" appended) and buffers


class Counters(msgspec.Struct, frozen=True):
    """What a session counts."""

    iteration: int = 0
    backwards: int = 0
    batch_start: int = 0
    accumulations: dict[str, int] = {}
    ratios: dict[str, float] = {}


class Checkpoint(msgspec.Struct, frozen=True):
    """A point that a session can return to.

    Without `tensors` it is the moment after the setup with `settings`, which the seed determines.
    """

    place: Place
    settings: Settings
    setup: int  # the place of the setup whose net this is
    counters: Counters = Counters()
    tensors: Tensors | None = None

    def size(self) -> int:
        """Bytes that it holds."""
        return sum(t.numel() * t.element_size() for t in _all(self.tensors))


class Record(msgspec.Struct, frozen=True):
    """What running one journal entry showed; it outlives the undoing of the entry.

    `origin` is the place of the oldest forward whose output or loss is still there afterwards:
    to be here again, that forward has to be run again.
    """

    statements: tuple[Statement, ...]
    error: str = ""  # the exception's type, "" if there was none
    origin: Place | None = None
    settings: Settings = Settings()
    seconds: float = 0.0


class CheckpointFile(msgspec.Struct, frozen=True):
    """A Checkpoint on disk, with the records of the entries before it; tensors as Blobs."""

    checkpoint: Checkpoint
    records: tuple[Record, ...]  # of the entries before it
    journal: tuple[JournalEntry, ...]  # those entries: a checkpoint fits no other journal
    initial: Settings


def _all(tensors: Tensors | None) -> list[torch.Tensor]:
    if tensors is None:
        return []
    found = [
        *tensors.parameters.values(), *tensors.gradients.values(), *tensors.buffers.values(),
        *tensors.batch.values(), *tensors.random.values(), *tree_leaves(tensors.optimizer),
    ]  # fmt: skip
    return [t for t in found if isinstance(t, torch.Tensor)]


def capture(
    model: nn.Module,
    optimizer: torch.optim.Optimizer | None,
    batch: dict[str, torch.Tensor],
    random: dict[str, torch.Tensor],
) -> Tensors:
    """Copies of everything, on the devices where it lies. The batch is never written to."""
    parameters = dict(model.named_parameters())
    state = {} if optimizer is None else optimizer.state_dict()["state"]
    return Tensors(
        parameters={n: p.detach().clone() for n, p in parameters.items()},
        gradients={n: None if p.grad is None else p.grad.clone() for n, p in parameters.items()},
        buffers={n: b.clone() for n, b in model.named_buffers()},
        optimizer=_copied(state),
        batch=dict(batch),
        random={name: value.clone() for name, value in random.items()},
        versions={name: tensor._version for name, tensor in _versioned(model)},
    )


def _versioned(model: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """Every tensor whose version counter torch's messages may name."""
    for name, parameter in model.named_parameters():
        yield name, parameter
        if parameter.grad is not None:
            yield f"{name}.grad", parameter.grad
    yield from model.named_buffers()


def _copied(state: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Of all levels: that of LBFGS has lists of tensors."""
    copied: dict[int, dict[str, Any]] = tree_map(
        lambda leaf: leaf.clone() if isinstance(leaf, torch.Tensor) else leaf, state
    )
    return copied


def put_back(
    tensors: Tensors, model: nn.Module, optimizer: torch.optim.Optimizer | None, device: str
) -> None:
    """Write the values into an equal model, in place, and into a new, equal optimizer."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(tensors.parameters[name])
            gradient = tensors.gradients[name]
            parameter.grad = None if gradient is None else gradient.to(device, copy=True)
        for name, buffer in model.named_buffers():
            buffer.copy_(tensors.buffers[name])
    # The counters stand in the text of torch's in-place error: they have to be a script's too.
    named = [(t, tensors.versions[n]) for n, t in _versioned(model) if n in tensors.versions]
    if named:
        together = tuple(zip(*named, strict=True))
        torch._C._autograd._unsafe_set_version_counter(*together)
    if optimizer is not None and tensors.optimizer:
        state = _copied(tensors.optimizer)
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": state, "param_groups": groups})


def _encode_tensor(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return {"tensor": msgspec.to_builtins(Blob.of(value), builtin_types=(bytes,))}
    found = QT_TRANSLATE_NOOP("Explain", "a {kind} in an optimizer's state")
    raise NotImplementedError(found.filled(kind=type(value).__name__))


def _decode_tensor(kind: type, value: Any) -> Any:
    if kind is torch.Tensor:
        return msgspec.convert(value["tensor"], Blob).tensor()
    raise NotImplementedError(kind)


_encoder = msgspec.msgpack.Encoder(enc_hook=_encode_tensor)
_decoder = msgspec.msgpack.Decoder(CheckpointFile, dec_hook=_decode_tensor)


def to_bytes(file: CheckpointFile) -> bytes:
    """A checkpoint as bytes that hold no code."""
    return _encoder.encode(file)


def from_bytes(data: bytes) -> CheckpointFile:
    """The inverse of `to_bytes`; its tensors lie on the CPU.

    Raises
    ------
    MessageError
        If the bytes are no whole checkpoint.
    """
    try:
        file = _decoder.decode(data)
        tensors = file.checkpoint.tensors
        if tensors is not None:
            tensors.optimizer = tree_map(_optimizer_value, tensors.optimizer, is_leaf=_is_tensor)
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError) as error:
        raise MessageError(
            QT_TRANSLATE_NOOP("Explain", "not a checkpoint: {error}").filled(error=error)
        ) from error
    return file


def _is_tensor(value: Any) -> bool:
    """Optimizer state is untyped in the file: a tensor looks like a dictionary there."""
    return isinstance(value, dict) and set(value) == {"tensor"}


def _optimizer_value(value: Any) -> Any:
    return msgspec.convert(value["tensor"], Blob).tensor() if _is_tensor(value) else value
