"""What a person has filled in of a model to open, apart from what was proposed. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...engine import messages

FIELDS = (
    "arguments", "inputs", "batch", "root", "loss", "loss_arguments", "optimizer",
    "optimizer_arguments",
)  # fmt: skip


class Draft:
    """The fields of an OwnModel for one target.

    What a person chose stays; everything else is what was proposed last.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self.chosen: set[str] = set()
        self.current = False  # whether what is proposed is for what is chosen
        self._values = dict.fromkeys(FIELDS, "")

    def __getitem__(self, field: str) -> str:
        return self._values[field]

    def choose(self, field: str, value: str) -> bool:
        """Take what a person filled in; an empty field is left to the proposal again.

        Returns
        -------
        bool
            Whether anything changed.
        """
        was = self._values[field] if field in self.chosen else ""
        self._values[field] = value
        if value:
            self.chosen.add(field)
        else:
            self.chosen.discard(field)
        changed = was != value
        self.current = self.current and not changed
        return changed

    def take(self, own: messages.OwnModel, chosen: Iterable[str]) -> None:
        """Be a model that was opened before."""
        self.chosen = {field for field in chosen if field in FIELDS and getattr(own, field)}
        for field in FIELDS:
            self._values[field] = getattr(own, field)
        self.current = False

    def fill(self, proposal: messages.OwnModel) -> None:
        """Take what was proposed into every field that was not chosen."""
        for field in FIELDS:
            if field not in self.chosen:
                self._values[field] = getattr(proposal, field)
        self.current = True

    def asked(self) -> messages.OwnModel:
        """What to make a proposal for: only what was chosen."""
        given = {field: self._values[field] for field in FIELDS if field in self.chosen}
        return msgspec.structs.replace(messages.OwnModel(self.target), **given)

    def own(self, anyway: bool = False) -> messages.OwnModel:
        """What to open: as shown, or only what was chosen where nothing was proposed for it."""
        if not self.current:
            return msgspec.structs.replace(self.asked(), anyway=anyway)
        empty = messages.OwnModel(self.target, anyway=anyway)
        return msgspec.structs.replace(empty, **self._values)

    def settings(self, now: messages.Settings) -> messages.Settings:
        """The session's settings with this model in it."""
        own = self.own()
        optimizer = now.optimizer if now.optimizer in messages.OPTIMIZERS else "manual"
        return msgspec.structs.replace(
            now, net=messages.OWN, data=messages.OWN, loss=messages.OWN, own=own,
            optimizer=messages.OWN if own.optimizer else optimizer,
        )  # fmt: skip
