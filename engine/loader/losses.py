"""The output to start from and the loss on it: what was chosen, or the first that runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from ..sentences import QT_TRANSLATE_NOOP, words
from . import batches, objectives
from .forward import forward_of
from .frames import definition
from .given import LOSS_ARGUMENTS, read
from .mistakes import Mistake, ModelError, told
from .opened import Opened
from .outputs import Choice, choose_outputs, last_of, parts_of, result_of, tensors_in
from .refusals import no_forward, no_object, no_root


class Losses:
    """Finds the loss, by running it once."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def root(self, choices: list[Choice], names: dict[str, Any]) -> Choice | None:
        """The output that was chosen, or the likeliest; None where forward did not run.

        Raises
        ------
        ModelError
            If there is none, or it is no tensor.
        """
        if "result" not in names:
            return None
        wanted = self._opened.own.root
        if not wanted:
            if choices:
                return choices[0]
            raise ModelError(no_root(names["result"]))
        for choice in choices:
            if choice.expression.replace("'", '"') == wanted.replace("'", '"'):
                return choice
        try:
            value = eval(result_of(wanted), names)
        except Exception as error:
            raise ModelError(told(error)) from error
        found = [c for c in choose_outputs(value, wanted) if c.expression == wanted]
        if not found:
            raise ModelError(no_root(value, wanted))
        return found[0]

    def find(
        self, batch: batches.Batch, choice: Choice | None, names: dict[str, Any]
    ) -> objectives.Objective:
        """The loss that was chosen, or the first that runs.

        Raises
        ------
        ModelError
            What the first one raised, if none runs.
        """
        if choice is not None:
            names["output"] = eval(result_of(choice.expression), names)
        own = self._opened.own
        arguments = read(own.loss_arguments, LOSS_ARGUMENTS)
        if arguments is not None and not isinstance(arguments, dict):
            raise ModelError(no_object(own.loss_arguments))
        options: list[tuple[str, objectives.Objective]] = []
        function: Any = None
        for name in self._names(batch, choice, names):
            if objectives.known(name):
                if choice is None:
                    raise ModelError(no_forward(names["net"], self._opened.maker))
                try:
                    one = objectives.of_torch(name, choice, arguments, batch.target)
                except ValueError as error:
                    if own.loss:
                        raise ModelError(Mistake("ValueError", words(error))) from error
                    continue
                options.append((name, one))
                if batch.target and len(choice.shape) == 3 and "criterion" in one.loss:
                    flat = one.loss.replace("(output,", "(output.flatten(0, 1),")
                    flat = flat.replace("target)", "target.flatten())")
                    options.append((name, replace(one, loss=flat)))
                continue
            shown, function = self._opened.function(name)
            given = {"input": batch.made[0] if batch.made else "", "target": batch.target}
            inputs = [name for name in batch.made if name != batch.target]
            try:
                one = objectives.of_function(
                    shown, function, arguments, choice, given, inputs, _returned(names)
                )
            except ModelError as error:
                raise ModelError(error.mistake.at(definition(function))) from error
            options.append((name, one))
            if one.target and choice is not None and len(choice.shape) > 1:
                options.append((name, objectives.class_numbers(one, choice)))
        return self._first(options, function, names)

    def _first(
        self, options: list[tuple[str, objectives.Objective]], function: Any, names: dict[str, Any]
    ) -> objectives.Objective:
        """The first that runs."""
        first: ModelError | None = None
        for name, one in options:
            try:
                done = self._evaluated(one, function, dict(names))
            except ModelError as error:
                first = first or error
                continue
            self._opened.choose(loss=name)
            return done
        raise first or ModelError(no_root(names.get("result")))

    def _names(
        self, batch: batches.Batch, choice: Choice | None, names: dict[str, Any]
    ) -> list[str]:
        if self._opened.own.loss:
            return [self._opened.own.loss]
        if choice is None:
            raise ModelError(no_forward(names["net"], self._opened.maker))
        fitting = [s.title for s in choice.losses]
        if not batch.target or fitting[:1] in (["itself"], ["power"]):
            return fitting
        target = names.get("target")
        if isinstance(target, torch.Tensor) and target.is_floating_point():
            return ["MSELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "sum"]
        return ["CrossEntropyLoss", "NLLLoss", "MultiLabelSoftMarginLoss", "MSELoss", "sum"]

    def _evaluated(
        self, objective: objectives.Objective, function: Any, names: dict[str, Any]
    ) -> objectives.Objective:
        """The objective after it has run once."""
        names.update(self._opened.functions)
        for code in (objective.target, objective.criterion):
            self._opened.run(code, names)
        target, output = names.get("target"), names.get("output")
        guessed = not self._opened.own.loss and "MSELoss" in objective.criterion
        if guessed and getattr(target, "shape", None) != getattr(output, "shape", None):
            said = QT_TRANSLATE_NOOP("Explain", "Output and target have different shapes.")
            raise ModelError(Mistake("ValueError", said))  # it would be broadcast
        try:
            exec(compile(objective.loss, "<loss>", "exec"), names)
        except BaseException as error:
            raise ModelError(self._opened.told(error, called=function)) from error
        objective = objectives.several(objective, names["loss"], function)
        values = [names["loss"]] if objective.losses == ("loss",) else []
        if values and not any(t.requires_grad for _, t in tensors_in(values, "loss")):
            said = QT_TRANSLATE_NOOP("Explain", "The loss does not require grad.")
            do = QT_TRANSLATE_NOOP("Explain", "Compute it from the output, without detach or item.")
            raise ModelError(Mistake("", said, instead=do))
        return objective


def _returned(names: dict[str, Any]) -> dict[str, str]:
    """The expressions of what forward returned, by what it calls them."""
    result = names.get("result")
    called = objectives.returned(forward_of(type(names["net"])))
    found: dict[str, str] = {}
    for index, (expression, part) in enumerate(parts_of(result, "result")):
        plain = type(result) in (tuple, list)
        name = called[index] if plain and index < len(called) else ""
        name = name or (str(index) if plain else last_of(expression))
        if part is not None:
            found[name] = expression
    return found
