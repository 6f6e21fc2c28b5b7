"""The window's part of a first picture: prints how long a graph's message takes to its painting.

Each round has a canvas of its own, shown, idle and with its layout worker up, as after the start
of the program.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median

import psutil
from PySide6.QtCore import QEventLoop, QTimer

from gradwalk.engine import messages
from gradwalk.gui import app, style
from gradwalk.gui.canvas.view import GraphView
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

ROUNDS = 3
SIZE = (1280, 800)
WARM_MS = 1500
MIB = 1 << 20


def wait(milliseconds: int) -> None:
    """Let the window be for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def painted(view: GraphView, data: bytes) -> float:
    """Seconds from the bytes of a GraphFound to its picture."""
    loop = QEventLoop()
    view.laid_out.connect(loop.quit)
    start = time.perf_counter()
    event = messages.decode_event(messages.Frames().feed(data)[0])
    assert isinstance(event, messages.GraphFound)
    view.show_graph(event)
    if view.busy:
        loop.exec()
    view.repaint()
    return time.perf_counter() - start


def main() -> None:
    """Measure one message file."""
    data = Path(sys.argv[1]).read_bytes()
    application = app.make_application()
    preferences = Preferences.fleeting()
    theme = Theme(application)
    style.dress(application, theme.palette)
    seconds, memory = [], 0.0
    for number in range(ROUNDS):
        view = GraphView(Selection(), theme)
        view.resize(*SIZE)
        view.show()
        wait(WARM_MS)
        before = psutil.Process().memory_info().rss
        seconds.append(painted(view, data))
        if not number:
            memory = (psutil.Process().memory_info().rss - before) / MIB
        boxes = len(view.scene.node) if view.scene is not None else 0
        view.close()
        view.deleteLater()
        wait(50)
    print(json.dumps({"seconds": median(seconds), "boxes": boxes, "memory": memory}))
    del preferences


if __name__ == "__main__":
    main()
