"""Inputs that fit a model: proposed from its first layers and forward's parameters, then tried."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, replace

import torch
from torch import nn

from ..explain import QT_TRANSLATE_NOOP
from .forward import Trial, parameters_of
from .hugging import hugging
from .inputs import DTYPES, Input, statement
from .layers import Proposal, of_name, of_parameters, proposals
from .mistakes import Mistake, told
from .slots import slots
from .words import Text

TRIES = 300
SECONDS = 10.0
_SMALL = 50_000_000  # numbers in a model that is copied to be tried for real
_LENGTH = 16
_WITHOUT = 6  # inputs with which forward runs that are tried for an output that requires grad


@dataclass(frozen=True)
class Guess:
    """Inputs for a model.

    Attributes
    ----------
    inputs : tuple of Input
        As forward takes them.
    reason : Text
        Why these.
    passed : bool
        Whether forward ran with them.
    mistake : Mistake or None
        What forward said to the best proposal if none ran.
    """

    inputs: tuple[Input, ...]
    reason: Text
    passed: bool = True
    mistake: Mistake | None = None

    @property
    def statement(self) -> str:
        """The plain torch lines that draw the inputs."""
        return statement(self.inputs)

    def __str__(self) -> str:
        return ",".join(map(str, self.inputs))


def guess_inputs(model: nn.Module, seconds: float = SECONDS) -> Guess:
    """Inputs with which forward runs, as far as they can be found in `seconds`.

    Shapes are tried on a copy without memory; where forward looks at values, on a real one. The
    model, its buffers and torch's random numbers stay as they are.
    """
    options = _options(model)
    if not options:
        return Guess((), Text(QT_TRANSLATE_NOOP("Explain", "forward takes nothing.")))
    first = options[0]
    without: Guess | None = None  # forward ran, but there is nothing to start backward from
    error: Exception | SystemExit | None = None
    end = time.monotonic() + seconds
    left = _WITHOUT
    for real in (False, True):
        try:
            if real and sum(p.numel() for p in model.parameters()) > _SMALL:
                break
            trial = Trial(model, real=real)
        except (RuntimeError, TypeError, ValueError, AttributeError, NotImplementedError):
            continue  # it can't be copied
        limit = end if real else time.monotonic() + seconds / 2
        for inputs, reason in options[:TRIES]:
            failed = trial.fails(inputs)
            if failed is not None and "more than 1 value per channel" in str(failed):
                inputs = tuple(_doubled(each) for each in inputs)
                failed = trial.fails(inputs)
            if failed is None:
                guess = Guess(trial.ranged(inputs), reason)
                if trial.graded:
                    return guess
                without = without or guess
                left -= 1
                if not left:
                    return without
            if error is None or (real and inputs == first[0]):
                error = failed
            if time.monotonic() > limit:
                break
    if without is not None:
        return without
    mistake = told(error, model=model, called=type(model).forward) if error else None
    return Guess(*first, passed=False, mistake=mistake)


def _doubled(each: Input) -> Input:
    """The same with two samples."""
    return replace(each, shape=(2, *each.shape[1:])) if each.shape else each


def _options(model: nn.Module) -> list[tuple[tuple[Input, ...], Text]]:
    """Proposals, the likeliest first."""
    known = hugging(model, _LENGTH)
    ready = [(known, Text(QT_TRANSLATE_NOOP("Explain", "The model's configuration says so.")))]
    found = ready if known else []
    wanted = slots(model)
    if not wanted and not parameters_of(model):
        return found
    layers = [*proposals(model), *of_parameters(model)]
    each: list[list[Proposal]] = []
    for slot in wanted:
        others = {s.word for s in wanted if s != slot}
        named = of_name(slot.word, model, others=others)
        one = [(replace(i, name=slot.given, key=slot.key), why) for i, why in [*named, *layers]]
        each.append(list(dict.fromkeys(one)))
    if not wanted:
        each = [layers]
    sizes = [range(min(len(one), 60 if len(each) == 1 else 12)) for one in each]
    kind = _dtype(model)
    for places in sorted(itertools.product(*sizes), key=lambda p: (sum(p) - min(p), sum(p)))[
        :TRIES
    ]:
        chosen = [one[place] for one, place in zip(each, places, strict=True)]
        found.append((tuple(_of_type(i, kind) for i, _ in chosen), chosen[0][1]))
    return found


def _dtype(model: nn.Module) -> str:
    """The type of the model's first weight, which its inputs mostly have too."""
    weights = (p.dtype for p in model.parameters() if p.is_floating_point() or p.is_complex())
    return str(next(weights, torch.float32)).removeprefix("torch.")


def _of_type(each: Input, kind: str) -> Input:
    if each.dtype != "float32" or kind == "float32" or kind not in DTYPES:
        return each
    return replace(each, dtype=kind, span=None if kind.startswith("complex") else each.span)
