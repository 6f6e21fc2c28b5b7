"""What a session needs of a model of the user's: its text and its sources, by their revision."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import msgspec

from ..messages import OwnModel

SUFFIX = ".sources"


class Prepared(msgspec.Struct, frozen=True):
    """The sections of a session's script, and the files that they import.

    Attributes
    ----------
    own : OwnModel
        With all choices filled in, and the revision of this.
    root, program : str
        The folder below which everything is the user's; the file that is opened.
    folders : tuple of str
        More such folders, of functions in other files.
    imports : str
        Lines that import what the others use.
    modules : tuple of str
        The modules that they load: a script that goes on with another text drops them.
    net, draw, forward, criterion : str
        The statements of these sections.
    made, losses, kept : tuple of str
        The batch's tensors; where backward starts; names besides `output` that forward leaves.
    outputs : tuple of int
        The shape of `output`.
    lr : float or None
        The learning rate of the chosen optimizer; None if none was chosen.
    files : dict
        The sources by their full path.
    """

    own: OwnModel
    root: str
    folders: tuple[str, ...]
    program: str
    imports: str
    modules: tuple[str, ...]
    net: str
    draw: str
    forward: str
    criterion: str
    made: tuple[str, ...]
    losses: tuple[str, ...] = ("loss",)
    kept: tuple[str, ...] = ()
    outputs: tuple[int, ...] = ()
    lr: float | None = None
    files: dict[str, bytes] = msgspec.field(default_factory=dict)

    def numbered(self) -> Prepared:
        """The same with its revision, which is a digest of everything else."""
        own = msgspec.structs.replace(self.own, revision="")
        plain = msgspec.structs.replace(self, own=own)
        digest = hashlib.sha256(msgspec.msgpack.encode(plain, order="deterministic")).hexdigest()
        own = msgspec.structs.replace(own, revision=digest[:16])
        return msgspec.structs.replace(plain, own=own)


class Revisions:
    """Every revision that a session may return to; in a folder too, for the engine after this."""

    def __init__(self) -> None:
        self._known: dict[str, Prepared] = {}
        self._folder: Path | None = None

    def keep_in(self, folder: Path) -> None:
        """Write them to a folder from now on, and read there what is not known."""
        self._folder = folder

    def add(self, prepared: Prepared) -> Prepared:
        """Keep one; the same with its revision."""
        made = prepared.numbered()
        revision = made.own.revision
        if revision not in self._known:
            self._known[revision] = made
            self._write(made)
        return self._known[revision]

    def find(self, revision: str) -> Prepared | None:
        """The one of this revision; None if it is not known here."""
        found = self._known.get(revision)
        if found is None and self._folder is not None and revision.isalnum():
            found = self._read(self._folder / f"{revision}{SUFFIX}")
            if found is not None and found.own.revision == revision:
                self._known[revision] = found
        return found

    def _write(self, made: Prepared) -> None:
        if self._folder is None:
            return
        path = self._folder / f"{made.own.revision}{SUFFIX}"
        unfinished = path.with_suffix(".unfinished")
        try:
            unfinished.write_bytes(msgspec.msgpack.encode(made))
            unfinished.replace(path)
        except OSError as error:  # a new engine then runs the files as they are
            print(f"the sources can't be kept: {error}", file=sys.__stderr__)

    def _read(self, path: Path) -> Prepared | None:
        try:
            return msgspec.msgpack.decode(path.read_bytes(), type=Prepared)
        except (OSError, msgspec.MsgspecError):
            return None  # then the files are read as they are


REVISIONS = Revisions()
"""Those of this process."""
