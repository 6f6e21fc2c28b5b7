"""Checkpoints on disk, from which a new engine continues where a dead one was."""

from __future__ import annotations

import os
from pathlib import Path

KEPT = 2
SUFFIX = ".checkpoint"


class Snapshots:
    """A folder with the newest checkpoints: the window makes it, and removes it at its end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def save(self, data: bytes) -> Path:
        """Write a checkpoint so that the file is whole or not there; older ones are removed.

        Raises
        ------
        OSError
            If the disk is full or the folder is gone.
        """
        self._count += 1
        path = self._folder / f"{os.getpid()}-{self._count:06d}{SUFFIX}"
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_bytes(data)
        unfinished.replace(path)
        files = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda p: (p.stat().st_mtime_ns, p))
        for old in files[:-KEPT]:
            old.unlink(missing_ok=True)
        return path
