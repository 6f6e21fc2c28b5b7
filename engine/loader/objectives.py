"""The loss of a model of the user's, as statements: of torch.nn, a sum, or a function of theirs."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import Any

import torch
from torch import nn

from ..sentences import QT_TRANSLATE_NOOP
from .given import keywords
from .menu import LossLines, loss_lines, losses
from .mistakes import Mistake, ModelError
from .outputs import Choice, result_of
from .shared import of_parts, shared

SIMPLE = {"sum": "{0}.sum()", "itself": "{0}", "power": "{0}.abs().pow(2).sum()"}
"""Losses that need no criterion and no target."""

_BY_NAME = {
    "net": re.compile(r"^(net|model|module|network|gan)$"),
    "input": re.compile(r"^(inputs?|x|xs|images?|data|batch|real|src|source)$"),
    "target": re.compile(r"^(targets?|labels?|tgt|gt|truth|y|ys|y_true|answers?)$"),
}

_OUTPUT = re.compile(r"out|pred|logit|score|hat$|recon|result|prob")


@dataclass(frozen=True)
class Objective:
    """What makes a loss of the output.

    Attributes
    ----------
    criterion : str
        A statement that runs once, "" for none.
    target : str
        The statements that draw what the loss compares with, "" for none.
    loss : str
        The statement that leaves the losses.
    losses : tuple of str
        Their names.
    """

    criterion: str
    target: str
    loss: str
    losses: tuple[str, ...] = ("loss",)


def of_torch(
    name: str, choice: Choice, arguments: dict[str, object] | None, target: str = ""
) -> Objective:
    """A loss of torch.nn, or one of SIMPLE, on the tensor `output`.

    `target` is the batch's, "" if it has none.

    Raises
    ------
    ValueError
        If the loss does not fit the output.
    """
    if name in SIMPLE:
        return Objective("", "", f"loss = {SIMPLE[name].format('output')}")
    given = next((s for s in choice.losses if s.title == name), None)
    if given is not None and not arguments:
        lines = LossLines(given.criterion, given.target, _short(given.loss, choice.expression))
    elif given is not None:
        made = loss_lines(name, "output", choice.shape, arguments)
        lines = LossLines(made.criterion, given.target, _short(given.loss, choice.expression))
    else:
        lines = _typed(loss_lines(name, "output", choice.shape, arguments), choice)
    if target:
        # A target of the batch's has the shape that the user's own code gives it.
        plain = lines.loss.replace(".flatten(0, 1)", "")
        rest = "\n".join(line for line in lines.target.split("\n") if not line.startswith("target"))
        lines = replace(lines, target=rest, loss=plain)
    return Objective(lines.criterion, lines.target, lines.loss)


def _short(loss: str, expression: str) -> str:
    """The statement on the name `output`, which stands for the expression."""
    return loss.replace(expression, "output", 1)


def _typed(lines: LossLines, choice: Choice) -> LossLines:
    """Targets of the output's own type, where they are no class numbers."""
    if choice.dtype == "float32" or "torch.randint(0, {" in lines.target:
        return lines
    floating = []
    for line in lines.target.split("\n"):
        name, _, drawn = line.partition(" = ")
        whole = drawn.startswith(("torch.randint", "torch.full")) and "*" not in drawn
        if name.isidentifier() and not (whole and ".float()" not in drawn):
            floating.append(name)
    more = [f"{name} = {name}.to(torch.{choice.dtype})" for name in floating]
    return replace(lines, target="\n".join([lines.target, *more]))


def known(name: str) -> bool:
    """Whether a loss is torch's or a simple one, and no function of the user's."""
    return name in SIMPLE or any(name == entry.name for entry in losses())


def of_function(
    shown: str,
    function: Any,
    given_arguments: dict[str, object] | None,
    choice: Choice | None,
    names: dict[str, str],
    inputs: Sequence[str] = (),
    parts: Mapping[str, str] | None = None,
) -> Objective:
    """A function or a criterion class of the user's.

    Parameters
    ----------
    shown : str
        The name that the statements have for it.
    function : callable
        What it is.
    given_arguments : dict
        What a class is made with, or a function called with besides.
    choice : Choice or None
        The output that it is of; None if the model has no forward.
    names : dict
        The names of "input" and "target", "" where there is none.
    inputs : sequence of str
        The names of all that goes into the net, for a function that runs it.
    parts : dict
        Of several things that forward returned the expressions, by what it calls them.

    Raises
    ------
    ModelError
        If the batch does not have what it takes.
    """
    criterion, arguments = "", keywords(given_arguments)
    if isinstance(function, type):
        criterion = f"criterion = {shown}({arguments})"
        shown, called = "criterion", getattr(function, "forward", function.__call__)
        skipped = 1
    elif isinstance(function, nn.Module):
        called, skipped = function.forward, 0
    else:
        called, skipped = function, 0
    wanted = _required(called)[skipped:]
    if called is function:
        wanted = [name for name in wanted if name not in (given_arguments or {})]
    words = [next((w for w, p in _BY_NAME.items() if p.match(n.lower())), "") for n in wanted]
    if choice is None and "net" in words:
        found = shared(wanted, words, inputs, names["target"])
        return Objective(
            "", "", f"loss = {shown}({', '.join([*found, *filter(None, [arguments])])})"
        )
    free = ["target"] if choice is None else ["output", "target"]
    given = []
    known = of_parts([n for n, word in zip(wanted, words, strict=True) if not word], parts or {})
    for name, word in zip(wanted, words, strict=True):
        if name in known:
            root = choice is not None and known[name] == result_of(choice.expression)
            given.append("output" if root else known[name])
            free = [each for each in free if each != "output"]
            continue
        if word == "input" and "output" in free and len(wanted) == 1:
            word = ""
        if not word and free:
            word = next((w for w in free if w not in words), free[0])
        if word in free:
            free.remove(word)
        given.append(word or "output")
    target = ""
    if "target" in given and not names["target"] and choice is not None:
        target = f"target = torch.randn({_size(choice.shape)})"
        if choice.dtype not in ("float32",):
            target += f".to(torch.{choice.dtype})"
    values = {"input": names["input"] or "input"}
    call = f"{shown}({', '.join(values.get(word, word) for word in given)})"
    if arguments and not criterion:
        call = f"{call[:-1]}, {arguments})" if given else f"{call[:-1]}{arguments})"
    return Objective(criterion, target, f"loss = {call}")


def runs_net(function: Any) -> bool:
    """Whether a loss takes the net and what goes into it, and not what comes out."""
    if isinstance(function, type | nn.Module):
        return False
    wanted = [name.lower() for name in _required(function)]
    return any(_BY_NAME["net"].match(name) for name in wanted) and not any(
        _OUTPUT.search(name) for name in wanted
    )


def class_numbers(objective: Objective, choice: Choice) -> Objective:
    """The same with class numbers as the target: what else a loss of the user's may want."""
    rows = (choice.shape[0], *choice.shape[2:])
    size = f"({', '.join(map(str, rows))}{',' if len(rows) == 1 else ''})"
    return replace(objective, target=f"target = torch.randint(0, {choice.shape[1]}, {size})")


def several(objective: Objective, value: Any, function: Any) -> Objective:
    """The statement for a function that returned several losses: each gets a name.

    Raises
    ------
    ModelError
        If it returned no tensor.
    """
    if isinstance(value, torch.Tensor):
        return objective
    call = objective.loss.removeprefix("loss = ")
    scalars: list[Any] = []
    if isinstance(value, dict):
        scalars = [k for k, v in value.items() if isinstance(v, torch.Tensor) and v.requires_grad]
        if "loss" in scalars:
            return replace(objective, loss=f'loss = {call}["loss"]')
        names = tuple(_loss_name(str(key)) for key in scalars)
        places = [f'"{key}"' for key in scalars]
        lines = _picked(call, names, places)
    elif isinstance(value, list | tuple):
        scalars = [i for i, v in enumerate(value)
                   if isinstance(v, torch.Tensor) and v.requires_grad and v.dim() == 0]  # fmt: skip
        told = _returned_names(function)
        names = tuple(
            _loss_name(told[i] if len(told) == len(value) else str(i + 1)) for i in scalars
        )
        if len(scalars) == len(value):
            lines = [f"{', '.join(names)}{',' if len(names) == 1 else ''} = {call}"]
        else:
            lines = _picked(call, names, [str(i) for i in scalars])
    if not scalars:
        said = QT_TRANSLATE_NOOP(
            "Explain", "The loss function returned {kind}, which is no loss."
        ).filled(kind=type(value).__name__)
        do = QT_TRANSLATE_NOOP("Explain", "Return a tensor with one number, or several of them.")
        raise ModelError(Mistake("", said, instead=do))
    return replace(objective, loss="\n".join(lines), losses=names)


def _picked(call: str, names: tuple[str, ...], places: list[str]) -> list[str]:
    pairs = zip(names, places, strict=True)
    return [f"losses = {call}", *(f"{name} = losses[{place}]" for name, place in pairs)]


def _loss_name(word: str) -> str:
    plain = re.sub(r"\W", "_", word)
    return plain if plain.startswith("loss") else f"loss_{plain.removesuffix('_loss')}"


def _returned_names(function: Any) -> list[str]:
    """The names in a function's last ``return a, b``, if all are names."""
    names = returned(function)
    return names if all(names) and len(set(names)) == len(names) else []


def returned(function: Any) -> list[str]:
    """The names in a function's last ``return a, b``; "" for what has none."""
    try:
        tree = ast.parse(dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return []
    returns = [n.value for n in ast.walk(tree) if isinstance(n, ast.Return)]
    last = returns[-1] if returns else None
    if not isinstance(last, ast.Tuple):
        return []
    return [e.id if isinstance(e, ast.Name) else "" for e in last.elts]


def _required(function: Any) -> list[str]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ["output", "target"]
    return [
        p.name
        for p in parameters
        if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]


def _size(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
