"""Examples, and what leaves the window."""

from __future__ import annotations

from functools import partial

from ...engine import messages
from .. import examples
from .spec import QT_TRANSLATE_NOOP, Options, Spec


def _open(name: str, _options: Options) -> messages.Command:
    return messages.Configure(net=name)


FILES = (
    Spec(
        "copy_script", "edit", QT_TRANSLATE_NOOP("Actions", "&Copy as Python"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Copies the session as a script that runs in plain Python and prints the same numbers.",
        ),
        keys=("Ctrl+Shift+C",), icon="copy_script", needs=("engine",),
        words="script statements clipboard",
    ),
    Spec(
        "save_script", "file", QT_TRANSLATE_NOOP("Actions", "Save &script…"),
        QT_TRANSLATE_NOOP("Actions", "Saves the session as a plain Python script."),
        keys=("Ctrl+S",), icon="save_script", needs=("engine",), words="python file",
    ),
    Spec(
        "export_picture", "file", QT_TRANSLATE_NOOP("Actions", "Export &picture…"),
        QT_TRANSLATE_NOOP("Actions", "Saves the whole graph as PNG, SVG or PDF."),
        keys=("Ctrl+E",), icon="export_picture", needs=("graph",), words="image svg pdf png save",
    ),
    Spec(
        "export_dot", "export_graph", QT_TRANSLATE_NOOP("Actions", "&DOT…"),
        QT_TRANSLATE_NOOP("Actions", "Saves every node and edge in Graphviz's language."),
        needs=("engine", "graph"), group="", value="dot", words="graphviz save graph export",
    ),
    Spec(
        "export_graphml", "export_graph", QT_TRANSLATE_NOOP("Actions", "&GraphML…"),
        QT_TRANSLATE_NOOP("Actions", "Saves every node and edge for graph tools such as yEd."),
        needs=("engine", "graph"), value="graphml", words="xml networkx save graph export",
    ),
    Spec(
        "export_json", "export_graph", QT_TRANSLATE_NOOP("Actions", "&JSON…"),
        QT_TRANSLATE_NOOP("Actions", "Saves every node and edge as JSON."),
        needs=("engine", "graph"), value="json", words="save graph export",
    ),
    Spec(
        "quit", "file", QT_TRANSLATE_NOOP("Actions", "&Quit"),
        QT_TRANSLATE_NOOP("Actions", "Closes the window and ends the engine."),
        keys=("Ctrl+Q",), icon="quit", words="exit close",
    ),
)  # fmt: skip

EXAMPLES = tuple(
    Spec(
        f"example_{name}", "examples", title, look, needs=("engine",),
        words=f"{name} open example model net", command=partial(_open, name),
    )
    for name, (title, look) in examples.listed().items()
)  # fmt: skip
