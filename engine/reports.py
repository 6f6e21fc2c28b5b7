"""From a session to events: what has changed since the last report, and nothing twice."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec
import torch

from . import observe
from .messages import (
    Curve,
    CurvePoint,
    Event,
    GraphGone,
    Journal,
    JournalEntry,
    Settings,
    Sources,
    State,
    Statement,
    Statements,
    Values,
)
from .tensors import number

if TYPE_CHECKING:
    from .session import Session

SHARE = 0.02
"""Of the time, at most so much goes into reports while training flat out."""

SHORTEST = 1 / 30
"""Seconds between two reports at least."""

PATIENCE = 10
"""How many times longer than its work a thread that mostly waits may take to the next report."""

T = TypeVar("T")


class Running(msgspec.Struct, frozen=True):
    """What a report says about a training run; the default is: none."""

    training: bool = False
    pace: float = 0.0
    rate: float = 0.0


NOT_TRAINING = Running()


class Reporter:
    """Knows what the window has been told.

    Attributes
    ----------
    watched : tuple of str
        The parameters whose values every report carries.
    seq : int
        The number of the last State.
    """

    def __init__(self) -> None:
        self.watched: tuple[str, ...] = ()
        self.forget()
        self.seq = 0

    def forget(self) -> None:
        """Start over: the next report tells everything."""
        self._statements: list[Statement] = []
        self._journal: list[JournalEntry] = []
        self._place: tuple[int, Settings] | None = None
        self._key: int | None = None
        self._told_of_graph = False
        self._revision = ""

    def events(
        self,
        session: Session,
        reply_to: int = 0,
        running: Running = NOT_TRAINING,
        failed: tuple[int, ...] = (),
    ) -> Iterator[Event]:
        """A report: what changed, then as its last event the State.

        Parameters
        ----------
        reply_to : int
            The command that this answers; 0 for a report while training.
        failed : tuple of int
            Nodes that the last error points at.
        """
        yield from self._journal_event(session, reply_to)
        yield from self._statements_event(session, reply_to)
        yield from self._sources_event(session, reply_to)
        yield from self._graph_events(session, reply_to, failed)
        yield self.values(session, reply_to)
        state = self._state(session, reply_to, running)
        yield _curve(state)
        yield state

    def values(self, session: Session, reply_to: int = 0) -> Values:
        """The watched parameters as they are."""
        return msgspec.structs.replace(
            observe.values(session.machine, self.watched), reply_to=reply_to
        )

    def _journal_event(self, session: Session, reply_to: int) -> Iterator[Event]:
        place = (session.position, session.initial)
        start = _first_difference(self._journal, session.journal)
        if start is None and place == self._place:
            return
        if start is None:
            start = len(self._journal)
        self._journal[start:] = session.journal[start:]
        self._place = place
        yield Journal(
            reply_to=reply_to, start=start, items=tuple(self._journal[start:]),
            position=session.position, settings=session.initial,
        )  # fmt: skip

    def _statements_event(self, session: Session, reply_to: int) -> Iterator[Event]:
        statements = session.statements
        start = _first_difference(self._statements, statements)
        if start is not None:
            self._statements[start:] = statements[start:]
            items = tuple(statements[start:])
            yield Statements(reply_to=reply_to, start=start, items=items)

    def _sources_event(self, session: Session, reply_to: int) -> Iterator[Event]:
        own = session.settings.own
        revision = "" if own is None else own.revision
        if revision != self._revision:
            self._revision = revision
            yield Sources(reply_to=reply_to, files=session.files)

    def _graph_events(
        self, session: Session, reply_to: int, failed: tuple[int, ...]
    ) -> Iterator[Event]:
        machine = session.machine
        graph, last = observe.graph(machine), self._key
        self._key = None if graph is None else graph.key
        if self._key is None and (last is not None or not self._told_of_graph):
            yield GraphGone(reply_to=reply_to)
        new = self._key != last
        found = observe.found(machine) if new else None
        if found is not None:  # at once: the window folds it while its storages are read
            yield msgspec.structs.replace(found, reply_to=reply_to, storages_follow=True)
        flow = observe.flow(machine, failed)
        if flow is not None:
            yield msgspec.structs.replace(flow, reply_to=reply_to)
        storages = observe.storages(machine) if new else None
        if storages is not None:
            yield msgspec.structs.replace(storages, reply_to=reply_to)
        self._told_of_graph = True

    def _state(self, session: Session, reply_to: int, running: Running) -> State:
        self.seq += 1
        loss, output, given = session.loss, session.output, session.input
        return State(
            reply_to=reply_to,
            seq=self.seq,
            settings=session.settings,
            phase=session.phase,
            training=running.training,
            pace=running.pace,
            iteration=session.iteration,
            backwards=session.backwards,
            rate=running.rate,
            loss=number(loss),
            losses=observe.losses(session.machine),
            loss_text="" if loss is None else str(loss),
            output_shape=_shape(output),
            input_shape=_shape(given),
            roots=session.roots,
            undo=session.undo_label,
            redo=session.redo_label,
            position=session.position,
            parameters=observe.rows(session.machine),
        )


def _shape(value: object) -> tuple[int, ...] | None:
    return tuple(value.shape) if isinstance(value, torch.Tensor) else None


def _curve(state: State) -> Curve:
    """The point of now; what was measured at later iterations has been undone."""
    norms = {p.name: p.gradient_norm for p in state.parameters if p.gradient_norm is not None}
    point = CurvePoint(state.iteration, state.losses, norms)
    points = (point,) if point.iteration else ()
    return Curve(reply_to=state.reply_to, start=point.iteration, points=points)


def _first_difference(told: Sequence[T], now: Sequence[T]) -> int | None:
    """The index from which on two sequences differ; None if they are equal."""
    for index, (old, new) in enumerate(zip(told, now, strict=False)):
        if old is not new and old != new:
            return index
    return None if len(told) == len(now) else min(len(told), len(now))


class Gate:
    """When the next report may be made, so that training never waits for the screen.

    Costs are counted in processor time of this thread: on a busy machine a clock on the wall would
    count the others' work as ours, and starve the window.
    """

    def __init__(self) -> None:
        self.shown = 0  # the last report that the window has drawn
        self._reported = self._worked = 0.0
        self._cost = 0.0

    def open(self, seq: int) -> bool:
        """Whether report `seq`, the last one, was drawn, and enough work was done since."""
        elapsed = time.perf_counter() - self._reported
        if self.shown < seq or elapsed < SHORTEST:
            return False
        worked = time.thread_time() - self._worked
        return max(worked, elapsed / PATIENCE) >= self._cost / SHARE

    def passed(self, cost: float) -> None:
        """A report is done; it took `cost` seconds of processor time more than plain training."""
        self._reported, self._worked = time.perf_counter(), time.thread_time()
        self._cost = max(cost, 0.0)
