"""The machine: what a journal entry stands for, run statement by statement in a workspace."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext

import msgspec
import torch

from . import devices, statements
from .attribution import ModuleCalls
from .burst import Burst, compiled, failed_line
from .checkpoint import Place, Record
from .flow import Recorder
from .loader.prepared import REVISIONS
from .messages import (
    Backward,
    Configure,
    Forward,
    JournalEntry,
    MoveTo,
    NextBatch,
    Reload,
    Settings,
    Statement,
    Step,
    Train,
    ZeroGrad,
)
from .sentences import choose
from .workspace import Workspace

TICK = 256
"""Iterations between two calls of a Train's `tick`."""


FEW = 16
"""Numbers that are printed after a click on a line or two."""


class Machine(Workspace):
    """Runs journal entries, and knows nothing of the journal.

    Attributes
    ----------
    observe : bool
        Whether a backward records its flow and a step its update ratios.
    lines : bool
        Whether a forward that is observed records source lines.
    watched : set of int
        Nodes whose gradients are kept whatever their size.
    broken : int or None
        The node in which the last statement's backward failed.
    """

    def __init__(self, settings: Settings) -> None:
        self.observe = True
        self.lines = False
        self.watched: set[int] = set()
        self.broken: int | None = None
        super().__init__(settings)

    def run(
        self,
        entry: JournalEntry,
        place: Place,
        tick: Callable[[int], None] | None = None,
    ) -> tuple[Record, BaseException | None]:
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
        error : BaseException or None
            What the statements raised, unchanged; an interrupt passes through at once.

        Raises
        ------
        Exception
            What was refused before anything ran: settings that do not fit, a missing device.
        """
        old, new, batch_start = self._targets(entry)
        code = statements.code(entry, old, new, batch_start, self._root_shape(entry))
        started = time.perf_counter()
        error: BaseException | None = None
        self.broken = None
        try:
            self._perform(entry, code, new, place, tick)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # noqa: BLE001 (whatever a statement raises: the caller shows it)
            error = raised
        if error is not None and isinstance(entry, Configure) and statements.starts_anew(entry):
            return self._record(entry, code, error, 0.0), error  # the session is as it was
        self.settings, self.batch_start = new, batch_start
        if isinstance(entry, Configure) and statements.starts_anew(entry):
            self.batch_start = 0
        return self._record(entry, code, error, time.perf_counter() - started), error

    def train(self, total: int, place: Place, tick: Callable[[int], None]) -> BaseException | None:
        """Run a Train entry's iterations `place[1]` to `total`; what they raised, if anything."""
        try:
            self._train(total, place, tick)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # noqa: BLE001 (the caller logs and raises it)
            return raised
        return None

    def record(self, entry: JournalEntry, error: BaseException | None, seconds: float) -> Record:
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
        elif isinstance(entry, Reload):
            found = REVISIONS.find(entry.revision)
            assert found is not None
            new = msgspec.structs.replace(old, own=found.own)
        elif isinstance(entry, NextBatch):
            batch_start += old.batch if old.batched else 1
        elif isinstance(entry, Backward) and entry.of not in ("", *self.roots.names):
            raise ValueError(choose("of", entry.of, self.roots.names))
        return old, new, batch_start

    def _root_shape(self, entry: JournalEntry) -> tuple[int, ...] | None:
        if not isinstance(entry, Backward):
            return None
        root = self.names.get(entry.of or self.roots.names[0])
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
                self._backward((code,))
            case ZeroGrad():
                self._zero_grad(code)
            case Step():
                self._step(code)
            case Train():
                self._train(entry.iterations, place, tick)
            case Configure() if statements.starts_anew(entry):
                self.setup(new, place[0] + 1, code)
            case Reload():
                self.reload(code, new, place)
            case MoveTo():
                self.random.move(new.device)
                self.execute(code)
            case _:
                self.execute(code)
                if self.settings.loss != new.loss and new.loss == "sum":
                    self.names.pop("target", None)

    def _forward(self, code: str, place: Place) -> None:
        self.roots.renew()
        self.flow = None
        failed: int | None = 0
        # The losses too run inside: what they make is then known to be outside every module.
        self.calls = ModuleCalls(self.model, self.lines) if self.observe else None
        try:
            with self.calls or nullcontext():
                self.execute(code)
            failed = None
        except BaseException as raised:
            failed = failed_line(raised, compiled(code))
            raise
        finally:
            self.iteration += self.roots.made(place, failed)

    def _backward(self, codes: Sequence[str]) -> None:
        """One backward after the other; what flows in all of them is one flow."""
        flow_before = self.flow
        reached: set[str] = set()
        walked = self.walked() if self.observe else None
        recorder = None
        if walked is not None:
            self.buffers(walked)  # to be read before they are freed
            recorder = Recorder(walked.nodes, walked.edges, self.watched)
        self.flow = None
        try:
            with recorder or nullcontext() as self.flow:
                for code in codes:
                    with self.changes.backward(self.model) as reached:
                        self.execute(code)
                    self.backwards += 1
        except BaseException:
            self.broken = None if self.flow is None else self.flow.unfinished
            if self.broken is not None and not reached and code == codes[0]:
                self.flow = flow_before  # a refused backward changed no gradient: the last holds
            raise

    def _zero_grad(self, code: str) -> None:
        self.execute(code)
        self.changes.zero()
        self._closed = None

    def _step(self, code: str) -> None:
        try:
            with self.changes.step(self.model) if self.observe else nullcontext():
                self.execute(code)
        finally:
            if statements.closes(self.settings):
                self.changes.once(self.model)  # the closure has zeroed the gradients
                self._closed = self.flow

    def _train(self, total: int, place: Place, tick: Callable[[int], None] | None) -> None:
        """Iterations `place[1]` to `total`; only the last one is observed, if any is."""
        entry, done = place
        self.roots.renew()
        self.flow, self.calls = None, None
        bare = total - 1 if self.observe else total
        while done < bare:
            count = min(bare - done, TICK)
            try:
                self._iterate(entry, done, count)
            except BaseException:
                if tick is not None:
                    tick(done + self.names["_done"])
                raise
            done += count
            if tick is not None:
                tick(done)
        if done < total:
            iteration = statements.iteration(self.settings)
            self._zero_grad(iteration.zero_grad)
            self._forward(iteration.forward, (entry, done))
            self._backward(iteration.backwards)
            self._step(iteration.step)
            if tick is not None:
                tick(done + 1)

    def _iterate(self, entry: int, done: int, count: int) -> None:
        """So many iterations as one compiled loop, unobserved."""
        burst = Burst(statements.iteration(self.settings), count)
        try:
            with self.surroundings:
                burst.run(self.names)
        finally:
            last = done + burst.whole
            if last:
                self.roots.made((entry, last - 1))
            self.iteration += burst.whole
            if burst.failed_at is not None:
                self.iteration += self.roots.made((entry, last), burst.failed_at)
            self.backwards += burst.backwards
            self.changes.once(self.model)

    # --- What was printed -------------------------------------------------------------------

    def _record(
        self, entry: JournalEntry, code: str, error: BaseException | None, seconds: float
    ) -> Record:
        origin = self.roots.origin
        if error is not None:
            output = f"{type(error).__name__}: {error}"
            statement = Statement(code, output, "", failed=True)
            return Record((statement,), type(error).__name__, origin, self.settings, seconds)
        expression = statements.printed(entry, self.source, self._looked_at())
        printed = f"print({expression})" if expression else ""
        with self.surroundings:
            values = eval(f"({expression},)", self.names) if expression else ()
        statement = Statement(code, " ".join(map(str, values)), printed)
        return Record((statement,), "", origin, self.settings, seconds)

    def _looked_at(self) -> str:
        """The parameter that a click prints: the first short vector, which is mostly a bias."""
        parameters = dict(self.model.named_parameters())
        short = (name for name, p in parameters.items() if p.dim() == 1 and p.numel() <= FEW)
        return next(short, next(iter(parameters), ""))
