"""Which commands the engine is done with."""

from __future__ import annotations

from ..engine import messages

LAST = messages.Text | messages.Detail | messages.Candidates | messages.Proposal
"""What ends a question: nothing more comes after it."""


class Answers:
    """Knows what was asked, and collects the commands that nothing more will answer."""

    def __init__(self) -> None:
        self._runs: set[int] = set()  # counted Trains that are not answered before their end
        self._watch = 0  # the last Watch, which its Values answer
        self._done: set[int] = set()

    def sent(self, command: messages.Command) -> None:
        """A command is on its way."""
        if isinstance(command, messages.Train) and command.iterations:
            self._runs.add(command.id)
        elif isinstance(command, messages.Watch):
            self._watch = command.id

    def take(self, event: messages.Event) -> None:
        """Something was said."""
        self._done |= self._done_with(event)

    def take_done(self) -> set[int]:
        """The commands that are done since this was last asked."""
        done, self._done = self._done, set()
        return done

    def _done_with(self, event: messages.Event) -> set[int]:
        done = {event.reply_to} - {0}
        if isinstance(event, messages.State):
            if event.training:
                return done - self._runs
            ended = {run for run in self._runs if run <= event.reply_to}
            self._runs -= ended
            return done | ended
        if isinstance(event, messages.Values):
            return done & {self._watch}
        return done if isinstance(event, LAST) else set()
