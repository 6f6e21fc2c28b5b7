"""The training loop in plain Python: prints what N iterations take.

It runs the very statements that the engine runs, with nothing of gradwalk around them.
"""

from __future__ import annotations

import argparse
from typing import Any

from gradwalk.engine import script, statements
from gradwalk.engine.messages import Settings, Train
from gradwalk.engine.nets import NETS

from .clock import Clock

WARM_UP = 300


def main() -> None:
    """Warm up, then time one `for` loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iterations", type=int)
    count = parser.parse_args().iterations
    settings = Settings()
    names: dict[str, Any] = {}
    exec(script.PREAMBLE + NETS[settings.net].source, names)
    exec(statements.setup(settings), names)
    for iterations in (WARM_UP, count):
        source = statements.code(Train(iterations=iterations), settings, settings, 0)
        code = compile(source, "<plain loop>", "exec")
        with Clock() as clock:
            exec(code, names)
    print(clock.told())


if __name__ == "__main__":
    main()
