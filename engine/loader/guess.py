"""Inputs that fit a model: proposed from its first layers and forward's parameters, then tried."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, replace

import torch
from torch import nn

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .forward import Trial, parameters_of
from .hugging import hugging
from .inputs import DTYPES, Input, statement
from .layers import Proposal, of_name, of_parameters, proposals, shares
from .mistakes import Mistake, told
from .slots import slots

TRIES = 300
LIKELY = 3  # of them, before torch has to load what the meta device needs
SECONDS = 10.0
_SMALL = 50_000_000  # numbers in a model that is copied to be tried for real
_LENGTH = 16
_ONE = "more than 1 value per channel"  # what a batch norm says of a single sample
_LAST = (  # what errors say of the last dimension
    r"cannot be multiplied \(\d+x(?P<got>\d+) and (?P<wanted>\d+)x\d+\)",
    r"size of tensor a \((?P<got>\d+)\) must match the size of tensor b \((?P<wanted>\d+)\)",
    r"Expected (?P<wanted>\d+), got (?P<got>\d+)",
)
_WITHOUT = 6  # inputs with which forward runs that are tried for an output that requires grad


@dataclass(frozen=True)
class Guess:
    """Inputs for a model.

    Attributes
    ----------
    inputs : tuple of Input
        As forward takes them.
    reason : Sentence
        Why these.
    passed : bool
        Whether forward ran with them.
    mistake : Mistake or None
        What forward said to the best proposal if none ran.
    """

    inputs: tuple[Input, ...]
    reason: Sentence
    passed: bool = True
    mistake: Mistake | None = None

    @property
    def statement(self) -> str:
        """The plain torch lines that draw the inputs."""
        return statement(self.inputs)

    def __str__(self) -> str:
        return ",".join(map(str, self.inputs))


def guess_inputs(model: nn.Module, seconds: float = SECONDS, twin: bool = False) -> Guess:
    """Inputs with which forward runs, as far as they can be found in `seconds`.

    The likeliest are tried for real. Then shapes are tried on a copy without memory, for which
    torch has to load a lot; where forward looks at values, on a real one. The model, its buffers
    and torch's random numbers stay as they are.

    Parameters
    ----------
    twin : bool
        Whether the numbers in the model do not matter.
    """
    options = _options(model)
    if not options:
        return Guess((), QT_TRANSLATE_NOOP("Explain", "forward takes nothing."))
    likely = _likeliest(model, options[:LIKELY], twin)
    if likely is not None:
        return likely
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
            mended = inputs if failed is None else _mended(inputs, str(failed))
            if mended != inputs:
                inputs, failed = mended, trial.fails(mended)
            if failed is None:
                inputs = trial.ranged(inputs)
                guess = Guess(inputs if real else _in_range(model, inputs), reason)
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


def _likeliest(
    model: nn.Module, options: list[tuple[tuple[Input, ...], Sentence]], twin: bool
) -> Guess | None:
    """The first of a few with which forward runs for real; None where none does."""
    if any(p.device.type != "cpu" for p in model.parameters()):
        return None
    try:
        trial = Trial(model, real=True, twin=twin)
    except (RuntimeError, TypeError, ValueError, AttributeError, NotImplementedError):
        return None  # it can't be copied
    for inputs, reason in options:
        failed = trial.fails(inputs)
        if failed is None and trial.graded:
            return Guess(trial.ranged(inputs), reason)
        if failed is None:
            continue  # nothing to start backward from: perhaps another input gives it
        if isinstance(failed, IndexError) or _ONE in str(failed):
            break  # the range or the number of samples is wrong, not the shape
    return None


def _in_range(model: nn.Module, inputs: tuple[Input, ...]) -> tuple[Input, ...]:
    """The inputs, with small numbers where a table turns out to be smaller than it seemed.

    The meta device does not see it where forward adds an offset before it looks a number up.
    """
    numbers = [each for each in inputs if each.dtype == "int64" and each.span and each.span[1] > 1]
    tables = any(isinstance(m, nn.Embedding | nn.EmbeddingBag) for m in model.modules())
    if not numbers or not tables or sum(p.numel() for p in model.parameters()) > _SMALL:
        return inputs
    failed = Trial(model, real=True).fails(inputs)
    if not isinstance(failed, IndexError) or "out of range" not in str(failed):
        return inputs
    return tuple(replace(e, span=(0, 1)) if e in numbers else e for e in inputs)


def _mended(inputs: tuple[Input, ...], text: str) -> tuple[Input, ...]:
    """The same inputs, but as the error says that they should be."""
    if _ONE in text:
        return tuple(replace(e, shape=(2, *e.shape[1:])) if e.shape else e for e in inputs)
    if len(inputs) != 1 or not inputs[0].shape:
        return inputs
    *head, last = inputs[0].shape
    for pattern in _LAST:
        match = re.search(pattern, text)
        if match and int(match["got"]) == last:
            return (replace(inputs[0], shape=(*head, int(match["wanted"]))),)
    return inputs


def _options(model: nn.Module) -> list[tuple[tuple[Input, ...], Sentence]]:
    """Proposals, the likeliest first."""
    known = hugging(model, _LENGTH)
    why = QT_TRANSLATE_NOOP("Explain", "The model's configuration says so.")
    found = [(inputs, why) for inputs in known]
    wanted = slots(model)
    if not wanted and not parameters_of(model):
        return found
    layers = [*proposals(model), *of_parameters(model)]
    each: list[list[Proposal]] = []
    for slot in wanted:
        others = {s.word for s in wanted if s != slot}
        named = of_name(slot.word, model, others=others)
        options = [*named, *(shares(model, len(wanted)) if len(wanted) > 1 else ()), *layers]
        one = [(replace(i, name=slot.given, key=slot.key), why) for i, why in options]
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
