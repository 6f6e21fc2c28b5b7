"""Inputs that could fit a model, the likeliest first: for each tensor that forward needs."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import replace

import torch
from torch import nn

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .by_name import of_name
from .forward import parameters_of
from .hugging import hugging
from .inputs import DTYPES, Input
from .layers import Proposal, of_parameters, proposals, shares
from .patterns import of_patterns
from .said import of_attributes, sized
from .slots import Slot, slots

TRIES = 300
_LENGTH = 16
_ALONE = 80  # proposals for the only tensor
_EACH = 12  # for each of several

Option = tuple[tuple[Input, ...], Sentence]


def options(model: nn.Module, also: Collection[str] = ()) -> list[Option]:
    """Proposals, the likeliest first; with these optional parameters of forward too."""
    why = QT_TRANSLATE_NOOP("Explain", "The model's configuration says so.")
    found = [] if also else [(inputs, why) for inputs in hugging(model, _LENGTH)]
    wanted = slots(model, also)
    if not wanted and not parameters_of(model):
        return found
    layers = [
        *of_patterns(model), *sized(model), *proposals(model), *of_attributes(model),
        *of_parameters(model),
    ]  # fmt: skip
    each = [_of_slot(slot, wanted, model, layers) for slot in wanted] or [_once(layers)]
    sizes = [range(min(len(one), _ALONE if len(each) == 1 else _EACH)) for one in each]
    kind = _dtype(model)
    for places in sorted(itertools.product(*sizes), key=lambda p: (sum(p) - min(p), sum(p)))[
        :TRIES
    ]:
        chosen = [one[place] for one, place in zip(each, places, strict=True)]
        found.append((tuple(_of_type(i, kind) for i, _ in chosen), chosen[0][1]))
    return found


def _of_slot(
    slot: Slot, wanted: list[Slot], model: nn.Module, layers: list[Proposal]
) -> list[Proposal]:
    others = {s.word for s in wanted if s != slot}
    named = of_name(slot.word, model, others=others)
    shared = shares(model, len(wanted)) if len(wanted) > 1 else ()
    if not named and any(_numbers(s.word, slot, model) for s in wanted if s != slot):
        layers = sorted(layers, key=lambda one: one[0].dtype == "int64")  # those are the others'
    proposed = [*named, *shared, *layers]
    if slot.key.isdigit():  # in a list each may stand alone, without a batch
        proposed = [both for one in proposed for both in (one, _unbatched(one))]
    return _once([(replace(i, name=slot.given, key=slot.key), why) for i, why in proposed])


def _numbers(word: str, beside: Slot, model: nn.Module) -> bool:
    """Whether a tensor's name says that it is of whole numbers."""
    named = of_name(word, model, others={beside.word})
    return bool(named) and named[0][0].dtype == "int64"


def _once(proposed: list[Proposal]) -> list[Proposal]:
    """Each input with the first reason for it."""
    found: dict[Input, Sentence] = {}
    for each, why in proposed:
        found.setdefault(each, why)
    return list(found.items())


def _unbatched(proposed: Proposal) -> Proposal:
    each, why = proposed
    alone = len(each.shape) > 2 and each.shape[0] == 1
    return (replace(each, shape=each.shape[1:]) if alone else each), why


def _dtype(model: nn.Module) -> str:
    """The type of the model's first weight, which its inputs mostly have too."""
    weights = (p.dtype for p in model.parameters() if p.is_floating_point() or p.is_complex())
    return str(next(weights, torch.float32)).removeprefix("torch.")


def _of_type(each: Input, kind: str) -> Input:
    if each.dtype != "float32" or kind == "float32" or kind not in DTYPES:
        return each
    return replace(each, dtype=kind, span=None if kind.startswith("complex") else each.span)
