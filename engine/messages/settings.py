"""What a session is made of, and what there is to choose from."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from .own import OwnModel

DataName = Literal["random", "digits", "three", "own"]
LossName = Literal["mse", "cross_entropy", "sum", "own"]
OptimizerName = Literal["manual", "sgd", "adam", "adamw", "own"]

OWN: Literal["own"] = "own"
"""The data and the loss of an example: they are part of its text; a user's model, and its optimizer
that is written out in OwnModel."""

NETS = ("net", "neuron")
DATA: tuple[str, ...] = tuple(name for name in get_args(DataName) if name != OWN)
LOSSES: tuple[str, ...] = tuple(name for name in get_args(LossName) if name != OWN)
OPTIMIZERS: tuple[str, ...] = tuple(name for name in get_args(OptimizerName) if name != OWN)


class Settings(msgspec.Struct, frozen=True):
    """What a session is made of; every field can be changed in the window.

    With an example or a model of the user's, `batch` and `batched` stay what they were and mean
    nothing. `optimizer` "own" is what `own` says, at the learning rate `lr`.
    """

    net: str = "net"  # one of NETS, an example's name, or OWN with `own`
    data: DataName = "random"
    loss: LossName = "mse"
    optimizer: OptimizerName = "manual"
    lr: float = 0.01
    momentum: float = 0.0  # SGD only
    seed: int = 0
    batch: int = 1
    batched: bool = True  # False: one sample without its batch dimension
    device: str = "cpu"
    own: OwnModel | None = None
