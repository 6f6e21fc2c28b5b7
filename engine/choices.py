"""From what a person passes to Session to Settings: names as torch writes them, usual values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import EllipsisType
from typing import Any, cast

from .. import literals
from . import source
from .messages import OPTIMIZERS, OWN, OwnModel, Settings
from .sentences import QT_TRANSLATE_NOOP, choose

Given = Mapping[str, Any] | Sequence[Any] | str | None

_TORCH_NAMES = {"mseloss": "mse", "crossentropyloss": "cross_entropy"}


def chosen(
    net: str,
    data: str | None,
    device: str,
    seed: int,
    batch: int | None,
    loss: str | EllipsisType | None,
    optimizer: str | EllipsisType | None,
    lr: float | None,
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
        raise ValueError(choose("net", net, source.known()))
    usual_data, usual_loss = source.usual(net)
    if usual_data == OWN and (batch, batched) != (None, None):
        raise ValueError(
            QT_TRANSLATE_NOOP("Explain", 'The example "{net}" brings its own batch.').filled(
                net=net
            )
        )
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
            "net": net, "data": data, "loss": loss, "optimizer": optimizer,
            "lr": usual.lr if lr is None else lr,
            "momentum": momentum, "seed": seed, "device": str(device),
            "batch": usual.batch if batch is None else batch,
            "batched": usual.batched if batched is None else batched,
        })
    )  # fmt: skip


def is_target(net: str) -> bool:
    """Whether a name is that of a model of the user's: a file, or a module and a name in it."""
    return net.lower() not in source.known() and (
        ":" in net or net.endswith((".py", ".ipynb")) or Path(net).is_dir()
    )


def own(
    target: str,
    inputs: str = "",
    arguments: Given = None,
    batch: str = "",
    root: str = "",
    loss: str | EllipsisType | None = None,
    loss_arguments: Given = None,
    optimizer: str | EllipsisType | None = None,
    optimizer_arguments: Given = None,
    lr: float | None = None,
    momentum: float = 0.0,
    seed: int = 0,
    device: str = "cpu",
    anyway: bool = False,
) -> Settings:
    """The settings for a model of the user's; what is None or empty is guessed.

    An optimizer by torch's name, "AdamW", has torch's own defaults; one of ours, "adamw", has the
    session's learning rate.
    """
    name = "" if optimizer is None or isinstance(optimizer, EllipsisType) else str(optimizer)
    ours = name.lower() if name == name.lower() and name.lower() in OPTIMIZERS else ""
    more = as_text(optimizer_arguments)
    if name and not ours and lr is not None:
        known = literals.read(more) or {}
        if isinstance(known, dict):  # a list is refused later
            more = as_text({"lr": lr, **known})
    usual = Settings()
    return Settings(
        **cast("dict[str, Any]", {
            "net": OWN, "data": OWN, "loss": OWN, "seed": seed, "device": str(device),
            "optimizer": ours or "manual", "momentum": momentum,
            "lr": usual.lr if lr is None else lr,
            "own": OwnModel(
                target=target,
                arguments=as_text(arguments),
                inputs=inputs,
                batch=batch,
                root=root,
                loss="" if loss is None or isinstance(loss, EllipsisType) else str(loss),
                loss_arguments=as_text(loss_arguments),
                optimizer="" if ours else name,
                optimizer_arguments=more,
                anyway=anyway,
            ),
        })
    )  # fmt: skip


def as_text(given: Given) -> str:
    """Arguments as text; text is taken as it is."""
    if given is None:
        return ""
    return given if isinstance(given, str) else literals.written(given)


def _plain_name(name: str) -> str:
    """Our name for what torch calls "MSELoss", "SGD" or "AdamW"."""
    return _TORCH_NAMES.get(name.lower(), name.lower())
