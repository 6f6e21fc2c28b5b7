"""A training run that stays interruptible: in bursts flat out, or one iteration at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .reports import Gate, Running

if TYPE_CHECKING:
    from .session import Session

BURST_SECONDS = 0.06
"""How long a burst is to take: as long as a click may wait, long enough to cost nothing."""

FAIR_SECONDS = 0.05
"""Commands that keep coming hold the training up for so long at most."""

DRAWN_PACE = 60.0
"""Up to this pace every iteration is observed and drawn; no display shows more."""


class Training:
    """One Train entry of the journal while it grows.

    Parameters
    ----------
    command : int
        The command that started it, for the answer at its end.
    pace : float
        Iterations per second; 0 is flat out.
    iterations : int
        How many are to run; 0 for as many as there is time.
    """

    def __init__(
        self, session: Session, gate: Gate, command: int, pace: float, iterations: int
    ) -> None:
        self._session = session
        self._gate = gate
        self._burst = 1
        self._advanced = time.perf_counter()
        self._bare = 0.0  # processor seconds of one iteration in a burst
        self.continued(command, pace, iterations)
        self._unreported = 0
        self._reported = time.perf_counter()
        session.begin_training(self.pace)
        self.observed = False  # whether the last iteration's flow was recorded

    def continued(self, command: int, pace: float, iterations: int) -> None:
        """Go on with another pace or number."""
        self.command = command
        self.pace = pace if pace > 0 else 0.0
        self._left = iterations if iterations > 0 else None
        self._next = time.perf_counter()

    @property
    def done(self) -> bool:
        """Whether all iterations that were asked for have run."""
        return self._left == 0

    @property
    def drawn(self) -> bool:
        """Whether it is slow enough for every iteration to be drawn."""
        return 0 < self.pace <= DRAWN_PACE

    @property
    def unreported(self) -> bool:
        """Whether iterations have run since the last report."""
        return self._unreported > 0

    def wait(self) -> float:
        """Seconds until the next iteration is due."""
        return max(0.0, self._next - time.perf_counter()) if self.pace else 0.0

    def overdue(self) -> bool:
        """Whether commands have kept it from what is due for longer than is fair."""
        now = time.perf_counter()
        return now - max(self._next, self._advanced) > FAIR_SECONDS

    def may_report(self, seq: int) -> bool:
        """Whether the window is ready for another report."""
        return self._gate.shown >= seq if self.drawn else self._gate.open(seq)

    def reported(self, started: float) -> None:
        """A report is done whose iteration was begun at `started` (time.thread_time)."""
        self._gate.passed(time.thread_time() - started - self._bare)

    def advance(self, observe: bool) -> None:
        """Run what is due now: one iteration, or a burst of them.

        Raises
        ------
        Exception
            Whatever an iteration raises.
        """
        count = 1 if self.pace or observe else self._burst
        if self._left is not None:
            count = min(count, self._left)
            observe = observe or count == self._left
        session = self._session
        self.observed = session.machine.observe = observe or self.drawn
        started, worked = time.perf_counter(), time.thread_time()
        before = session.iteration
        try:
            session.train(count)
        finally:
            session.machine.observe = True
            self._unreported += session.iteration - before
        self._advanced = time.perf_counter()
        self._plan(self._advanced - started, time.thread_time() - worked, count)

    def _plan(self, seconds: float, worked: float, count: int) -> None:
        if self._left is not None:
            self._left -= count
        if self.pace:
            # A late iteration does not make the next ones hurry.
            self._next = max(self._next + 1 / self.pace, time.perf_counter())
        elif not self.observed:
            self._bare = worked / count
            fitting = int(count * BURST_SECONDS / max(seconds, 1e-6))
            self._burst = max(1, min(fitting, 2 * self._burst))

    def report(self) -> Running:
        """What the next report says of this run; the measurement of the rate begins anew."""
        now = time.perf_counter()
        rate = self._unreported / max(now - self._reported, 1e-9)
        self._unreported, self._reported = 0, now
        return Running(training=True, pace=self.pace, rate=rate)

    def again(self) -> Training:
        """A new entry that goes on where this one was ended."""
        return Training(self._session, self._gate, self.command, self.pace, self._left or 0)

    def end(self) -> None:
        """Close the entry."""
        self._session.end_training()
