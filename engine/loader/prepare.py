"""From an OwnModel to everything that a session needs of it, guesses for what is empty included.

The model is built and run once on the side, a large one as a twin without its numbers, so that
every mistake is known before anything of the session changes. What runs here is the session's own
text.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import msgspec
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from ... import catalogue
from ..messages import OwnModel
from ..randomness import Randomness
from ..sentences import NOTHING, QT_TRANSLATE_NOOP, Sentence, words
from . import batches, calls, memory, objectives
from .building import check, likeliest, named, no_module, seed_all, size
from .capture import captured
from .forward import check_output, parameters_of, recorded
from .guess import Guess, guess_inputs
from .imports import Origin, library, origin, run
from .inputs import parse_shape
from .json_text import ARGUMENTS, LOSS_ARGUMENTS, json_of, keywords
from .lines import Lines
from .mistakes import Mistake, ModelError, told
from .optimizers import learning_rate
from .outputs import Choice, choose_outputs, tensors_in
from .places import Place, active, inside, tried
from .prepared import Prepared
from .refusals import missing_arguments, no_forward, no_object, no_root, only_guessed
from .target import Target
from .thin import Thin
from .twin import Twin

T = TypeVar("T")

SMALL = 64 << 20
"""Bytes of a model that is run for real on the side; a larger one where its twin can't be run."""


@dataclass
class Found:
    """A model on the side: what was found out about it."""

    own: OwnModel
    place: Place
    model: nn.Module
    size: int
    choices: list[Choice] = field(default_factory=list)
    reason: Sentence = NOTHING
    mistake: Mistake | None = None

    @property
    def parameters(self) -> int:
        """How many numbers its parameters have."""
        return sum(p.numel() for p in self.model.parameters() if not nn.parameter.is_lazy(p))


def prepared(own: OwnModel, seed: int) -> Prepared:
    """What a session needs.

    Raises
    ------
    ModelError
        For every mistake in the user's code or in the choices.
    """
    return _aside(own, seed, lambda opening: opening.prepared())


def found(own: OwnModel, seed: int) -> Found:
    """What there is to choose from; `mistake` says why forward did not run.

    Raises
    ------
    ModelError
        If there is no model at all.
    """
    return _aside(own, seed, lambda opening: opening.found())


def _aside(own: OwnModel, seed: int, work: Callable[[_Opening], T]) -> T:
    """Do something with a model on the side: nothing that is here is disturbed.

    What the code prints is told only if it fails: it will run again.
    """
    lines: list[tuple[str, str]] = []
    try:
        with captured(lambda line, stream: lines.append((line, stream))):
            target = Target.parse(own.target)
            where = origin(target)
            with Randomness(everything=True), tried(where.place()):
                return work(_Opening(own, seed, target, where))
    except BaseException:
        for line, stream in lines:
            print(line, file=sys.stderr if stream == "stderr" else sys.stdout)
        raise


class _Opening:
    """The steps, each of which needs the ones before. The place is the active one."""

    def __init__(self, own: OwnModel, seed: int, target: Target, where: Origin) -> None:
        place = active()
        assert place is not None
        self._place = place
        self._seed = seed
        self._where = where
        self._attributes = False  # of the arguments, where they are looked up so
        self._given = json_of(own.arguments, ARGUMENTS)
        seed_all(seed)
        module = run(where)
        name = target.name or likeliest(target, module)
        if not target.name:
            target = Target(target.path, target.module, name)
        self._target = target
        self._module = module
        self._maker = named(target, module)
        self.own = msgspec.structs.replace(own, target=_full(target))
        self._library = library(where)
        self._lines = Lines(where, place)
        self._net = self._net_text(name, module)
        self._model: nn.Module | None = None
        self._functions: dict[str, Any] = {}  # of the user's, by the statements' names
        self.reason = NOTHING
        self._guessed: Guess | None = None

    # --- The model --------------------------------------------------------------------------

    def _net_text(self, name: str, module: Any) -> str:
        shown = self._lines.name(self._where, name)
        if isinstance(self._maker, nn.Module):
            if self._where.file is not None:
                return f"net = {shown}"
            self._lines.also("import copy")
            return f"net = copy.deepcopy({shown})"
        call = calls.call(shown, self._maker, module, self._given, self._attributes)
        for kind, (home, _) in call.classes.items():
            self._lines.also(f"from {home} import {kind}")
        return f"net = {call.text}"

    def _build(self, where: AbstractContextManager[Any] | None = None) -> nn.Module:
        """The model by its own text.

        Raises
        ------
        ModelError
            Whatever the user's code raises, and if it is no module.
        """
        seed_all(self._seed)
        names = self._namespace()
        try:
            with where or nullcontext():
                exec(compile(self._net, "<net>", "exec"), names)
        except BaseException as error:
            wrong = self._told(error, called=self._maker)
            if self._as_attributes(error):
                return self._build(where)
            if isinstance(error, TypeError) and "missing" in str(error):
                wrong = missing_arguments(wrong, self._maker, self._module, self._given)
            raise ModelError(wrong) from error
        model = names["net"]
        if not isinstance(model, nn.Module):
            raise ModelError(no_module(model, self._maker))
        return model

    def _told(self, error: BaseException, called: Any = None) -> Mistake:
        """The mistake, with the library's own line where none of the user's was running."""
        wrong = told(error, root=self._where.root, called=called)
        if wrong.frames or self._library is None:
            return wrong
        return told(error, root=self._library, called=called)

    def _as_attributes(self, error: BaseException) -> bool:
        """Whether the arguments can be given as `args.width` instead of ``args["width"]``."""
        wanted = isinstance(error, AttributeError) and "'dict' object has no" in str(error)
        if not wanted or self._attributes or not self._given:
            return False
        self._attributes = True
        self._net = self._net_text(self._target.name, self._module)
        return True

    def _models(self) -> list[tuple[str, nn.Module | None]]:
        """Where to try it in turn, a twin or a device; a model that is not built yet is None."""
        if isinstance(self._maker, nn.Module):
            return [("cpu", self._maker)]
        room = memory.free()
        twin = Twin(None if room is None else room // (2 * memory.COPIES))
        model = None
        try:
            model = self._build(twin)
        except ModelError:
            if not twin.exceeded:
                return [("cpu", None)]
        if model is None or twin.exceeded:
            return self._sketched()
        self._size = size(model)
        if self._size <= SMALL or any(p.device.type != "cpu" for p in model.parameters()):
            return [("cpu", None)]
        return [("twin", model), ("cpu", None)]

    def _sketched(self) -> list[tuple[str, nn.Module | None]]:
        """The same for a model that is large beside what is free, or asks for more than it keeps.

        Raises
        ------
        TooLarge
            If it does not fit, and nobody has said that it is to be built anyway.
        """
        try:
            sketch = self._build(torch.device("meta"))
            self._size = size(sketch)
        except ModelError:
            return [("cpu", None)]
        if not self.own.anyway:
            memory.check(self._size)
        if self._size <= SMALL or any(not p.is_meta for p in sketch.parameters()):
            return [("cpu", None)]
        return [("meta", sketch), ("cpu", None)]

    def _namespace(self) -> dict[str, Any]:
        names: dict[str, Any] = {
            "__name__": "__main__", "torch": torch, "nn": nn, "F": F, "optim": optim,
            "sys": sys, "random": random, "np": np,
        }  # fmt: skip
        self._run(self._lines.text, names)
        return names

    def _run(self, code: str, names: dict[str, Any]) -> None:
        try:
            exec(compile(code, "<own>", "exec"), names)
        except BaseException as error:
            raise ModelError(self._told(error)) from error

    # --- Trying it --------------------------------------------------------------------------

    def _tries(self, work: Callable[[str, nn.Module], Any]) -> Any:
        """`work` on the first device on which it succeeds; what the last one raised."""
        tries = self._models()
        for index, (device, sketch) in enumerate(tries):
            model = self._build() if sketch is None else sketch
            if sketch is None:
                self._size = size(model)
            self._model = model
            wrong = check(model)
            if wrong is not None and not _lazy(model):
                raise ModelError(wrong)
            try:
                return work(device, model)
            except ModelError:
                if index == len(tries) - 1:
                    raise
        raise AssertionError("there is always one")

    def found(self) -> Found:
        """The outputs, or why there are none."""
        try:
            choices = self._tries(lambda device, model: self._outputs(device, model)[1])
        except ModelError as error:
            if self._model is None:
                raise
            return Found(self.own, self._place, self._model, self._size, [], self.reason,
                         error.mistake)  # fmt: skip
        assert self._model is not None
        own = self.own
        if not own.loss or not own.root:
            try:
                own = self._tries(self._whole).own
            except ModelError as error:
                return Found(own, self._place, self._model, self._size, choices, self.reason,
                             error.mistake)  # fmt: skip
        own = msgspec.structs.replace(own, revision="")
        return Found(own, self._place, self._model, self._size, choices, self.reason)

    def prepared(self) -> Prepared:
        """The whole of it."""
        whole: Prepared = self._tries(self._whole)
        return msgspec.structs.replace(
            whole, files=dict(self._place.files), modules=self._place.names()
        )

    def _batch(self, device: str, model: nn.Module) -> batches.Batch:
        own = self.own
        if own.batch:
            shown, function = self._function(own.batch)
            seed_all(self._seed)
            try:
                value = function() if callable(function) else function
            except BaseException as error:
                raise ModelError(self._told(error, called=function)) from error
            call = f"{shown}()" if callable(function) else shown
            return batches.of_function(call, value, model)
        if not own.inputs:
            if not _takes_anything(model):
                return batches.Batch("", (), "")
            guess = guess_inputs(model, twin=device == "twin")
            if not guess.passed and device == "meta" and guess.mistake is not None:
                raise ModelError(only_guessed(guess.mistake, model, guess.inputs))
            self.reason = guess.reason
            self._guessed = guess
            self.own = own = msgspec.structs.replace(own, inputs=str(guess))
        return batches.of_inputs(parse_shape(own.inputs))

    def _outputs(
        self, device: str, model: nn.Module
    ) -> tuple[batches.Batch, list[Choice], dict[str, Any]]:
        """Draw a batch and run forward: all that it returned."""
        batch = self._batch(device, model)
        names = self._namespace()
        names["net"] = model
        seed_all(self._seed)
        with _where(device):
            self._run(batch.lines, names)
            if not _has_forward(model) or self._loss_calls_net():
                return batch, [], names
            if device == "meta":
                for name in batch.made:
                    names[name] = names[name].to("meta")
            try:
                with recorded(model, self._where.root, self._library):
                    code = compile(f"result = net({batch.call})", "<forward>", "exec")
                    exec(code, names)
            except ModelError as error:
                if self._guessed is None or self._guessed.passed:
                    raise
                told_so = only_guessed(error.mistake, model, self._guessed.inputs)
                raise ModelError(told_so) from error
        problem = check_output(model, names["result"])
        if problem is not None and not self.own.loss:
            raise ModelError(problem)
        return batch, choose_outputs(names["result"], "output"), names

    def _whole(self, device: str, model: nn.Module) -> Prepared:
        batch, choices, names = self._outputs(device, model)
        choice = self._root(choices, names)
        with _where("meta" if device == "meta" else "cpu"):
            objective = self._objective(batch, choice, names)
        root = choice.expression if choice is not None else ""
        self.own = own = msgspec.structs.replace(self.own, root=root)
        lines: list[str] = []
        kept: tuple[str, ...] = ()
        if choice is not None and choice.expression == "output":
            lines.append(f"output = net({batch.call})")
        elif choice is not None:
            lines.append(f"result = net({batch.call})")
            lines.append(f"output = {_of_result(choice.expression)}")
            kept = ("result",)
        draw = "\n".join(part for part in (batch.lines, objective.target) if part)
        made = tuple(dict.fromkeys((*batch.made, *_assigned(objective.target))))
        extra = tuple(n for n in _assigned(objective.loss) if n not in objective.losses)
        return Prepared(
            own=own,
            root=str(self._where.root),
            folders=tuple(str(folder) for folder in self._place.roots[1:]),
            program=str(self._where.file or self._where.name),
            imports=self._lines.text,
            modules=(),
            net=self._net,
            draw=draw,
            forward="\n".join([*lines, objective.loss]),
            criterion=objective.criterion,
            made=made,
            losses=objective.losses,
            kept=(*kept, *extra),
            outputs=choice.shape if choice is not None else (),
            lr=learning_rate(own),
        )

    # --- The loss ---------------------------------------------------------------------------

    def _loss_calls_net(self) -> bool:
        """Whether the loss is a function of the user's that runs the model itself."""
        if not self.own.loss or objectives.known(self.own.loss) or self.own.root:
            return False
        return objectives.runs_net(self._function(self.own.loss)[1])

    def _root(self, choices: list[Choice], names: dict[str, Any]) -> Choice | None:
        if "result" not in names:
            return None
        wanted = self.own.root
        if not wanted:
            if choices:
                return choices[0]
            raise ModelError(no_root(names["result"]))
        for choice in choices:
            if choice.expression.replace("'", '"') == wanted.replace("'", '"'):
                return choice
        try:
            value = eval(_of_result(wanted), names)
        except Exception as error:
            raise ModelError(told(error)) from error
        found = [c for c in choose_outputs(value, wanted) if c.expression == wanted]
        if not found:
            raise ModelError(no_root(value, wanted))
        return found[0]

    def _objective(
        self, batch: batches.Batch, choice: Choice | None, names: dict[str, Any]
    ) -> objectives.Objective:
        """The loss that was chosen, or the first that runs."""
        if choice is not None:
            names["output"] = eval(_of_result(choice.expression), names)
        arguments = json_of(self.own.loss_arguments, LOSS_ARGUMENTS)
        if arguments is not None and not isinstance(arguments, dict):
            raise ModelError(no_object(self.own.loss_arguments))
        options: list[tuple[str, objectives.Objective]] = []
        function: Any = None
        for name in self._losses(batch, choice, names.get("target")):
            if objectives.known(name):
                if choice is None:
                    raise ModelError(no_forward(names["net"]))
                try:
                    one = objectives.of_torch(name, choice, arguments, batch.target)
                except ValueError as error:
                    if self.own.loss:
                        raise ModelError(Mistake("ValueError", words(error))) from error
                    continue
                options.append((name, one))
                if batch.target and len(choice.shape) == 3 and "criterion" in one.loss:
                    flat = one.loss.replace("(output,", "(output.flatten(0, 1),")
                    flat = flat.replace("target)", "target.flatten())")
                    options.append((name, replace(one, loss=flat)))
                continue
            shown, function = self._function(name)
            given = {"input": batch.made[0] if batch.made else "", "target": batch.target}
            one = objectives.of_function(shown, function, keywords(arguments), choice, given)
            options.append((name, one))
            if one.target and choice is not None and len(choice.shape) > 1:
                options.append((name, objectives.class_numbers(one, choice)))
        first: ModelError | None = None
        for name, one in options:
            try:
                done = self._evaluated(one, function, dict(names))
            except ModelError as error:
                first = first or error
                continue
            self.own = msgspec.structs.replace(self.own, loss=name)
            return done
        raise first or ModelError(no_root(names.get("result")))

    def _losses(
        self, batch: batches.Batch, choice: Choice | None, target: torch.Tensor | None
    ) -> list[str]:
        if self.own.loss:
            return [self.own.loss]
        if choice is None:
            raise ModelError(no_forward(self._model))
        fitting = [s.title for s in choice.losses]
        if not batch.target or fitting[:1] in (["itself"], ["power"]):
            return fitting
        if target is not None and target.is_floating_point():
            return ["MSELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "sum"]
        return ["CrossEntropyLoss", "NLLLoss", "MultiLabelSoftMarginLoss", "MSELoss", "sum"]

    def _evaluated(
        self, objective: objectives.Objective, function: Any, names: dict[str, Any]
    ) -> objectives.Objective:
        """The objective after it has run once."""
        names.update(self._functions)
        for code in (objective.target, objective.criterion):
            self._run(code, names)
        target, output = names.get("target"), names.get("output")
        guessed = not self.own.loss and "MSELoss" in objective.criterion
        if guessed and getattr(target, "shape", None) != getattr(output, "shape", None):
            said = QT_TRANSLATE_NOOP("Explain", "Output and target have different shapes.")
            raise ModelError(Mistake("ValueError", said))  # it would be broadcast
        try:
            exec(compile(objective.loss, "<loss>", "exec"), names)
        except BaseException as error:
            raise ModelError(self._told(error, called=function)) from error
        objective = objectives.several(objective, names["loss"], function)
        values = [names["loss"]] if objective.losses == ("loss",) else []
        if values and not any(t.requires_grad for _, t in tensors_in(values, "loss")):
            said = QT_TRANSLATE_NOOP("Explain", "The loss does not require grad.")
            do = QT_TRANSLATE_NOOP("Explain", "Compute it from the output, without detach or item.")
            raise ModelError(Mistake("", said, instead=do))
        return objective

    # --- Functions of the user's ------------------------------------------------------------

    def _function(self, text: str) -> tuple[str, Any]:
        """The name that the statements have for a function, and the function."""
        where, name = self._where, text
        if ":" in text or text.endswith(".py"):
            target = Target.parse(text)
            where, name = origin(target), target.name
            if where.file == self._where.file:
                where = self._where
        module = run(where) if where is self._where else self._other(where)
        function = named(Target(where.file, "" if where.file else where.name, name), module)
        shown = self._lines.name(where, name)
        top = name.split(".")[0]
        self._functions[shown.split(".")[0]] = getattr(module, top)
        return shown, function

    def _other(self, where: Origin) -> Any:
        for folder in reversed(where.front):
            if folder not in sys.path:
                sys.path.insert(0, folder)
        self._place.also(where.root)
        with inside(self._place):
            return run(where)


def _where(device: str) -> AbstractContextManager[Any]:
    """What a model is run in; of a twin no number matters."""
    if device == "twin":
        return Thin()
    return torch.device("meta") if device == "meta" else nullcontext()


def _of_result(expression: str) -> str:
    return f"result{expression.removeprefix('output')}"


def _assigned(code: str) -> tuple[str, ...]:
    return tuple(catalogue.assigned(code))


def _full(target: Target) -> str:
    path = target.path.resolve() if target.path is not None else None
    return str(Target(path, target.module, target.name))


def _has_forward(model: nn.Module) -> bool:
    return type(model).forward is not nn.Module.forward


def _takes_anything(model: nn.Module) -> bool:
    return not _has_forward(model) or bool(parameters_of(model))


def _lazy(model: nn.Module) -> bool:
    return any(nn.parameter.is_lazy(p) for p in model.parameters())
