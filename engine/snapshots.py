"""Checkpoints on disk, from which a new engine continues where a dead one was."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .messages import Saved

if TYPE_CHECKING:
    from .session import Session

KEPT = 2
SUFFIX = ".checkpoint"
SECONDS = 2.0
"""From one to the next at least."""

SHARE = 0.005
"""Of the time, at most so much goes into them."""


class Snapshots:
    """A folder with the newest checkpoints: the window makes it, and removes it at its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._due = 0.0
        self._broken = False

    def wait(self) -> float | None:
        """Seconds until the next may be written; None if that is now, or never more."""
        left = self._due - time.monotonic()
        return left if left > 0 and not self._broken else None

    def save_due(self, session: Session) -> Saved | None:
        """Write a checkpoint if there is a new one and the last is old enough."""
        now = time.monotonic()
        if self._broken or now < self._due:
            return None
        data = session.checkpoint()
        if data is None:
            return None
        try:
            path = self._save(data)
        except OSError as error:
            self._broken = True  # restoring still works: from the seed
            print(f"no checkpoints from now on: {error}", file=sys.__stderr__)
            return None
        after = time.monotonic()
        self._due = after + max(SECONDS, (after - now) / SHARE)
        return Saved(path=str(path), position=session.position)

    def _save(self, data: bytes) -> Path:
        """Write a checkpoint so that the file is whole or not there; older ones are removed."""
        self._count += 1
        path = self._folder / f"{os.getpid()}-{self._count:06d}{SUFFIX}"
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_bytes(data)
        unfinished.replace(path)
        files = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda p: (p.stat().st_mtime_ns, p))
        for old in files[:-KEPT]:
            old.unlink(missing_ok=True)
        return path
