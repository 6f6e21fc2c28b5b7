"""The engine's own training loop without a window: prints what N iterations take."""

from __future__ import annotations

import argparse

from gradwalk import Session

from .clock import Clock
from .plain import WARM_UP


def main() -> None:
    """Warm up, then time one call of `train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iterations", type=int)
    count = parser.parse_args().iterations
    session = Session()
    session.observe = False
    for iterations in (WARM_UP, count):
        session.begin_training()
        with Clock() as clock:
            session.train(iterations)
        session.end_training()
    print(clock.told())


if __name__ == "__main__":
    main()
