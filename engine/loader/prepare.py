"""From an OwnModel to everything that a session needs of it, guesses for what is empty included.

The model is built and run once on the side, a large one as a twin without its numbers, so that
every mistake is known before anything of the session changes. What runs here is the session's own
text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from torch import nn

from ... import catalogue
from ..messages import OwnModel
from ..randomness import Randomness
from ..sentences import NOTHING, Sentence
from .capture import captured
from .construction import Construction, surrounded
from .imports import Origin, origin
from .losses import Losses
from .mistakes import Mistake, ModelError
from .opened import Opened
from .optimizers import learning_rate
from .outputs import Choice, result_of
from .places import Place, tried
from .prepared import Prepared
from .rehearsal import Rehearsal
from .target import Target

T = TypeVar("T")


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
        self._opened = Opened(own, seed, target, where)
        self._construction = Construction(self._opened)
        self._rehearsal = Rehearsal(self._opened)
        self._losses = Losses(self._opened)

    def found(self) -> Found:
        """The outputs, or why there are none."""
        made, opened = self._construction, self._opened
        choices: list[Choice] = []
        mistake: Mistake | None = None
        own: OwnModel | None = None
        try:
            choices = made.tries(lambda device, model: self._rehearsal.run(device, model)[1])
            if not opened.own.loss or not opened.own.root:
                own = opened.own  # a loss that does not fit is not kept
                own = made.tries(self._whole).own
        except ModelError as error:
            if made.model is None:
                raise
            mistake = error.mistake
        assert made.model is not None
        own = msgspec.structs.replace(own or opened.own, revision="")
        reason = self._rehearsal.reason
        return Found(own, opened.place, made.model, made.size, choices, reason, mistake)

    def prepared(self) -> Prepared:
        """The whole of it."""
        whole = self._construction.tries(self._whole)
        place = self._opened.place
        return msgspec.structs.replace(whole, files=dict(place.files), modules=place.names())

    def _whole(self, device: str, model: nn.Module) -> Prepared:
        opened = self._opened
        batch, choices, names = self._rehearsal.run(device, model)
        choice = self._losses.root(choices, names)
        try:
            with surrounded("meta" if device == "meta" else "cpu"):
                objective = self._losses.find(batch, choice, names)
        except ModelError as error:
            if not self._rehearsal.narrows(error.mistake):
                raise
            return self._whole(device, model)
        opened.choose(root=choice.expression if choice is not None else "")
        lines: list[str] = []
        kept: tuple[str, ...] = ()
        if choice is not None and choice.expression == "output":
            lines.append(f"output = net({batch.call})")
        elif choice is not None:
            lines.append(f"result = net({batch.call})")
            lines.append(f"output = {result_of(choice.expression)}")
            kept = ("result",)
        made = tuple(dict.fromkeys((*batch.made, *catalogue.assigned(objective.target))))
        extra = (n for n in catalogue.assigned(objective.loss) if n not in objective.losses)
        return Prepared(
            own=opened.own,
            root=str(opened.where.root),
            folders=tuple(str(folder) for folder in opened.place.roots[1:]),
            program=str(opened.where.file or opened.where.name),
            imports=opened.lines.text,
            modules=(),
            net=self._construction.text,
            draw="\n".join(part for part in (batch.lines, objective.target) if part),
            forward="\n".join([*lines, objective.loss]),
            criterion=objective.criterion,
            made=made,
            losses=objective.losses,
            kept=(*kept, *extra),
            outputs=choice.shape if choice is not None else (),
            lr=learning_rate(opened.own),
        )
