"""A batch and one forward on the side: what a model returns, or why it does not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from torch import nn

from ..sentences import NOTHING
from . import batches, objectives
from .building import seed_all
from .construction import surrounded
from .forward import check_output, forward_of, has_forward, parameters_of, recorded
from .guess import Guess, guess_inputs
from .inputs import parse_shape
from .mistakes import Mistake, ModelError
from .opened import Opened
from .outputs import Choice, choose_outputs
from .refusals import only_guessed

_SHARES = re.compile("elements of (target|input) should be between 0 and 1")
_ENTRIES = re.compile(r"index \d+ is out of bounds for dimension \d+ with size (?P<size>\d+)")


class Rehearsal:
    """Runs forward once with what was chosen, or guessed.

    Attributes
    ----------
    reason : Sentence
        Why the inputs are as they are, where they were guessed.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._guessed: Guess | None = None
        self.reason = NOTHING

    def run(
        self, device: str, model: nn.Module
    ) -> tuple[batches.Batch, list[Choice], dict[str, Any]]:
        """The batch, all that forward returned, and the names that both have left.

        Raises
        ------
        ModelError
            If either fails, or there is nothing to start backward from.
        """
        opened = self._opened
        batch = self._batch(device, model)
        names = opened.namespace()
        names["net"] = model
        seed_all(opened.seed)
        with surrounded(device):
            opened.run(batch.lines, names)
            if not has_forward(model) or self._loss_calls_net():
                return batch, [], names
            if device == "meta":
                for name in batch.made:
                    names[name] = names[name].to("meta")
            try:
                with recorded(model, opened.told):
                    code = compile(f"result = net({batch.call})", "<forward>", "exec")
                    exec(code, names)
            except ModelError as error:
                if self._guessed is None:
                    raise
                told_so = only_guessed(error.mistake, model, self._guessed.inputs)
                raise ModelError(told_so) from error
        problem = check_output(model, names["result"])
        if problem is not None and not opened.own.loss:
            raise ModelError(problem)
        called = objectives.returned(forward_of(type(model)))
        choices = choose_outputs(names["result"], "output", called)
        before = self._guessed.shapes if self._guessed is not None else {}
        return batch, [each.seen_before(before.get(each.expression)) for each in choices], names

    def _batch(self, device: str, model: nn.Module) -> batches.Batch:
        opened = self._opened
        if opened.own.batch:
            shown, function = opened.function(opened.own.batch)
            seed_all(opened.seed)
            try:
                value = function() if callable(function) else function
            except BaseException as error:
                raise ModelError(opened.told(error, called=function)) from error
            call = f"{shown}()" if callable(function) else shown
            return batches.of_function(call, value, model)
        if not opened.own.inputs:
            if not _takes_anything(model):
                return batches.Batch("", (), "")
            guess = guess_inputs(model, twin=device == "twin")
            if guess.mistake is not None and (device == "meta" or guess.late):
                late = guess.late
                raise ModelError(
                    guess.mistake if late else only_guessed(guess.mistake, model, guess.inputs)
                )
            self.reason = guess.reason
            self._guessed = guess
            opened.choose(inputs=str(guess))
        return batches.of_inputs(parse_shape(opened.own.inputs))

    def narrows(self, mistake: Mistake) -> bool:
        """Whether the loss wants smaller numbers than were guessed; then they become so."""
        wide = [*parse_shape(self._opened.own.inputs)] if self._guessed is not None else []
        table = _ENTRIES.search(str(mistake.text))
        narrow = wide
        if _SHARES.search(str(mistake.text)):
            narrow = [replace(e, span=(0, 1)) if e.dtype.startswith("float") else e for e in wide]
        elif table is not None:
            last = int(table["size"]) - 1
            narrow = [replace(e, span=(0, last)) if e.dtype == "int64" and e.span
                      and e.span[1] > last else e for e in wide]  # fmt: skip
        if wide == narrow:
            return False
        self._opened.choose(inputs=",".join(map(str, narrow)))
        return True

    def _loss_calls_net(self) -> bool:
        """Whether the loss is a function of the user's that runs the model itself."""
        own = self._opened.own
        if not own.loss or objectives.known(own.loss) or own.root:
            return False
        return objectives.runs_net(self._opened.function(own.loss)[1])


def _takes_anything(model: nn.Module) -> bool:
    return not has_forward(model) or bool(parameters_of(model))
