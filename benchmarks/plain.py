"""The training loop in plain Python: for each number that comes in, what so many iterations take.

It runs the very statements that the engine runs, with nothing of gradwalk around them.
"""

from __future__ import annotations

from typing import Any

from gradwalk.engine import script, statements
from gradwalk.engine.messages import Settings, Train
from gradwalk.engine.nets import NETS

from .clock import Clock
from .turns import serve


def main() -> None:
    """Time one `for` loop for each line of standard input."""
    settings = Settings()
    names: dict[str, Any] = {}
    exec(script.PREAMBLE + NETS[settings.net].source, names)
    exec(statements.setup(settings), names)

    def work(iterations: int) -> str:
        source = statements.code(Train(iterations=iterations), settings, settings, 0)
        code = compile(source, "<plain loop>", "exec")
        with Clock() as clock:
            exec(code, names)
        return clock.told()

    serve(work)


if __name__ == "__main__":
    main()
