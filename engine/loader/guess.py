"""Inputs that fit a model: proposed from its first layers and forward's parameters, then tried."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, replace

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .forward import Trial, parameters_of
from .hugging import hugging
from .inputs import Input, statement
from .layers import Proposal, of_name, of_parameters, proposals
from .mistakes import Mistake, told

TRIES = 300
LIKELY = 3  # of them, before torch has to load what the meta device needs
SECONDS = 10.0
_SMALL = 50_000_000  # numbers in a model that is copied to be tried for real
_LENGTH = 16
_ONE = "more than 1 value per channel"  # what a batch norm says of a single sample


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
    error: Exception | SystemExit | None = None
    end = time.monotonic() + seconds
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
            if failed is not None and _ONE in str(failed):
                inputs = tuple(_doubled(each) for each in inputs)
                failed = trial.fails(inputs)
            if failed is None:
                return Guess(trial.ranged(inputs), reason)
            if error is None or (real and inputs == first[0]):
                error = failed
            if time.monotonic() > limit:
                break
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
        if failed is None:
            return Guess(trial.ranged(inputs), reason)
        if isinstance(failed, IndexError) or _ONE in str(failed):
            break  # the range or the number of samples is wrong, not the shape
    return None


def _doubled(each: Input) -> Input:
    """The same with two samples."""
    return replace(each, shape=(2, *each.shape[1:])) if each.shape else each


def _options(model: nn.Module) -> list[tuple[tuple[Input, ...], Sentence]]:
    """Proposals, the likeliest first."""
    known = hugging(model, _LENGTH)
    ready = [(known, QT_TRANSLATE_NOOP("Explain", "The model's configuration says so."))]
    parameters = [p for p in parameters_of(model)
                  if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]  # fmt: skip
    needed = [p for p in parameters if p.default is p.empty] or parameters[:1]
    if not needed and not parameters_of(model):
        return ready if known else []
    layers = [*proposals(model), *of_parameters(model)]
    each: list[list[Proposal]] = []
    for parameter in needed:
        named = of_name(parameter.name, model, others={p.name for p in needed} - {parameter.name})
        word = parameter.name if parameter.kind is parameter.KEYWORD_ONLY else ""
        one = [(replace(i, name=word), why) for i, why in [*named, *layers]]
        each.append(list(dict.fromkeys(one)))
    if not needed:
        each = [layers]
    found = ready if known else []
    sizes = [range(min(len(one), 60 if len(each) == 1 else 12)) for one in each]
    for places in sorted(itertools.product(*sizes), key=lambda p: (sum(p) - min(p), sum(p)))[
        :TRIES
    ]:
        chosen = [one[place] for one, place in zip(each, places, strict=True)]
        found.append((tuple(i for i, _ in chosen), chosen[0][1]))
    return found
