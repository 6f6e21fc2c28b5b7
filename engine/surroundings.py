"""What a session's statements run in: random numbers and modules of its own."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from .loader.places import Place, activate, active, inside
from .messages import Settings
from .randomness import Randomness
from .source import prepared


class Surroundings:
    """A context manager around every statement.

    Parameters
    ----------
    random : Randomness
        The session's.
    settings : Settings
        A model of the user's in them gets a new place for its modules, and the sources that were
        loaded when it was opened.
    """

    def __init__(self, random: Randomness, settings: Settings) -> None:
        self.place: Place | None = None
        self._random = random
        self._stack = ExitStack()
        self._depth = 0
        if settings.own is not None:
            text = prepared(settings.own)
            self.place = Place(Path(text.root), program=text.program, files=text.files)
            for folder in text.folders:
                self.place.also(Path(folder))

    def __enter__(self) -> None:
        self._depth += 1
        if self._depth == 1:
            if self.place is not None:
                self._stack.enter_context(inside(self.place))
            else:
                activate(None)
            self._stack.enter_context(self._random)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._stack.close()


class Kept:
    """What a setup that fails has to leave as it was: random numbers, modules, the folder."""

    def __init__(self, random: Randomness) -> None:
        self._random = random
        self._states = dict(random.states)
        self._device, self._everything = random.device, random.everything
        self._place = active()
        self._folder = os.getcwd()

    def put_back(self) -> None:
        """Make it so again."""
        self._random.states = self._states
        self._random.device, self._random.everything = self._device, self._everything
        activate(self._place)
        try:
            os.chdir(self._folder)
        except OSError as error:
            print(f"the folder is gone: {error}", file=sys.__stderr__)
