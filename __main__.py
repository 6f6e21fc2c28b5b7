"""`python -m gradwalk` and the command `gradwalk`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and show the window, or draw it to a file.

    Returns
    -------
    int
        0 when the window was closed or the file written, 2 when that was not possible; the
        reason is then on stderr.
    """
    from .gui import arguments as command_line

    request = command_line.parse(arguments)
    if request.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from .gui import display

    reason = display.problem()
    if not reason:
        try:
            if request.graph:
                gc.disable()  # until the graph is on screen: all that is made so far stays
                from .gui import viewer
            else:
                from .gui import launch

                launched = launch.launch(request)
                from .gui import app  # only now: torch loads meanwhile
        except ImportError as error:
            reason = display.import_message(error, display.INSTEAD)
    if reason:
        print(f"gradwalk: {reason}", file=sys.stderr)
        return 2
    return viewer.run(request) if request.graph else app.run(request, launched)


if __name__ == "__main__":
    sys.exit(main())
