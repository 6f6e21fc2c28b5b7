"""Where a session's text comes from: a net of ours, an example, or a model of the user's.

Whatever has a Source can be walked: a net, the statements that draw a batch for it, and those that
run it forward. Nothing else here or in `statements` asks which kind it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .. import catalogue
from . import data
from .loader.prepared import REVISIONS, Prepared
from .messages import OWN, DataName, LossName, OwnModel, Settings
from .nets import NETS, NetSpec
from .sentences import QT_TRANSLATE_NOOP, choose


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
    seeding : str
        What is seeded besides torch.
    kept : tuple of str
        What `forward` leaves besides the losses and `output`.
    modules : tuple of str
        Modules of the user's that `definitions` imports.
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
    seeding: str = ""
    kept: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

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
    if settings.own is not None:
        return _own(settings, settings.own)
    if settings.net in NETS:
        return _built_in(settings, NETS[settings.net])
    return _example(catalogue.example(settings.net))


def check(settings: Settings) -> None:
    """Refuse with a ValueError what cannot be drawn for the net, or is no loss of it."""
    if settings.net == OWN:
        if (settings.data, settings.loss) != (OWN, OWN):
            raise ValueError(
                QT_TRANSLATE_NOOP("Explain", "A model of yours brings its own data and loss.")
            )
    elif settings.net in NETS:
        if settings.loss not in data.LOSSES:
            raise ValueError(choose("loss", settings.loss, data.LOSSES))
        data.check(settings, NETS[settings.net])
    elif (settings.data, settings.loss) != (OWN, OWN):
        brings = QT_TRANSLATE_NOOP("Explain", 'The example "{net}" brings its own data and loss.')
        raise ValueError(brings.filled(net=settings.net))


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


def prepared(own: OwnModel) -> Prepared:
    """What was made ready for this revision of a model of the user's.

    Raises
    ------
    ValueError
        If nothing was.
    """
    found = REVISIONS.find(own.revision)
    if found is None:
        unknown = QT_TRANSLATE_NOOP(
            "Explain", "revision={value}: these sources are not known here."
        )
        raise ValueError(unknown.filled(value=repr(own.revision)))
    return found


def _own(settings: Settings, own: OwnModel) -> Source:
    text = prepared(own)
    seeds = f"random.seed({settings.seed})\nnp.random.seed({settings.seed % 2**32})"

    def draw(settings: Settings, _start: int) -> str:
        return _moved(text.draw, text.made, settings.device)

    return Source(
        net=text.net,
        draw=draw,
        made=text.made,
        forward=text.forward,
        losses=text.losses,
        definitions=(
            "import random\nimport sys\n\nimport numpy as np\n\n"
            f"torch.manual_seed({settings.seed})\n{seeds}\n{text.imports}"
        ),
        criterion=text.criterion,
        outputs=text.outputs,
        seeding=seeds,
        kept=text.kept,
        modules=text.modules,
    )


def _moved(batch: str, made: tuple[str, ...], device: str) -> str:
    if device == "cpu" or not made:
        return batch
    return f"{batch}\n{moves(made, device)}"
