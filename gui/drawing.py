"""The drawing process: one DrawGraph on standard input, the picture's bytes on standard output.

It needs no display and imports no torch; where Qt cannot be loaded it says what to install.
"""

from __future__ import annotations

import gc
import os
import sys

from . import display

FAILED = 2


def main() -> int:
    """Draw, and end with 0; else say why not on standard error."""
    gc.disable()  # it ends before there is much to collect; that goes for what imports make too
    try:
        from ..engine.messages import MessageError, read_drawn
        from . import still
    except ImportError as error:
        return _fail(display.import_message(error))
    try:
        picture = still.draw(read_drawn(sys.stdin.buffer.read()))
    except (MessageError, OSError) as error:
        return _fail(str(error))
    sys.stdout.buffer.write(picture)
    sys.stdout.flush()
    return 0


def _fail(reason: str) -> int:
    print(reason, file=sys.stderr, flush=True)
    return FAILED


if __name__ == "__main__":
    code = main()
    os._exit(code)  # there is nothing to tidy up, and taking Qt and numpy down takes a while
