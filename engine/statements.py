"""The Python behind every click: a session runs exactly this text, "Copy as Python" pastes it."""

from __future__ import annotations

from textwrap import indent

import msgspec

from . import data
from .messages import (
    Array,
    Backward,
    Configure,
    Forward,
    JournalEntry,
    MoveTo,
    NextBatch,
    Settings,
    Statement,
    Step,
    Train,
    ZeroGrad,
)
from .nets import NETS

PREAMBLE = """import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
"""

HAND_WRITTEN = """for f in net.parameters():
    f.data.sub_(f.grad.data * learning_rate)"""

_CONSTRUCTORS = {
    "sgd": "optimizer = optim.SGD(net.parameters(), lr={lr!r}, momentum={momentum!r})",
    "adam": "optimizer = optim.Adam(net.parameters(), lr={lr!r})",
    "adamw": "optimizer = optim.AdamW(net.parameters(), lr={lr!r})",
}

_LOOKED_AT = {"net": "net.conv1.bias", "neuron": "net.weight"}
"""The parameter that stands for all in what a click prints: the tutorial's, where there is one."""


def setup(settings: Settings) -> str:
    """Everything from the seed to the optimizer, after the imports and the net's source."""
    spec = NETS[settings.net]
    moved = f"net.to({settings.device!r})" if settings.device != "cpu" else ""
    criterion = data.LOSSES[settings.loss].criterion
    lines = [
        f"torch.manual_seed({settings.seed})",
        spec.statement,
        moved,
        data.draw(settings, spec, 0),
        criterion,
        optimizer(settings),
    ]
    return "\n".join(line for line in lines if line)


def optimizer(settings: Settings) -> str:
    """The line that makes the optimizer, or the learning rate of the hand-written update."""
    if settings.optimizer == "manual":
        return f"learning_rate = {settings.lr!r}"
    return _CONSTRUCTORS[settings.optimizer].format(lr=settings.lr, momentum=settings.momentum)


def forward(settings: Settings) -> str:
    """Two statements: the output, and the loss of it."""
    return f"output = net(input)\n{data.LOSSES[settings.loss].loss}"


def backward(settings: Settings, entry: Backward, shape: tuple[int, ...] | None = None) -> str:
    """`loss.backward()` or `output.backward(...)`, with the arguments that were chosen.

    `shape` is the root's, which a random gradient takes: the tutorial's torch.randn(1, 10).
    """
    arguments = []
    if entry.gradient is not None:
        if isinstance(entry.gradient, Array):
            gradient = f"torch.tensor({entry.gradient.numpy().tolist()!r})"
        else:
            if shape is None:
                outputs = NETS[settings.net].outputs
                shape = (settings.batch, outputs) if settings.batched else (outputs,)
            gradient = f"torch.randn({', '.join(map(str, shape)) or '()'})"
        if settings.device != "cpu":
            gradient += f".to({settings.device!r})"
        arguments.append(gradient)
    if entry.retain_graph:
        arguments.append("retain_graph=True")
    return f"{entry.of}.backward({', '.join(arguments)})"


def zero_grad(settings: Settings, entry: ZeroGrad) -> str:
    """zero_grad of the optimizer, or of the net where the update is written by hand."""
    owner = "net" if settings.optimizer == "manual" else "optimizer"
    return f"{owner}.zero_grad({'' if entry.set_to_none else 'set_to_none=False'})"


def step(settings: Settings) -> str:
    """The update of the weights."""
    return HAND_WRITTEN if settings.optimizer == "manual" else "optimizer.step()"


def iteration(settings: Settings) -> tuple[str, str, str, str]:
    """The four verbs of one training iteration."""
    return (
        zero_grad(settings, ZeroGrad()),
        forward(settings),
        backward(settings, Backward()),
        step(settings),
    )


def move(settings: Settings, device: str) -> str:
    """Everything that a session has, moved; load_state_dict moves the optimizer's state."""
    lines = [f"net.to({device!r})", f"input = input.to({device!r})"]
    if data.LOSSES[settings.loss].target:
        lines.append(f"target = target.to({device!r})")
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
    if entry.net is not None and entry.net != old.net:
        given = {"data": NETS[entry.net].data, "loss": NETS[entry.net].loss} | given
    new = msgspec.structs.replace(old, **given)
    check(new)
    return new


def check(settings: Settings) -> None:
    """Refuse with a ValueError, in words, what no session can be made of."""
    for name, known in (("net", NETS), ("loss", data.LOSSES)):
        if getattr(settings, name) not in known:
            raise ValueError(f"{name}={getattr(settings, name)!r}: choose {_or(known)}.")
    if settings.optimizer != "manual" and settings.optimizer not in _CONSTRUCTORS:
        raise ValueError(
            f"optimizer={settings.optimizer!r}: choose {_or(('manual', *_CONSTRUCTORS))}."
        )
    if not settings.lr >= 0:
        raise ValueError(f"The learning rate {settings.lr} must be 0 or more.")
    if not settings.momentum >= 0:
        raise ValueError(f"The momentum {settings.momentum} must be 0 or more.")
    if not -(2**63) <= settings.seed < 2**63:
        raise ValueError(f"The seed {settings.seed} must fit into 64 bits.")
    data.check(settings, NETS[settings.net])


def _or(names: object) -> str:
    return " or ".join(repr(name) for name in names)  # type: ignore[attr-defined]


def starts_anew(entry: Configure) -> bool:
    """Whether a change is a new script: it names a net or a seed, be it the same one."""
    return entry.net is not None or entry.seed is not None


def configure(entry: Configure, new: Settings, batch_start: int) -> str:
    """The statements that a change of settings stands for, `new` being the settings after it.

    What is named is made again even if it is the same: choosing SGD stands for a new optim.SGD.
    """
    lines = []
    if entry.loss is not None:
        lines.append(data.LOSSES[new.loss].criterion)
    if any(getattr(entry, name) is not None for name in ("data", "batch", "batched", "loss")):
        lines.append(data.draw(new, NETS[new.net], batch_start))
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


def printed(entry: JournalEntry, settings: Settings) -> str:
    """The expression whose value a person would print after this click, "" for none."""
    looked_at = _LOOKED_AT[settings.net]
    if isinstance(entry, Forward | Train):
        return "loss"
    if isinstance(entry, Backward | ZeroGrad):
        return f"{looked_at}.grad"
    if isinstance(entry, Step):
        return looked_at
    if isinstance(entry, NextBatch):
        return "input.shape"
    if isinstance(entry, MoveTo):
        return f"{looked_at}.device"
    return ""


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
            return forward(old)
        case Backward():
            return backward(old, entry, shape)
        case ZeroGrad():
            return zero_grad(old, entry)
        case Step():
            return step(old)
        case NextBatch():
            return data.draw(old, NETS[old.net], batch_start)
        case MoveTo():
            return move(old, entry.device)
        case Train():
            body = indent("\n".join(iteration(old)), "    ")
            return f"for _ in range({entry.iterations}):\n{body}"
        case Configure():
            if starts_anew(entry):
                return setup(new)
            return configure(entry, new, batch_start)


def script(setup_code: str, sources: list[str], statements: list[Statement]) -> str:
    """A plain Python script that does and prints what the window shows."""
    parts = [PREAMBLE, *sources, setup_code]
    for statement in statements:
        lines = [statement.code]
        if statement.printed:
            lines.append(statement.printed)
        text = "\n".join(line for line in lines if line)
        if statement.failed:
            text = (
                f"try:\n{indent(text, '    ')}\nexcept Exception as error:\n"
                '    print(f"{type(error).__name__}: {error}")'
            )
        parts.append(text)
    parts.append(FINAL)
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


FINAL = """# The numbers in the window's table: shape, norm of the weights, norm of the gradient
norm = torch.linalg.vector_norm
if "loss" in globals():
    print("loss", loss.item())
for name, p in net.named_parameters():
    print(name, tuple(p.shape), norm(p).item(), None if p.grad is None else norm(p.grad).item())"""
