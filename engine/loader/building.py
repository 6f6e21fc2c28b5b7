"""What a target names, how large a model is, and what is wrong with one before it runs."""

from __future__ import annotations

import difflib
import linecache
import random
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import nn

from ..sentences import NOTHING, QT_TRANSLATE_NOOP
from .calls import Arguments
from .candidates import Candidate, candidates, unfinished
from .frames import definition
from .misspelt import advice
from .mistakes import Mistake, ModelError
from .target import Target

_SHOWN = 6  # names of models that a refusal lists


def named(target: Target, module: ModuleType) -> Any:
    """What the target names in its module.

    Raises
    ------
    ModelError
        If the module has no such name.
    """
    name = target.name or likeliest(target, module)
    found: Any = module
    for part in name.split("."):
        if not hasattr(found, part):
            raise ModelError(_no_name(target, name, module))
        found = getattr(found, part)
    return found


def size(model: nn.Module) -> int:
    """Bytes of a model's parameters and buffers, tied ones once; lazy ones have none yet."""
    found = (*model.parameters(), *model.buffers())
    tensors = {id(t): t for t in found if not nn.parameter.is_lazy(t)}
    return sum(t.numel() * t.element_size() for t in tensors.values())


def seed_all(seed: int) -> None:
    """Seed torch, random and numpy; numpy takes 32 bits."""
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002  (the user's code may use the old functions)


def check(model: nn.Module) -> Mistake | None:
    """What is wrong with a model before anything runs: no parameters, or none to train."""
    parameters = list(model.parameters())
    name = type(model).__name__
    like = advice(type(model), "__init__")
    frames = like[0] if like is not None and not parameters else definition(type(model))
    shown = {"file": frames[-1].file, "line": frames[-1].line, "source": frames[-1].source,
             "caret": frames[-1].caret} if frames else {}  # fmt: skip
    if not parameters:
        said = QT_TRANSLATE_NOOP("Explain", "{name} has no parameters.").filled(name=name)
        why = QT_TRANSLATE_NOOP(
            "Explain", "Layers in a plain list or dict, and plain tensors, are not registered."
        )
        do = QT_TRANSLATE_NOOP("Explain", "Use nn.ModuleList, nn.ModuleDict and nn.Parameter.")
        if like is not None:
            _, why, do = like
    elif not any(p.requires_grad for p in parameters):
        said = QT_TRANSLATE_NOOP("Explain", "No parameter of {name} requires grad.").filled(
            name=name
        )
        why = QT_TRANSLATE_NOOP("Explain", "All of them are frozen: there is nothing to train.")
        do = QT_TRANSLATE_NOOP("Explain", "Call requires_grad_() on those that are to be trained.")
    else:
        return None
    return Mistake("", said, why=why, instead=do, **shown)  # type: ignore[arg-type]


def likeliest(target: Target, module: ModuleType, given: Arguments | None = None) -> str:
    """The name of the file's best candidate, for a target that names none.

    It is one that takes the arguments which are given, if there is one. Of a package that only
    hands on what its files define, the one that it hands on.
    """
    if target.path is None:
        raise ModelError(_nothing(str(target)))
    models = [c for c in candidates(target.path) if c.kind in ("class", "function", "instance")]
    if models:
        return _of(models, module, given).name
    handed = _classes(module)
    if len(handed) == 1:
        return handed[0]
    nothing = _nothing(str(target), handed)
    lacking = unfinished(target.path)
    if lacking is not None and not handed:
        name, line = lacking
        why = QT_TRANSLATE_NOOP("Explain", "{name} returns nothing.").filled(name=name)
        do = QT_TRANSLATE_NOOP("Explain", "Return the model at its end.")
        source = linecache.getline(str(target.path), line).rstrip()
        nothing = replace(nothing, line=line, source=source, why=why, instead=do)
    raise ModelError(nothing)


def _of(models: list[Candidate], module: ModuleType, given: Arguments | None) -> Candidate:
    """The one that takes what is given; where the best lacks something, one already made."""
    best = models[0]
    if given:
        return next((c for c in models if c.takes(given)), best)
    lacking = [name for name in best.required if name not in vars(module)]
    made = (c for c in models if c.kind == "instance" and c.score > 0)  # no loss
    return next(made, best) if lacking else best


def _classes(module: ModuleType) -> list[str]:
    """The module classes of its own package that a module has, in its order."""
    top = module.__name__.split(".")[0]
    return [
        name for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, nn.Module)
        and value.__module__.split(".")[0] == top
    ]  # fmt: skip


def _no_name(target: Target, name: str, module: ModuleType) -> Mistake:
    where = module.__name__ if target.path is None else target.path.name
    said = QT_TRANSLATE_NOOP("Explain", "There is no {name} in {place}.").filled(
        name=name, place=where
    )
    names = [c.name for c in candidates(target.path)] if target.path is not None else []
    names = names or _classes(module)
    like = difflib.get_close_matches(name, names, _SHOWN, 0.4) or names[:_SHOWN]
    do = NOTHING
    if like:
        do = QT_TRANSLATE_NOOP("Explain", "It has {names}.").filled(names=", ".join(like))
    return Mistake("AttributeError", said, str(target.path or ""), instead=do)


def no_module(value: Any, maker: Any) -> Mistake:
    name = getattr(maker, "__name__", type(maker).__name__)
    said = QT_TRANSLATE_NOOP("Explain", "{name} gives a {kind}, not an nn.Module.").filled(
        name=name, kind=type(value).__name__
    )
    do = QT_TRANSLATE_NOOP("Explain", "Choose a class or function that makes a module.")
    frames = definition(maker)
    if not frames:
        return Mistake("TypeError", said, instead=do)
    last = frames[-1]
    return Mistake("TypeError", said, last.file, last.line, last.source, instead=do)


def _nothing(place: str, names: Sequence[str] = ()) -> Mistake:
    said = QT_TRANSLATE_NOOP("Explain", "No nn.Module and no function that makes one was found.")
    do = QT_TRANSLATE_NOOP("Explain", "Name it: model.py:make_model or package.module:Class.")
    if names:
        said = QT_TRANSLATE_NOOP("Explain", "There are several models in it.")
        shown = ", ".join(names[:_SHOWN])
        do = QT_TRANSLATE_NOOP("Explain", "Name one after a colon: {names}.").filled(names=shown)
    return Mistake("", said, place, instead=do)
