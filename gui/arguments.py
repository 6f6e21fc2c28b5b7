"""The command line. Imports neither Qt nor torch: --help and --version answer at once."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import msgspec

from .. import __version__, catalogue
from ..engine import messages
from . import own_arguments
from .own_arguments import command as command

USUAL: dict[str, dict[str, object]] = {  # what a choice brings along unless it is given too
    "net": {"data": "random", "loss": "mse"},
    "neuron": {"data": "three", "loss": "sum"},
    "digits": {"loss": "cross_entropy"},
    **{name: {"data": messages.OWN, "loss": messages.OWN} for name in catalogue.names()},
}
PICTURES = (".png", ".svg", ".pdf")
VERBS: dict[str, messages.AnyCommand] = {
    "forward": messages.Forward(),
    "backward": messages.Backward(),
    "backward:retain_graph": messages.Backward(retain_graph=True),
    "backward:output": messages.Backward(of="output", gradient="random"),
    "zero_grad": messages.ZeroGrad(),
    "zero_grad:zeros": messages.ZeroGrad(set_to_none=False),
    "step": messages.Step(),
    "undo": messages.Undo(),
    "redo": messages.Redo(),
    "next_batch": messages.NextBatch(),
}


@dataclass(frozen=True)
class Request:
    """What a command line asks for."""

    changes: dict[str, object]  # the fields of messages.Settings that were given
    verbs: tuple[messages.AnyCommand, ...] = ()
    screenshot: Path | None = None
    size: tuple[int, int] | None = None  # logical pixels
    theme: str | None = None
    own: messages.OwnModel | None = None
    graph: str = ""  # the file of a graph to be shown alone, "-" for standard input

    def settings(self, kept: messages.Settings) -> messages.Settings:
        """The settings to start with: those given here and what they bring along, else `kept`."""
        if self.own is not None:
            return own_arguments.settings(self.own, kept, self.changes)
        net, data = self.changes.get("net", ""), self.changes.get("data", "")
        if not net and kept.data == messages.OWN and {"data", "loss", "batch"} & set(self.changes):
            net = "net"  # the example that was open last takes none of them
            kept = msgspec.structs.replace(kept, net=net)
        brought = USUAL.get(str(net), {}) | USUAL.get(str(data), {})
        if net:
            brought = brought | {"own": None}
            if kept.optimizer == messages.OWN:
                brought["optimizer"] = messages.Settings().optimizer
        return msgspec.structs.replace(kept, **(brought | self.changes))


def parse(arguments: Sequence[str] | None = None) -> Request:
    """Read a command line; exits with argparse's code 2 and one line where it is wrong."""
    reader = parser()
    given = reader.parse_args(arguments)
    try:
        own = own_arguments.model(given)
    except ValueError as error:
        reader.error(str(error))
    if own is not None:
        if given.net or given.data or isinstance(given.batch, int):
            reader.error("--net, --data and --batch N are not for a model of yours")
        return _request(given, own)
    for option, known in (("loss", messages.LOSSES), ("optimizer", messages.OPTIMIZERS)):
        value = getattr(given, option)
        if value is not None and value not in known:
            reader.error(
                f"argument --{option}: invalid choice: {value!r} (choose from {', '.join(known)}; "
                "a model of yours takes any of torch's)"
            )
    if isinstance(given.batch, str):
        reader.error("--batch-from is for a model of yours; name it: model.py:Net")
    return _request(given, None)


def _request(given: argparse.Namespace, own: messages.OwnModel | None) -> Request:
    names = [f.name for f in msgspec.structs.fields(messages.Settings) if f.name != "own"]
    changes = {
        name: getattr(given, name) for name in names if getattr(given, name, None) is not None
    }
    return Request(changes, given.do, given.screenshot, given.size, given.theme, own, given.graph)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of the whole usage."""
        self.exit(2, f"gradwalk: {message} (gradwalk --help lists all options)\n")


def parser() -> argparse.ArgumentParser:
    """The parser with every option."""
    result = _Parser(
        prog="gradwalk",
        description="Walk PyTorch's autograd graph: see it, run it one verb at a time, and watch "
        "gradients flow through it.",
        epilog="verbs of --do: " + ", ".join(VERBS) + ", backward:NAME (from the loss of that "
        "name), train:N (N iterations)",
    )
    add = result.add_argument
    add("--version", action="version", version=f"gradwalk {__version__}")
    add("--device", metavar="D", help="where the tensors live, e.g. cpu or cuda:0")
    add("--seed", type=_seed, metavar="N", help="the seed of all random numbers")
    add("--net", choices=(*messages.NETS, *catalogue.names()), help="the net that runs")
    add(
        "--example", choices=catalogue.names(), dest="net",
        help="the same, of the examples: small models that show typical structures",
    )  # fmt: skip
    add("--data", choices=messages.DATA, help="where input and target come from")
    add(
        "--loss", metavar="LOSS", help=f"the criterion: {', '.join(messages.LOSSES)}; with a model "
        "of yours any of torch.nn, sum, itself, or a function: losses.py:fn",
    )  # fmt: skip
    add(
        "--optimizer", metavar="OPT", help=f"what step does: {', '.join(messages.OPTIMIZERS)}; "
        "with a model of yours any of torch.optim",
    )  # fmt: skip
    add("--lr", type=_rate, metavar="X", help="the learning rate")
    add(
        "--batch", type=_batch, metavar="N",
        help="samples in a batch; with a model of yours the same as --batch-from",
    )  # fmt: skip
    own_arguments.add_to(result)
    add("--do", type=verbs, default=(), metavar="VERB,VERB,...", help="verbs to run at the start")
    add(
        "--screenshot", type=_picture, metavar="FILE",
        help="draw the window to FILE (.png) without a display, or the graph (.svg, .pdf), and end",
    )  # fmt: skip
    add("--size", type=_size, metavar="WxH", help="the window's size, e.g. 1280x720")
    add(
        "--graph", default="", metavar="FILE",
        help="show only the graph in FILE, as gradwalk.show hands it over (- for standard input)",
    )  # fmt: skip
    add("--theme", choices=("system", "light", "dark"), help="the colours")
    return result


def verbs(text: str) -> tuple[messages.AnyCommand, ...]:
    """The commands of a list such as "forward,backward,train:100".

    Raises
    ------
    argparse.ArgumentTypeError
        With the first word that is no verb.
    """
    return tuple(_verb(word.strip()) for word in text.split(",") if word.strip())


def _verb(word: str) -> messages.AnyCommand:
    train = re.fullmatch(r"train:([1-9]\d{0,8})", word)
    if train:
        return messages.Train(iterations=int(train[1]))
    root = re.fullmatch(r"backward:(loss\w*)", word)
    if root:
        return messages.Backward(of=root[1])
    if word not in VERBS:
        known = ", ".join(VERBS)
        raise argparse.ArgumentTypeError(f"{word!r} is no verb; there are {known}, train:N")
    return VERBS[word]


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in PICTURES:
        raise argparse.ArgumentTypeError(f"{text!r} must end in {', '.join(PICTURES)}")
    return path


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 1280x720")
    return int(found[1]), int(found[2])


def _rate(text: str) -> float:
    number = _read(float, text)
    if not math.isfinite(number) or number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of at least 0")
    return number


def _batch(text: str) -> int | str:
    return _positive(text) if re.fullmatch(r"-?[\d.]+", text) else own_arguments.absolute(text)


def _positive(text: str) -> int:
    number = _read(int, text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 1")
    return int(number)


def _seed(text: str) -> int:
    number = _read(int, text)
    if not 0 <= number < 2**63:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 2^63 - 1")
    return int(number)


def _read(kind: type[int] | type[float], text: str) -> float | int:
    try:
        return kind(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from error
