"""The Python behind every click: a session runs exactly this text, "Copy as Python" pastes it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent
from typing import Any

import msgspec
from torch import nn

from . import source as sources
from .loader import optimizers
from .messages import (
    OWN,
    Array,
    Backward,
    Configure,
    Forward,
    JournalEntry,
    MoveTo,
    NextBatch,
    OwnModel,
    Reload,
    Settings,
    Step,
    Train,
    ZeroGrad,
)
from .sentences import QT_TRANSLATE_NOOP, choose
from .source import Source, moves, source
from .starting import forget, reload, unload

HAND_WRITTEN = """for f in net.parameters():
    f.data.sub_(f.grad.data * learning_rate)"""

GUARDED = """for f in net.parameters():
    if f.grad is not None:
        f.data.sub_(f.grad.data * learning_rate)"""
"""The same for a model of the user's, which need not use all of its parameters."""

_CONSTRUCTORS = {
    "sgd": "optimizer = optim.SGD(net.parameters(), lr={lr!r}, momentum={momentum!r})",
    "adam": "optimizer = optim.Adam(net.parameters(), lr={lr!r})",
    "adamw": "optimizer = optim.AdamW(net.parameters(), lr={lr!r})",
}


def setup(settings: Settings, before: Settings | None = None) -> str:
    """Everything from the seed to the optimizer, with the definitions that an example brings.

    With settings from `before`, what they have left as roots of a graph goes.
    """
    text = source(settings)
    moved = f'net.to("{settings.device}")' if settings.device != "cpu" else ""
    lines = [
        "" if before is None else unload(source(before)),
        f"{text.definitions}\n" if text.definitions else "",
        f"torch.manual_seed({settings.seed})",
        text.seeding,
        "" if before is None else forget(source(before)),
        text.net,
        moved,
        text.draw(settings, 0),
        text.criterion,
        optimizer(settings),
    ]
    return "\n".join(line for line in lines if line)


def optimizer(settings: Settings) -> str:
    """The line that makes the optimizer, or the learning rate of the hand-written update."""
    if settings.optimizer == "manual":
        return f"learning_rate = {settings.lr!r}"
    if settings.optimizer == OWN and settings.own is not None:
        return optimizers.line(settings.own, settings.lr)
    return _CONSTRUCTORS[settings.optimizer].format(lr=settings.lr, momentum=settings.momentum)


def backward(settings: Settings, entry: Backward, shape: tuple[int, ...] | None = None) -> str:
    """`loss.backward()` or `output.backward(...)`, with the arguments that were chosen.

    `shape` is the root's, which a random gradient takes: the tutorial's torch.randn(1, 10).
    """
    text = source(settings)
    arguments = []
    if entry.gradient is not None:
        if isinstance(entry.gradient, Array):
            gradient = f"torch.tensor({entry.gradient.numpy().tolist()!r})"
        else:
            if shape is None:
                shape = text.outputs
            gradient = f"torch.randn({', '.join(map(str, shape)) or '()'})"
        if settings.device != "cpu":
            gradient += f".to({settings.device!r})"
        arguments.append(gradient)
    if entry.retain_graph:
        arguments.append("retain_graph=True")
    return f"{entry.of or text.losses[0]}.backward({', '.join(arguments)})"


def zero_grad(settings: Settings, entry: ZeroGrad) -> str:
    """zero_grad of the optimizer, or of the net where the update is written by hand."""
    owner = "net" if settings.optimizer == "manual" else "optimizer"
    return f"{owner}.zero_grad({'' if entry.set_to_none else 'set_to_none=False'})"


def step(settings: Settings) -> str:
    """The update of the weights; where it needs the loss again, with a closure.

    Source: "optimizer.step(closure)" in https://docs.pytorch.org/docs/stable/optim.html.
    """
    if closes(settings):
        text = source(settings)
        backwards = [backward(settings, Backward(of=loss)) for loss in text.losses]
        body = "\n".join(
            (zero_grad(settings, ZeroGrad()), text.forward, *backwards, f"return {text.losses[0]}")
        )
        return f"def closure():\n{indent(body, '    ')}\n\noptimizer.step(closure)"
    if settings.optimizer != "manual":
        return "optimizer.step()"
    return HAND_WRITTEN if settings.own is None else GUARDED


def closes(settings: Settings) -> bool:
    """Whether a step runs forward and backward by itself, in a closure."""
    own = settings.own
    return settings.optimizer == OWN and own is not None and optimizers.closes(own)


@dataclass(frozen=True)
class Iteration:
    """The verbs of one training iteration; a backward for each loss."""

    zero_grad: str
    forward: str
    backwards: tuple[str, ...]
    step: str

    @property
    def lines(self) -> int:
        """Lines of the forward."""
        return self.forward.count("\n") + 1

    def __str__(self) -> str:
        return "\n".join((self.zero_grad, self.forward, *self.backwards, self.step))


def iteration(settings: Settings) -> Iteration:
    """What a training run repeats."""
    text = source(settings)
    return Iteration(
        zero_grad(settings, ZeroGrad()),
        text.forward,
        tuple(backward(settings, Backward(of=loss)) for loss in text.losses),
        step(settings),
    )


def move(settings: Settings, device: str) -> str:
    """Everything that a session has, moved; load_state_dict moves the optimizer's state."""
    lines = [f'net.to("{device}")']
    if made := source(settings).made:
        lines.append(moves(made, device))
    if settings.optimizer != "manual":
        lines.append("optimizer.load_state_dict(optimizer.state_dict())")
    return "\n".join(lines)


def changed(old: Settings, entry: Configure) -> Settings:
    """The settings after `entry`; a new net brings its own data and loss unless they were named.

    Raises
    ------
    ValueError
        If the new settings do not fit together or a number makes no sense.
    """
    given = {
        name: value
        for name in entry.__struct_fields__
        if name != "id" and (value := getattr(entry, name)) is not None
    }
    if entry.own is not None:
        given = {"data": OWN, "loss": OWN} | own_optimizer(old, entry.own) | given | {"net": OWN}
    elif entry.net is not None and entry.net != old.net:
        _check_net(entry.net)
        if entry.net == OWN:
            raise ValueError(
                QT_TRANSLATE_NOOP(
                    "Explain", "Name the model that is to be opened: own=OwnModel(target)."
                )
            )
        data, loss = sources.usual(entry.net)
        given = {"data": data, "loss": loss, "own": None} | given
        if old.optimizer == OWN:
            given = {"optimizer": "manual"} | given
    new = msgspec.structs.replace(old, **given)
    check(new)
    if new.data == OWN and not {"batch", "batched"}.isdisjoint(given):
        refused = QT_TRANSLATE_NOOP("Explain", 'The example "{net}" brings its own batch.')
        if new.own is not None:
            refused = QT_TRANSLATE_NOOP("Explain", "The batch of your model is part of its inputs.")
        raise ValueError(refused.filled(net=new.net))
    return new


def own_optimizer(old: Settings, own: OwnModel) -> dict[str, Any]:
    """The settings that follow from an OwnModel's optimizer: torch's own learning rate with it."""
    if not own.optimizer:
        return {"optimizer": "manual" if old.optimizer == OWN else old.optimizer}
    rate = optimizers.learning_rate(own)
    return {"optimizer": OWN} | ({} if rate is None else {"lr": rate})


def check(settings: Settings) -> None:
    """Refuse with a ValueError, in words, what no session can be made of."""
    _check_net(settings.net)
    fixed = settings.optimizer == OWN and settings.own is not None and settings.own.optimizer
    if not fixed and settings.optimizer not in ("manual", *_CONSTRUCTORS):
        raise ValueError(choose("optimizer", settings.optimizer, ("manual", *_CONSTRUCTORS)))
    if not settings.lr >= 0:
        refused = QT_TRANSLATE_NOOP("Explain", "The learning rate {value} must be 0 or more.")
        raise ValueError(refused.filled(value=settings.lr))
    if not settings.momentum >= 0:
        refused = QT_TRANSLATE_NOOP("Explain", "The momentum {value} must be 0 or more.")
        raise ValueError(refused.filled(value=settings.momentum))
    if not -(2**63) <= settings.seed < 2**63:
        refused = QT_TRANSLATE_NOOP("Explain", "The seed {value} must fit into 64 bits.")
        raise ValueError(refused.filled(value=settings.seed))
    sources.check(settings)


def _check_net(net: str) -> None:
    if net != OWN and net not in sources.known():
        raise ValueError(choose("net", net, sources.known()))


def starts_anew(entry: Configure) -> bool:
    """Whether a change is a new script: it names a net or a seed, be it the same one."""
    return entry.net is not None or entry.seed is not None or entry.own is not None


def configure(entry: Configure, new: Settings, batch_start: int) -> str:
    """The statements that a change of settings stands for, `new` being the settings after it.

    What is named is made again even if it is the same: choosing SGD stands for a new optim.SGD.
    """
    lines = []
    text = source(new)
    if entry.loss is not None:
        lines.append(text.criterion)
    if any(getattr(entry, name) is not None for name in ("data", "batch", "batched", "loss")):
        lines.append(text.draw(new, batch_start))
    if entry.optimizer is not None:
        lines.append(optimizer(new))
    else:
        lines += _groups(entry, new)
    return "\n".join(line for line in lines if line)


def _groups(entry: Configure, new: Settings) -> list[str]:
    """A new learning rate or momentum for the optimizer that is there, which keeps its state."""
    if new.optimizer == "manual":
        return [optimizer(new)] if entry.lr is not None else []
    names = ["lr"] if entry.lr is not None else []
    if new.optimizer == "sgd" and entry.momentum is not None:
        names.append("momentum")
    return [
        f'for group in optimizer.param_groups:\n    group["{name}"] = {getattr(new, name)!r}'
        for name in names
    ]


def printed(entry: JournalEntry, text: Source, parameter: str = "") -> str:
    """The expressions whose values a person would print after this click, "" for none.

    `parameter` is the name of the one that is looked at where the net has no usual one.
    """
    looked_at = text.looked_at or _path(parameter)
    if isinstance(entry, Forward | Train):
        return ", ".join(text.losses)
    if isinstance(entry, Backward | ZeroGrad):
        return f"{looked_at}.grad"
    if isinstance(entry, Step):
        return looked_at
    if isinstance(entry, NextBatch):
        return f"{text.made[0]}.shape" if text.made else ""
    if isinstance(entry, MoveTo):
        return f"{looked_at}.device"
    return ""


def _path(parameter: str) -> str:
    """An expression for a parameter: `net.head.bias`, or by its name where that does not do."""
    parts = parameter.split(".")
    if any(hasattr(nn.Module, part) for part in parts):  # net.parameters is the method
        return f'dict(net.named_parameters())["{parameter}"]'
    if all(part.isidentifier() for part in parts):
        return f"net.{parameter}"
    return f'net.get_parameter("{parameter}")'


def code(
    entry: JournalEntry,
    old: Settings,
    new: Settings,
    batch_start: int,
    shape: tuple[int, ...] | None = None,
) -> str:
    """The text that running `entry` runs, with `old` settings before and `new` ones after it.

    `shape` is that of the root which a Backward starts from, None if it does not exist.
    """
    match entry:
        case Forward():
            return source(old).forward
        case Backward():
            return backward(old, entry, shape)
        case ZeroGrad():
            return zero_grad(old, entry)
        case Step():
            return step(old)
        case NextBatch():
            return source(old).draw(old, batch_start)
        case MoveTo():
            return move(old, entry.device)
        case Train():
            body = indent(str(iteration(old)), "    ")
            return f"for _ in range({entry.iterations}):\n{body}"
        case Configure():
            if starts_anew(entry):
                return setup(new, old)
            return configure(entry, new, batch_start)
        case Reload():
            return reload(old, new, optimizer(new))
