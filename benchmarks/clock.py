"""Wall time and processor time of a stretch of work, and how children report them."""

from __future__ import annotations

import json
import time


class Clock:
    """A context manager; `seconds` and `processor` (of all threads) hold once it is left."""

    seconds: float
    processor: float

    def __enter__(self) -> Clock:
        self._start = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        wall, processor = self._start
        self.seconds = time.perf_counter() - wall
        self.processor = time.process_time() - processor

    def told(self) -> str:
        """One line of JSON."""
        return json.dumps({"seconds": self.seconds, "processor": self.processor})
