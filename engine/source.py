"""Where a session's text comes from: one Source for a built-in net, one for an example.

Whatever has a Source can be walked: a net, the statements that draw a batch for it, and those that
run it forward. Nothing else here or in `statements` asks which kind it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .. import catalogue
from . import data
from .messages import OWN, DataName, LossName, Settings
from .nets import NETS, NetSpec


@dataclass(frozen=True)
class Source:
    """What runs for some settings, in sections of plain PyTorch.

    Attributes
    ----------
    net : str
        The statements that make `net`, after the seed.
    draw : callable
        The statements that make the batch, from the settings and the place of its first sample;
        for another device than "cpu" they end with moving it there.
    made : tuple of str
        The names of the batch's tensors; `input` is one of them.
    forward : str
        The statements that leave `output` and the losses.
    losses : tuple of str
        Where the backwards of one training iteration start, in this order.
    preface : str
        Classes that the machine has, and that a script has to define at its top.
    definitions : str
        Imports and classes that run before the seed.
    criterion : str
        A statement that `forward` needs and that keeps nothing, "" for none.
    looked_at : str
        The parameter that stands for all in what a click prints; "" for one of the first.
    outputs : tuple of int
        The shape of `output` as far as it is known before a forward.
    """

    net: str
    draw: Callable[[Settings, int], str]
    made: tuple[str, ...]
    forward: str
    losses: tuple[str, ...] = ("loss",)
    preface: str = ""
    definitions: str = ""
    criterion: str = ""
    looked_at: str = ""
    outputs: tuple[int, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """The names that a backward can start from, the first being the usual one."""
        return (*self.losses, "output")


_LOOKED_AT = {"net": "net.conv1.bias", "neuron": "net.weight"}  # the tutorial's, where there is one


def known() -> tuple[str, ...]:
    """Every name that `Settings.net` can have."""
    return (*NETS, *catalogue.names())


def usual(net: str) -> tuple[DataName, LossName]:
    """The data and the loss that a net starts with."""
    return (NETS[net].data, NETS[net].loss) if net in NETS else (OWN, OWN)


def source(settings: Settings) -> Source:
    """The text of a session with these settings, which have been checked."""
    if settings.net in NETS:
        return _built_in(settings, NETS[settings.net])
    return _example(catalogue.example(settings.net))


def check(settings: Settings) -> None:
    """Refuse with a ValueError what cannot be drawn for the net, or is no loss of it."""
    if settings.net in NETS:
        if settings.loss not in data.LOSSES:
            raise ValueError(f"loss={settings.loss!r}: choose {either(data.LOSSES)}.")
        data.check(settings, NETS[settings.net])
    elif (settings.data, settings.loss) != (OWN, OWN):
        raise ValueError(f'The example "{settings.net}" brings its own data and loss.')


def either(names: object) -> str:
    """What can be chosen, in words."""
    return " or ".join(repr(name) for name in names)  # type: ignore[attr-defined]


def moves(names: tuple[str, ...], device: str) -> str:
    """The statements that move these tensors."""
    return "\n".join(f'{name} = {name}.to("{device}")' for name in names)


def _built_in(settings: Settings, spec: NetSpec) -> Source:
    loss = data.LOSSES[settings.loss]

    def draw(settings: Settings, start: int) -> str:
        return _moved(data.draw(settings, spec, start), made, settings.device)

    made = ("input", "target") if loss.target else ("input",)
    return Source(
        net=spec.statement,
        draw=draw,
        made=made,
        forward=f"output = net(input)\n{loss.loss}",
        preface=spec.source,
        criterion=loss.criterion,
        looked_at=_LOOKED_AT[settings.net],
        outputs=(settings.batch, spec.outputs) if settings.batched else (spec.outputs,),
    )


def _example(example: catalogue.Example) -> Source:
    def draw(settings: Settings, _start: int) -> str:
        return _moved(example.batch, example.made, settings.device)

    return Source(
        net=example.net,
        draw=draw,
        made=example.made,
        forward=example.forward,
        losses=example.losses,
        definitions=example.definitions,
    )


def _moved(batch: str, made: tuple[str, ...], device: str) -> str:
    return batch if device == "cpu" else f"{batch}\n{moves(made, device)}"
