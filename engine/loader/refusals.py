"""What is said when a model or a choice gives nothing to start backward from."""

from __future__ import annotations

import difflib
import inspect
import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP
from .calls import CONFIGS, Arguments, config_class, value_of
from .forward import forward_of, parameters_of
from .frames import definition
from .inputs import Input
from .misspelt import advice
from .mistakes import Mistake
from .slots import looked_up, slots

_NOT_OF_INPUTS = ("NameError", "ImportError", "ModuleNotFoundError", "RecursionError", "SystemExit")
_ABOUT_CODE = re.compile(
    r"not compiled with|unexpected keyword argument|^module '|custom C\+\+ ops|"
    r"operator \w+::\w+ does not exist|takes \d+ positional arguments? but|"
    r"required \"forward\" function|__init__\(\) missing|backward through the graph a second time|"
    r"does not require grad and does not have a grad_fn|view size is not compatible|"
    r"must be Tensor,? not (tuple|list|dict|str)\b|"
    r"'(?!Tensor|NoneType)\w+' object is not (subscriptable|callable)|"
    r"'(?!Tensor|list|tuple|dict|int|float|str|NoneType)\w+' object has no attribute"
)
_LOSS_MADE = re.compile(r"Loss\(.*\w")  # of tensors, with which it has to be called
_TARGETS = re.compile(  # of targets that are missing, not of their size
    r"^(?!.*\b(size|shape)).*?("
    r"(targets?|labels?|boxes|annotations?|ground.?truth)\b.{0,40}\b(should|must|need|require|given|"
    r"passed|provided|none\b)|training.{0,60}\b(targets?|labels?)\b)",
    re.IGNORECASE | re.DOTALL,
)
_NO_DICT = re.compile("'Tensor' object has no attribute '(keys|values|items|get)'")
_LIST_OF_DICTS = re.compile(r"(list|sequence|iterable)\[.*(dict|mapping)", re.IGNORECASE)
_MANY = 8  # parameters that are named
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


def no_forward(model: Any, maker: Any = None) -> Mistake:
    """A model that can't be called, at the line of its class or of what makes it."""
    said = QT_TRANSLATE_NOOP("Explain", "{name} has no forward.").filled(name=type(model).__name__)
    do = QT_TRANSLATE_NOOP(
        "Explain", "Write one, or choose a loss function of yours that takes the net and a batch."
    )
    like = advice(type(model), "forward")
    if like is not None:
        frames, why, do = like
        return Mistake("", said, why=why, instead=do).at(frames)
    return Mistake("", said, instead=do).at(definition(type(model)) or definition(maker))


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
        and value_of(p.name, p, module) is None
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


def unknown_argument(mistake: Mistake, maker: Any, given: Arguments | None) -> Mistake:
    """A call's mistake with a name that there is not, with those that there are."""
    try:
        known = [p.name for p in inspect.signature(maker).parameters.values()
                 if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]  # fmt: skip
    except (TypeError, ValueError):
        return mistake
    found = re.search(r"unexpected keyword argument '(\w+)'", str(mistake.text))
    if found is None or not known or found[1] in known or found[1] not in (given or ()):
        return mistake
    like = difflib.get_close_matches(found[1], known, _MANY, 0.5)
    name = getattr(maker, "__name__", type(maker).__name__)
    why = QT_TRANSLATE_NOOP("Explain", "{function} has no parameter {names}.")
    do = QT_TRANSLATE_NOOP("Explain", "It has {names}.")
    names = [*like, *(n for n in known if n not in like)]
    shown = ", ".join(names[: 2 * _MANY]) + (" …" if len(names) > 2 * _MANY else "")
    return replace(
        mistake, why=why.filled(function=name, names=found[1]), instead=do.filled(names=shown)
    )


def _inside(maker: Any, name: str) -> str:
    """What stands for a value: of a configuration the names that are looked up in it."""
    function = vars(maker).get("__init__") if isinstance(maker, type) else maker
    keys = looked_up(function, attributes=name in CONFIGS).get(name, [])
    return f"{{{', '.join(f'{json.dumps(key)}: ...' for key in keys)}}}" if keys else "..."


def _with_type(parameter: inspect.Parameter) -> str:
    if parameter.annotation is parameter.empty:
        return parameter.name
    text = _annotation(parameter)
    for prefix in ("typing.", "collections.abc.", "torch.nn.modules.module.", "torch."):
        text = text.replace(prefix, "")
    return f"{parameter.name} ({text})" if len(text) <= _SHORT else parameter.name


def only_guessed(mistake: Mistake, model: nn.Module, inputs: Sequence[Input]) -> Mistake:
    """A mistake of a forward whose inputs no person has chosen: how they are chosen."""
    text = str(mistake.text)
    if mistake.kind in _NOT_OF_INPUTS or _ABOUT_CODE.search(text):
        return mistake
    if "Boolean value" in text and _LOSS_MADE.search(mistake.source):
        return mistake
    names, option = _names(model, inputs, _is_missed(mistake)), _option(inputs)
    keys = _keys(model)
    if _TARGETS.search(text):
        do = QT_TRANSLATE_NOOP(
            "Explain",
            "Write a function that returns a batch, ({names}), with a target for each input, and "
            "name it: --batch-from batch.py:make_batch. If forward then returns several losses, "
            "their sum is taken.",
        )
        names = ", ".join(p.name for p in parameters_of(model)) or "inputs, targets"
    elif any(_LIST_OF_DICTS.search(_annotation(p)) for p in parameters_of(model)):
        do = QT_TRANSLATE_NOOP(
            "Explain",
            "forward takes a list of dictionaries, which can't be guessed. Write a function that "
            "returns one, and name it: --batch-from batch.py:make_batch.",
        )
    elif _NO_DICT.search(text):
        do = QT_TRANSLATE_NOOP(
            "Explain",
            "forward takes a dictionary whose keys it does not tell. Name them, for example "
            "{option}, or write a function that returns one, and name it: "
            "--batch-from batch.py:make_batch.",
        )
        option = "--input " + shlex.quote(
            f"{names.split(',')[0]}[key]={replace(inputs[0], name='', key='')}"
        )
    elif keys:
        do = QT_TRANSLATE_NOOP(
            "Explain",
            "forward takes a dictionary and looks up {names}. The shapes were only guesses. Give "
            "each its own, for example {option}, or name a function of yours that returns the "
            "dictionary: --batch-from make_batch.",
        )
        names = ", ".join(f'{name}["{key}"]' for name, key in keys)
    else:
        do = QT_TRANSLATE_NOOP(
            "Explain",
            "The input was only a guess. If it does not fit, say what {names} should be, for "
            "example {option}, or name a function of yours that returns a batch: "
            "--batch-from make_batch.",
        )
    return replace(mistake, instead=do.filled(names=names, option=option))


def too_late(model: nn.Module, inputs: Sequence[Input], seconds: float) -> Mistake:
    """forward was stopped while its inputs were sought."""
    said = QT_TRANSLATE_NOOP(
        "Explain", "forward was not done after {seconds} seconds, with {option} as a guess."
    ).filled(seconds=f"{seconds:g}", option=_option(inputs))
    do = QT_TRANSLATE_NOOP(
        "Explain",
        "Say what {names} should be: with {option} it runs as long as it takes, a smaller input "
        "is faster.",
    ).filled(names=_names(model, inputs), option=_option(inputs))
    return Mistake("", said, instead=do).at(definition(forward_of(type(model))))


def _is_missed(mistake: Mistake) -> bool:
    """Whether something is None that should not be."""
    return "NoneType" in str(mistake.text) or "is not None" in mistake.source


def _annotation(parameter: inspect.Parameter) -> str:
    text = parameter.annotation
    return text if isinstance(text, str) else inspect.formatannotation(text)


def _names(model: nn.Module, inputs: Sequence[Input], optional: bool = False) -> str:
    given = list(dict.fromkeys(each.name for each in inputs if each.name))
    named = [p for p in parameters_of(model) if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    needed = [p.name for p in named if p.default is p.empty]
    if optional:  # forward says that it may be left out, and then misses it
        needed = [p.name for p in named if p.default is p.empty or p.default is None][:_MANY]
    return ", ".join(dict.fromkeys([*needed, *given])) or "input"


def _option(inputs: Sequence[Input]) -> str:
    return "--input " + shlex.quote(",".join(map(str, inputs)))


def _keys(model: nn.Module) -> list[tuple[str, str]]:
    """What forward looks up by name in the parameters that it needs."""
    return [(s.name, s.key) for s in slots(model) if s.key and not s.key.isdigit()]
