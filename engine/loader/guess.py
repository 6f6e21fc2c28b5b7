"""Inputs that fit a model: proposed from its first layers and forward's parameters, then tried."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .deadline import TooLate
from .forward import Trial, forward_of
from .inputs import Input, statement
from .mending import ONE, mended
from .missed import missed
from .mistakes import Mistake, told
from .options import TRIES, Option, options
from .refusals import too_late

LIKELY = 3  # of them, before torch has to load what the meta device needs
SECONDS = 10.0  # in which shapes are sought
LONGEST = 30.0  # in which the first forward has to end
_SMALL = 50_000_000  # numbers in a model that is copied to be tried for real
_BEYOND = re.compile("out of (range|bounds)")
_ROUNDS = 3
_MISSED = 12  # failures for want of an optional input after which it is given
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
    late : bool
        Whether forward was stopped: it took too long.
    shapes : dict
        The shapes of what it returned when it was tried, by their expressions.
    """

    inputs: tuple[Input, ...]
    reason: Sentence
    passed: bool = True
    mistake: Mistake | None = None
    late: bool = False
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def statement(self) -> str:
        """The plain torch lines that draw the inputs."""
        return statement(self.inputs)

    def __str__(self) -> str:
        return ",".join(map(str, self.inputs))


def guess_inputs(
    model: nn.Module, seconds: float = SECONDS, twin: bool = False, longest: float = LONGEST
) -> Guess:
    """Inputs with which forward runs, as far as they can be found in `seconds`.

    The likeliest are tried for real. Then shapes are tried on a copy without memory, for which
    torch has to load a lot; where forward looks at values, on a real one. The model, its buffers
    and torch's random numbers stay as they are.

    Parameters
    ----------
    twin : bool
        Whether the numbers in the model do not matter.
    longest : float
        The seconds after which forward is stopped, whatever has been found.
    """
    proposed = options(model)
    if not proposed:
        return Guess((), QT_TRANSLATE_NOOP("Explain", "forward takes nothing."))
    return _Search(model, proposed, seconds, longest).guess(twin)


class _Search:
    """Tries one proposal after the other."""

    def __init__(
        self, model: nn.Module, proposed: list[Option], seconds: float, longest: float
    ) -> None:
        self._model = model
        self._options = proposed
        self._seconds = seconds
        self._longest = longest
        self._end = time.monotonic() + longest
        self._running = proposed[0]
        self._without: Guess | None = None  # forward ran, with nothing to start backward from
        self._best = proposed[0]
        self._error: Exception | SystemExit | None = None  # of the best
        self._also: list[str] = []  # optional parameters that are given
        self._lacks: Counter[str] = Counter()  # those that forward missed
        self._patience: float = _MISSED

    def guess(self, twin: bool) -> Guess:
        try:
            found = self._likeliest(twin) or self._sought()
            while found is None and self._lacks and self._take_missed():
                found = self._likeliest(twin) or self._sought()
            if found is None and self._also and self._take(options(self._model)):
                self._patience, self._also = math.inf, []
                found = self._sought()  # perhaps without them after all
        except TooLate:
            late = too_late(self._model, self._running[0], self._longest)
            return Guess(*self._running, passed=False, mistake=late, late=True)
        if found is None:
            error, model = self._error, self._model
            mistake = told(error, model=model, called=forward_of(type(model))) if error else None
            found = Guess(*self._best, passed=False, mistake=mistake)
        return found

    def _take_missed(self) -> bool:
        """Go on with the optional parameter that was missed most; False if there is no way."""
        ((name, _),) = self._lacks.most_common(1)
        self._also.append(name)
        self._lacks.clear()
        return self._take(options(self._model, self._also))

    def _take(self, proposed: list[Option]) -> bool:
        """Go on with other proposals, if there are any and time is left for them."""
        left = self._end - time.monotonic() - self._longest / 3  # none has to be stopped
        if not proposed or left <= 0:
            return False
        self._options, self._seconds = proposed, min(self._seconds, left)
        self._error, self._best = None, proposed[0]
        return True

    def _likeliest(self, twin: bool) -> Guess | None:
        """The first of a few with which forward runs for real; None where none does."""
        if any(p.device.type != "cpu" for p in self._model.parameters()):
            return None
        trial = _trial(self._model, real=True, twin=twin)
        if trial is None:
            return None
        for inputs, reason in self._options[:LIKELY]:
            failed = self._tried(trial, (inputs, reason))
            if failed is None and trial.graded:
                return Guess(trial.ranged(inputs), reason, shapes=trial.shapes)
            if failed is None:
                continue  # nothing to start backward from: perhaps another input gives it
            if isinstance(failed, IndexError) or ONE in str(failed):
                break  # the range or the number of samples is wrong, not the shape
        return None

    def _sought(self) -> Guess | None:
        """The first of all with which forward runs, at first on the meta device."""
        end = time.monotonic() + self._seconds
        left = _WITHOUT
        for real in (False, True):
            if real and _numbers(self._model) > _SMALL:
                break
            trial = _trial(self._model, real=real)
            if trial is None:
                continue
            limit = end if real else time.monotonic() + self._seconds / 2
            for option in self._options[:TRIES]:
                found = self._fitting(trial, option, real)
                if found is not None and trial.graded:
                    return found
                if found is not None:
                    self._without = self._without or found
                    left -= 1
                    if not left:
                        return self._without
                if time.monotonic() > limit or self._lacks.total() >= self._patience:
                    break
        return self._without

    def _fitting(self, trial: Trial, option: Option, real: bool) -> Guess | None:
        """The inputs, mended if need be, if forward runs with them."""
        inputs, reason = option
        failed = first = self._tried(trial, option)
        for _ in range(_ROUNDS):  # one may be mended after the other
            if failed is None:
                break
            better = self._mended(trial, inputs, failed, reason)
            if better is None:
                break
            inputs, failed = better
        if failed is None:
            inputs = trial.ranged(inputs)
            fitting = inputs if real else self._in_range(inputs)
            return Guess(fitting, reason, shapes=trial.shapes)
        if first is not None and self._line(failed) <= self._line(first):
            inputs, failed = option[0], first  # what was mended came no further
        unwanted = isinstance(self._error, NotImplementedError)  # labels, where there is no loss
        if self._error is None or unwanted or (real and option == self._options[0]):
            self._error, self._best = failed, (inputs, reason)
        return None

    def _line(self, error: BaseException) -> int:
        """The line of forward in which an error was raised; 0 where it was not in it."""
        code = getattr(forward_of(type(self._model)), "__code__", None)
        traceback = error.__traceback__
        while traceback is not None and traceback.tb_frame.f_code is not code:
            traceback = traceback.tb_next
        return traceback.tb_lineno if traceback is not None else 0

    def _mended(
        self,
        trial: Trial,
        inputs: tuple[Input, ...],
        failed: Exception | SystemExit,
        reason: Sentence,
    ) -> tuple[tuple[Input, ...], Exception | SystemExit | None] | None:
        """Inputs that do better, with what they fail of; None if none does."""
        better = None
        for changed in mended(inputs, str(failed)):
            again = self._tried(trial, (changed, reason))
            if again is None:
                return changed, None
            if better is None and str(again) != str(failed):
                better = changed, again
        return better

    def _in_range(self, inputs: tuple[Input, ...]) -> tuple[Input, ...]:
        """The inputs, with small numbers where a table turns out to be smaller than it seemed.

        The meta device does not see it where forward adds an offset before it looks a number up.
        """
        model = self._model
        numbers = [e for e in inputs if e.dtype == "int64" and e.span and e.span[1] > 1]
        tables = any(isinstance(m, nn.Embedding | nn.EmbeddingBag) for m in model.modules())
        if not numbers or not tables or _numbers(model) > _SMALL:
            return inputs
        failed = Trial(model, real=True).fails(inputs, self._end)
        if not isinstance(failed, IndexError) or not _BEYOND.search(str(failed)):
            return inputs
        return tuple(replace(e, span=(0, 1)) if e in numbers else e for e in inputs)

    def _tried(self, trial: Trial, option: Option) -> Exception | SystemExit | None:
        self._running = option
        failed = trial.fails(option[0], self._end)
        lacks = missed(failed, self._model, self._also)
        if lacks is not None:
            self._lacks[lacks] += 1
        return failed


def _trial(model: nn.Module, *, real: bool, twin: bool = False) -> Trial | None:
    """A copy to try shapes on; None where there can be none."""
    try:
        return Trial(model, real=real, twin=twin)
    except (RuntimeError, TypeError, ValueError, AttributeError, NotImplementedError):
        return None


def _numbers(model: nn.Module) -> int:
    """How many numbers its parameters have; those of lazy layers are not known yet."""
    return sum(p.numel() for p in model.parameters() if not nn.parameter.is_lazy(p))
