"""A model of the user's on the command line: read from it, and written as one.

Imports neither Qt nor torch.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import msgspec

from .. import literals
from ..engine import messages

DTYPES = (
    "float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8",
    "bool", "complex64", "complex128",
)  # fmt: skip
OPTIONS = {  # the fields of OwnModel: their option, what stands for a value, what it says
    "arguments": (
        "--args", "ARGS",
        "arguments of the model as JSON, '{\"depth\": 3}', or as in Python, 'depth=3, size=(2, 2)'",
    ),
    "inputs": ("--input", "SHAPE", "what the model takes: 1x3x224x224 or ids=1x16:int64:0..99"),
    "batch": ("--batch-from", "NAME", "a function that returns a batch, e.g. model.py:make_batch"),
    "root": ("--output", "EXPR", "the output that the loss is of, e.g. output.logits"),
    "loss_arguments": ("--loss-args", "ARGS", "arguments of the loss, written likewise"),
    "optimizer_arguments": ("--optimizer-args", "ARGS", "arguments of the optimizer"),
}  # fmt: skip
_SHAPE = re.compile(r"(?:[^\W\d]\w*(?:\[\w+\])?=)?(?:scalar|\d+(?:[xX×*]\d+)*)")


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of a model of the user's."""
    add = parser.add_argument
    add(
        "target", nargs="?", metavar="TARGET", type=target,
        help="a model of yours: model.py, model.py:make_model or package.module:Class",
    )  # fmt: skip
    for name, (option, value, text) in OPTIONS.items():
        kind = as_arguments if value == "ARGS" else absolute if name == "batch" else str
        action = "append" if name == "inputs" else "store"
        add(option, dest=name, metavar=value, type=kind, action=action, help=text)
    add("--dtype", choices=DTYPES, metavar="TYPE", help="the inputs' type where none is given")
    add("--anyway", action="store_true", help="open a model that is larger than the free memory")


def model(given: argparse.Namespace) -> messages.OwnModel | None:
    """The model that a command line names; None if it names none.

    Raises
    ------
    ValueError
        If there are options for a model and no model.
    """
    fields = {name: getattr(given, name) for name in OPTIONS if getattr(given, name)}
    if isinstance(given.batch, int):  # samples, for a net of ours
        fields.pop("batch", None)
    if given.target is None:
        options = [OPTIONS[name][0] for name in fields]
        options += ["--dtype"] if given.dtype else []
        if options:
            raise ValueError(f"{options[0]} is for a model of yours; name it: model.py:Net")
        return None
    inputs = ",".join(fields.pop("inputs", ()))
    if given.dtype and not inputs:
        raise ValueError("--dtype needs --input")
    return messages.OwnModel(
        target=given.target,
        inputs=typed(inputs, given.dtype or ""),
        loss=_loss(given.loss or ""),
        optimizer="" if given.optimizer in messages.OPTIMIZERS else given.optimizer or "",
        anyway=given.anyway,
        **fields,
    )


def settings(
    own: messages.OwnModel, kept: messages.Settings, changes: Mapping[str, Any]
) -> messages.Settings:
    """The settings to open a model with: what was given, and of the kept ones what fits."""
    optimizer = changes.get("optimizer", kept.optimizer)
    if own.optimizer:
        optimizer = messages.OWN
    elif optimizer not in messages.OPTIMIZERS:
        optimizer = messages.OPTIMIZERS[0]
    if own.optimizer and "lr" in changes:
        told = literals.written({**_by_name(own.optimizer_arguments), "lr": changes["lr"]})
        own = msgspec.structs.replace(own, optimizer_arguments=told)
    return messages.Settings(
        net=messages.OWN, data=messages.OWN, loss=messages.OWN, own=own, optimizer=optimizer,
        lr=changes.get("lr", kept.lr), momentum=kept.momentum,
        seed=changes.get("seed", kept.seed), device=changes.get("device", kept.device),
    )  # fmt: skip


def command(settings: messages.Settings) -> str:
    """The command line that opens gradwalk with these settings."""
    words = ["gradwalk"]
    own, usual = settings.own, messages.Settings()
    if own is None:
        words += ["--net", settings.net]
        if settings.data != messages.OWN:
            words += ["--data", settings.data, "--loss", settings.loss]
            words += ["--batch", str(settings.batch)] if settings.batch != usual.batch else []
    else:
        words.append(own.target)
        for name, (option, _, _) in OPTIONS.items():
            value = getattr(own, name)
            if name == "optimizer_arguments":
                value = _without_rate(value)
            if value:
                words += [option, value]
        words += ["--loss", own.loss] if own.loss else []
        words += ["--anyway"] if own.anyway else []
    if settings.optimizer == messages.OWN and own is not None:
        words += ["--optimizer", own.optimizer]
    else:
        words += ["--optimizer", settings.optimizer]
    words += ["--lr", repr(settings.lr)]
    words += ["--seed", str(settings.seed)]
    words += ["--device", settings.device] if settings.device != usual.device else []
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def _without_rate(arguments: str) -> str:
    """An optimizer's arguments without the learning rate, which has an option of its own."""
    given = _by_name(arguments)
    if "lr" not in given:
        return arguments
    rest = {name: value for name, value in given.items() if name != "lr"}
    return literals.written(rest) if rest else ""


def _by_name(arguments: str) -> dict[str, Any]:
    """Arguments that were read before, and found to be named."""
    given = literals.read(arguments)
    return given if isinstance(given, dict) else {}


def target(text: str) -> str:
    """A target with the full path of its file.

    Raises
    ------
    argparse.ArgumentTypeError
        If it names neither a file nor a module and something in it.
    """
    place, name = _parted(text)
    named = all(part.isidentifier() for part in place.split(".")) and name
    if not named and not place.endswith((".py", ".ipynb")) and not os.path.isdir(place):
        raise argparse.ArgumentTypeError(
            f"{text!r} names no model; write model.py, model.py:make_model or package.module:Class"
        )
    return absolute(text)


def absolute(text: str) -> str:
    """The same with the full path of the file in it; a plain name as it is."""
    place, name = _parted(text)
    if not place.endswith((".py", ".ipynb")) and not os.path.isdir(place):
        return text
    return f"{os.path.abspath(place)}:{name}" if name else os.path.abspath(place)


def as_arguments(text: str) -> str:
    """Arguments as JSON or in Python's words, unchanged.

    Raises
    ------
    argparse.ArgumentTypeError
        If they are neither.
    """
    try:
        literals.read(text)
    except literals.NoLiteral as error:
        wrong = f"{text!r} can't be read: "
        if error.problem == "value":
            wrong += f"{error.said} (letter {error.place + 1}) is no number, text, list or tuple"
        elif error.problem == "open":
            wrong += f"write a value for the dots (letter {error.place + 1})"
        elif error.problem == "syntax":
            wrong += f"{error.said} (letter {error.place + 1})"
        else:
            wrong += "nested too deeply" if error.problem == "deep" else "no names and no list"
        like = """write '{"depth": 3}' or 'depth=3, size=(2, 2)'"""
        raise argparse.ArgumentTypeError(f"{wrong}; {like}") from error
    return text


def typed(inputs: str, dtype: str) -> str:
    """The inputs, with a type for those that have none."""
    if not dtype:
        return inputs
    parts = (part.strip() for part in inputs.split(","))
    return ",".join(f"{part}:{dtype}" if _SHAPE.fullmatch(part) else part for part in parts)


def _loss(name: str) -> str:
    """torch's name for one of our losses."""
    known = {"mse": "MSELoss", "cross_entropy": "CrossEntropyLoss"}
    return known.get(name, absolute(name))


def _parted(text: str) -> tuple[str, str]:
    """File or module, and the name in it; C:\\model.py has a colon of its own."""
    place, colon, name = text.rpartition(":")
    if not colon or name.startswith(("/", "\\")) or name.endswith(".py"):
        return text, ""
    return place, name
