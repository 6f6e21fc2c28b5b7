"""From what a person passes to Session to Settings: names as torch writes them, usual values."""

from __future__ import annotations

from types import EllipsisType
from typing import Any, cast

from . import source
from .messages import OWN, Settings

_TORCH_NAMES = {"mseloss": "mse", "crossentropyloss": "cross_entropy"}


def chosen(
    net: str,
    data: str | None,
    device: str,
    seed: int,
    batch: int | None,
    loss: str | EllipsisType | None,
    optimizer: str | EllipsisType | None,
    lr: float,
    momentum: float,
    batched: bool | None,
) -> Settings:
    """The settings that a Session's arguments stand for; None is what fits the net.

    Raises
    ------
    ValueError
        If there is no such net, or a batch is given for an example, which has its own.
    """
    net = str(net).lower()
    if net not in source.known():
        raise ValueError(f"net={net!r}: choose {source.either(source.known())}.")
    usual_data, usual_loss = source.usual(net)
    if usual_data == OWN and (batch, batched) != (None, None):
        raise ValueError(f'The example "{net}" brings its own batch.')
    if data is None:
        data = usual_data
    if loss is None or isinstance(loss, EllipsisType):
        loss = "cross_entropy" if data == "digits" else usual_loss
    if optimizer is None or isinstance(optimizer, EllipsisType):
        optimizer = "manual"
    loss, optimizer = _plain_name(loss), _plain_name(optimizer)
    usual = Settings()
    return Settings(
        **cast("dict[str, Any]", {
            "net": net, "data": data, "loss": loss, "optimizer": optimizer, "lr": lr,
            "momentum": momentum, "seed": seed, "device": str(device),
            "batch": usual.batch if batch is None else batch,
            "batched": usual.batched if batched is None else batched,
        })
    )  # fmt: skip


def _plain_name(name: str) -> str:
    """Our name for what torch calls "MSELoss", "SGD" or "AdamW"."""
    return _TORCH_NAMES.get(name.lower(), name.lower())
