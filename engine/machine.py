"""The machine: a namespace in which the statements of a session run, and what they leave there."""

from __future__ import annotations

import linecache
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from textwrap import indent
from types import CodeType
from typing import Any

import msgspec
import torch
import torch.nn.functional as F
from torch import nn, optim

from . import checkpoint as points
from . import data, devices, nets, statements
from .attribution import ModuleCalls
from .checkpoint import Checkpoint, Counters, Place, Record
from .flow import Flow, Recorder
from .graph import Graph
from .messages import (
    Backward,
    Configure,
    Forward,
    JournalEntry,
    MoveTo,
    NextBatch,
    Settings,
    Statement,
    Step,
    Train,
    ZeroGrad,
)
from .randomness import Randomness
from .tensors import norm_number
from .walk import Edge, Node, Shapes, guard, roots_of, sequence_of, walk


@cache
def _compiled(text: str) -> CodeType:
    """The text's code; its first line stands for a file name, and linecache has the rest."""
    name = f"<{text.split(chr(10), 1)[0]}>"
    linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
    return compile(text, name, "exec")


TICK = 256
"""Iterations between two calls of a Train's `tick`."""


def _line_of(error: BaseException, code: CodeType) -> int:
    """The line of `code` that an exception passed through; 0 if it did not."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code is code:
            return line
    return 0


class Walked(msgspec.Struct):
    """The nodes and edges behind the current loss and output; dropped with the next forward."""

    nodes: list[Node]
    edges: list[Edge]
    roots: int
    sequence: list[int]
    shapes: Shapes
    graph: Graph | None = None  # the same as columns, made when first asked for


class Machine:
    """Runs journal entries, and knows nothing of the journal.

    Attributes
    ----------
    names : dict
        The namespace: net, input, target, criterion, optimizer, output, loss.
    observe : bool
        Whether a backward records its flow and a step its update ratios.
    lines : bool
        Whether a forward that is observed records source lines.
    """

    def __init__(self, settings: Settings) -> None:
        self.observe = True
        self.lines = False
        self.watched: set[int] = set()
        self.broken: int | None = None  # the node in which the last statement's backward failed
        self.random = Randomness()
        self.names: dict[str, Any] = {}
        self.setup(settings, 0)

    # --- Setup and state --------------------------------------------------------------------

    def setup(self, settings: Settings, place: int) -> None:
        """Start a script anew: seed, net, batch, optimizer."""
        code = statements.setup(settings)  # refuses what fits nothing before anything changes
        if settings.device != "cpu":
            devices.probe(settings.device)
        names = {"torch": torch, "nn": nn, "F": F, "optim": optim, "Net": nets.Net}
        self.random.move(settings.device)
        with self.random:
            exec(_compiled(code), names)
        self.names = names
        self.settings = settings
        self.setup_place = place
        self.iteration = self.backwards = self.batch_start = 0
        self.accumulations: dict[str, int] = {}
        self.ratios: dict[str, float] = {}
        self._forget_graph()

    def _forget_graph(self) -> None:
        self.names.pop("output", None)
        self.names.pop("loss", None)
        self.output_origin: Place | None = None
        self.loss_origin: Place | None = None
        self._walked: Walked | None = None
        self.flow: Flow | None = None
        self.calls: ModuleCalls | None = None

    @property
    def model(self) -> nn.Module:
        """The net."""
        model: nn.Module = self.names["net"]
        return model

    @property
    def optimizer(self) -> torch.optim.Optimizer | None:
        """The torch.optim optimizer; None with the hand-written update."""
        if self.settings.optimizer == "manual":
            return None
        optimizer: torch.optim.Optimizer = self.names["optimizer"]
        return optimizer

    @property
    def origin(self) -> Place | None:
        """The place of the oldest forward whose output or loss is still here."""
        found = [o for o in (self.output_origin, self.loss_origin) if o is not None]
        return min(found) if found else None

    def counters(self) -> Counters:
        """What is counted, for a checkpoint."""
        return Counters(
            self.iteration,
            self.backwards,
            self.batch_start,
            dict(self.accumulations),
            dict(self.ratios),
        )

    def capture(self, place: Place) -> Checkpoint:
        """A checkpoint of now."""
        batch: dict[str, torch.Tensor] = {
            n: self.names[n] for n in ("input", "target") if n in self.names
        }
        tensors = points.capture(self.model, self.optimizer, batch, self.random.states)
        return Checkpoint(place, self.settings, self.setup_place, self.counters(), tensors)

    def restore(self, point: Checkpoint) -> None:
        """Return to a checkpoint; there is no output, loss or graph until a forward is run."""
        if point.tensors is None or point.setup != self.setup_place:
            self.setup(point.settings, point.setup)
        if point.tensors is None:
            return
        settings = point.settings
        self.random.move(settings.device)
        self._forget_graph()
        self.model.to(settings.device)
        criterion = data.LOSSES[settings.loss].criterion
        exec(_compiled(f"{criterion}\n{statements.optimizer(settings)}"), self.names)
        self.settings = settings
        points.put_back(point.tensors, self.model, self.optimizer, settings.device)
        self.names.pop("target", None)
        self.names.update(
            {name: value.to(settings.device) for name, value in point.tensors.batch.items()}
        )
        self.random.states = {n: state.clone() for n, state in point.tensors.random.items()}
        counters = point.counters
        self.iteration, self.backwards = counters.iteration, counters.backwards
        self.batch_start = counters.batch_start
        self.accumulations = dict(counters.accumulations)
        self.ratios = dict(counters.ratios)

    # --- Running entries --------------------------------------------------------------------

    def run(
        self,
        entry: JournalEntry,
        place: Place,
        tick: Callable[[int], None] | None = None,
    ) -> tuple[Record, Exception | None]:
        """Run what an entry stands for.

        Parameters
        ----------
        place : (entry, iterations)
            Where it stands in the journal; for a Train, how many iterations are done already.
        tick : callable, optional
            Called with the number of iterations done during a Train.

        Returns
        -------
        record : Record
            What was run and printed.
        error : Exception or None
            What the statements raised, unchanged.

        Raises
        ------
        Exception
            What was refused before anything ran: settings that do not fit, a missing device.
        """
        old, new, batch_start = self._targets(entry)
        code = statements.code(entry, old, new, batch_start, self._root_shape(entry))
        started = time.perf_counter()
        error: Exception | None = None
        self.broken = None
        try:
            self._perform(entry, code, new, place, tick)
        except Exception as raised:  # noqa: BLE001 (whatever a statement raises: the caller shows it)
            error = raised
        self.settings, self.batch_start = new, batch_start
        if isinstance(entry, Configure) and statements.starts_anew(entry):
            self.batch_start = 0
        return self._record(entry, code, error, time.perf_counter() - started), error

    def train(self, total: int, place: Place, tick: Callable[[int], None]) -> Exception | None:
        """Run a Train entry's iterations `place[1]` to `total`; what they raised, if anything."""
        try:
            self._train(total, place, tick)
        except Exception as raised:  # noqa: BLE001 (the caller logs and raises it)
            return raised
        return None

    def record(self, entry: JournalEntry, error: Exception | None, seconds: float) -> Record:
        """What the last statements of `entry` show now."""
        code = statements.code(entry, self.settings, self.settings, self.batch_start)
        return self._record(entry, code, error, seconds)

    def _targets(self, entry: JournalEntry) -> tuple[Settings, Settings, int]:
        """Settings before and after an entry, and the first image of the batch after it."""
        old = new = self.settings
        batch_start = self.batch_start
        if isinstance(entry, Configure):
            new = statements.changed(old, entry)
        elif isinstance(entry, MoveTo):
            devices.probe(entry.device)
            new = msgspec.structs.replace(old, device=entry.device)
        elif isinstance(entry, NextBatch):
            batch_start += old.batch if old.batched else 1
        return old, new, batch_start

    def _root_shape(self, entry: JournalEntry) -> tuple[int, ...] | None:
        root = self.names.get(entry.of) if isinstance(entry, Backward) else None
        return tuple(root.shape) if isinstance(root, torch.Tensor) else None

    def _perform(
        self,
        entry: JournalEntry,
        code: str,
        new: Settings,
        place: Place,
        tick: Callable[[int], None] | None,
    ) -> None:
        match entry:
            case Forward():
                self._forward(code, place)
            case Backward():
                self._backward(code)
            case ZeroGrad():
                self._zero_grad(code)
            case Step():
                self._step(code)
            case Train():
                self._train(entry.iterations, place, tick)
            case Configure() if statements.starts_anew(entry):
                self.setup(new, place[0] + 1)
            case MoveTo():
                self.random.move(new.device)
                self._exec(code)
            case _:
                self._exec(code)
                if self.settings.loss != new.loss and new.loss == "sum":
                    self.names.pop("target", None)

    def _exec(self, code: str) -> None:
        with self.random:
            exec(_compiled(code), self.names)

    def _forward(self, code: str, place: Place) -> None:
        self._walked, self.flow = None, None
        output, loss = code.split("\n")
        # The loss too runs inside: what it makes is then known to be outside every module.
        watched = ModuleCalls(self.model, self.lines) if self.observe else None
        with watched or nullcontext():
            self.calls = watched
            self._exec(output)
            self.output_origin = place
            self.iteration += 1
            self._exec(loss)
            self.loss_origin = place

    def _backward(self, code: str) -> None:
        before, flow_before = self._gradients(), self.flow
        changed = False
        try:
            if self.observe and (walked := self.walked()) is not None:
                recorder = Recorder(walked.nodes, walked.edges, self.watched)
                with recorder as self.flow:
                    self._exec(code)
            else:
                self.flow = None
                self._exec(code)
            self.backwards += 1
        except Exception:
            self.broken = None if self.flow is None else self.flow.unfinished
            raise
        finally:
            for name, seen in self._gradients().items():
                if seen != before[name]:
                    changed = True
                    self.accumulations[name] = self.accumulations.get(name, 0) + 1
            if self.broken is not None and not changed:
                self.flow = flow_before  # a refused backward changed no gradient: the last holds

    def _gradients(self) -> dict[str, tuple[int, int] | None]:
        """What tells whether a gradient was written to: its identity and its version."""
        return {
            name: None if p.grad is None else (id(p.grad), p.grad._version)
            for name, p in self.model.named_parameters()
        }

    def _zero_grad(self, code: str) -> None:
        self._exec(code)
        self.accumulations = {}

    def _step(self, code: str) -> None:
        if not self.observe:
            self._exec(code)
            return
        before = {n: p.detach().clone() for n, p in self.model.named_parameters()}
        try:
            self._exec(code)
        finally:
            for name, parameter in self.model.named_parameters():
                size = norm_number(before[name])
                change = norm_number(parameter.detach() - before[name])
                if size > 0:
                    self.ratios[name] = change / size
                else:
                    self.ratios.pop(name, None)

    def _train(self, total: int, place: Place, tick: Callable[[int], None] | None) -> None:
        """Iterations `place[1]` to `total`; only the last one is observed, if any is."""
        entry, done = place
        self._walked, self.flow, self.calls = None, None, None
        bare = total - 1 if self.observe else total
        while done < bare:
            count = min(bare - done, TICK)
            try:
                self._iterate(entry, done, count)
            except Exception:
                if tick is not None:
                    tick(done + self.names["_done"])
                raise
            done += count
            if tick is not None:
                tick(done)
        if done < total:
            zero, forward, backward, step = statements.iteration(self.settings)
            self._zero_grad(zero)
            self._forward(forward, (entry, done))
            self._backward(backward)
            self._step(step)
            if tick is not None:
                tick(done + 1)

    def _iterate(self, entry: int, done: int, count: int) -> None:
        """So many iterations as one compiled loop, which costs what it costs in a script."""
        body = "\n".join(statements.iteration(self.settings))
        code = _compiled(f"for _done in range(_count):\n{indent(body, '    ')}")
        self.names["_count"] = count
        whole, line = count, 0
        try:
            with self.random:
                exec(code, self.names)
        except Exception as raised:
            # Which statement failed: zero_grad is line 2, then output, loss, backward, step.
            whole, line = self.names["_done"], _line_of(raised, code)
            raise
        finally:
            self.iteration += whole + (line > 3)
            self.backwards += whole + (line > 5)
            last = done + whole
            self.output_origin = self._origin(entry, last, line > 3, self.output_origin)
            self.loss_origin = self._origin(entry, last, line > 4, self.loss_origin)
            self.accumulations = {
                n: 1 for n, p in self.model.named_parameters() if p.grad is not None
            }

    @staticmethod
    def _origin(entry: int, last: int, again: bool, before: Place | None) -> Place | None:
        """Which iteration made a name: the one that failed, the last whole one, or none here."""
        if again:
            return (entry, last)
        return (entry, last - 1) if last else before

    # --- Looking ----------------------------------------------------------------------------

    def walked(self) -> Walked | None:
        """The graph behind the current loss and output; None if there is none."""
        if self._walked is None:
            tensors = [self.names[n] for n in ("loss", "output") if n in self.names]
            tensors = [t for t in tensors if t.requires_grad]
            if tensors:
                roots = roots_of(tensors)
                nodes, edges = walk(roots[:1])
                if len(roots) > 1 and roots[1] not in set(nodes):
                    nodes, edges = walk(roots)
                else:
                    roots = roots[:1]
                numbers = sequence_of(nodes)
                shapes = guard(tensors, nodes, numbers)
                self._walked = Walked(nodes, edges, len(roots), numbers, shapes)
        return self._walked

    def _record(
        self, entry: JournalEntry, code: str, error: Exception | None, seconds: float
    ) -> Record:
        expression = statements.printed(entry, self.settings)
        if error is not None:
            output = f"{type(error).__name__}: {error}"
            statement = Statement(code, output, "", failed=True)
            return Record((statement,), type(error).__name__, self.origin, self.settings, seconds)
        printed = f"print({expression})" if expression else ""
        output = str(eval(expression, self.names)) if expression else ""
        statement = Statement(code, output, printed)
        return Record((statement,), "", self.origin, self.settings, seconds)
