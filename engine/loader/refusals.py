"""What is said when a model or a choice gives nothing to start backward from."""

from __future__ import annotations

import inspect
import json
import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP
from .calls import CONFIGS, Arguments, config_class
from .forward import parameters_of
from .inputs import Input
from .mistakes import Mistake
from .slots import looked_up

_NOT_OF_INPUTS = ("NameError", "ImportError", "ModuleNotFoundError", "RecursionError", "SystemExit")
_SHORT = 40  # letters of an annotation that are shown


def no_root(value: Any, wanted: str = "") -> Mistake:
    """No tensor in what forward returned, or none where it was looked for."""
    if wanted:
        said = QT_TRANSLATE_NOOP("Explain", "{expression} is no tensor.").filled(expression=wanted)
    else:
        said = QT_TRANSLATE_NOOP(
            "Explain", "forward returned {kind}, in which there is no tensor."
        ).filled(kind=type(value).__name__)
    do = QT_TRANSLATE_NOOP("Explain", "Choose one of the tensors that forward returns.")
    return Mistake("", said, instead=do)


def no_forward(model: Any) -> Mistake:
    """A model that can't be called."""
    said = QT_TRANSLATE_NOOP("Explain", "{name} has no forward.").filled(name=type(model).__name__)
    do = QT_TRANSLATE_NOOP(
        "Explain", "Write one, or choose a loss function of yours that takes the net and a batch."
    )
    return Mistake("", said, instead=do)


def no_object(text: str) -> Mistake:
    """Arguments of a loss that are no JSON object."""
    said = QT_TRANSLATE_NOOP("Explain", "The arguments of a loss are given by name.")
    do = QT_TRANSLATE_NOOP("Explain", 'Write a JSON object: {"reduction": "sum"}.')
    return Mistake("", said, source=text, instead=do)


def missing_arguments(
    mistake: Mistake, maker: Any, module: Any, given: Arguments | None
) -> Mistake:
    """A call's mistake, with what the class or function needs and the option that gives it."""
    try:
        signature = inspect.signature(maker)
        places = given if isinstance(given, list) else []
        bound = signature.bind_partial(*places, **(given if isinstance(given, dict) else {}))
    except (TypeError, ValueError):
        return mistake
    lacking = [
        p for p in signature.parameters.values()
        if p.name not in bound.arguments and p.default is p.empty
        and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
        and config_class(p.name, p, maker, module) is None
    ]  # fmt: skip
    if not lacking:
        return mistake
    name = getattr(maker, "__name__", type(maker).__name__)
    needed = ", ".join(_with_type(p) for p in lacking)
    why = QT_TRANSLATE_NOOP("Explain", "{function} needs a value for {names}.")
    known = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in bound.arguments.items()]
    wanted = [f"{json.dumps(p.name)}: {_inside(maker, p.name)}" for p in lacking]
    option = "--args " + shlex.quote(f"{{{', '.join([*known, *wanted])}}}")
    do = QT_TRANSLATE_NOOP(
        "Explain",
        "Give each a value: {option}, or the same under Arguments. What can't be written so, "
        "another module for instance, needs a function of yours that makes it all.",
    )
    return replace(
        mistake, why=why.filled(function=name, names=needed), instead=do.filled(option=option)
    )


def _inside(maker: Any, name: str) -> str:
    """What stands for a value: of a configuration the names that are looked up in it."""
    function = vars(maker).get("__init__") if isinstance(maker, type) else maker
    keys = looked_up(function, attributes=name in CONFIGS).get(name, [])
    return f"{{{', '.join(f'{json.dumps(key)}: ...' for key in keys)}}}" if keys else "..."


def _with_type(parameter: inspect.Parameter) -> str:
    annotation = parameter.annotation
    if annotation is parameter.empty:
        return parameter.name
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    for prefix in ("typing.", "collections.abc.", "torch.nn.modules.module.", "torch."):
        text = text.replace(prefix, "")
    return f"{parameter.name} ({text})" if len(text) <= _SHORT else parameter.name


def only_guessed(mistake: Mistake, model: nn.Module, inputs: Sequence[Input]) -> Mistake:
    """A mistake of a forward whose inputs no person has chosen: how they are chosen."""
    if mistake.kind in _NOT_OF_INPUTS or "not compiled with" in str(mistake.text):
        return mistake
    given = list(dict.fromkeys(each.name for each in inputs if each.name))
    wanted = [p.name for p in parameters_of(model) if p.default is p.empty
              and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]  # fmt: skip
    do = QT_TRANSLATE_NOOP(
        "Explain",
        "The input was only a guess. If it does not fit, say what {names} should be, for example "
        "{option}, or name a function of yours that returns a batch: --batch-from make_batch.",
    )
    names = ", ".join(wanted or given) or "input"
    option = "--input " + shlex.quote(",".join(map(str, inputs)))
    return replace(mistake, instead=do.filled(names=names, option=option))
