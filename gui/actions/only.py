"""Showing a part of the graph alone."""

from __future__ import annotations

from .spec import QT_TRANSLATE_NOOP, Spec

ONLY = (
    Spec(
        "only_ancestors", "only", QT_TRANSLATE_NOOP("Actions", "&Ancestors"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only from where the gradient of the selection comes, up to the loss."
        ),
        keys=("Ctrl+Shift+Up",), icon="only_ancestors", needs=("graph", "selection"),
        words="show only above towards loss upstream",
    ),
    Spec(
        "only_descendants", "only", QT_TRANSLATE_NOOP("Actions", "&Descendants"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only to where the selection hands gradients on, along next_functions."
        ),
        keys=("Ctrl+Shift+Down",), icon="only_descendants", needs=("graph", "selection"),
        words="show only below next_functions downstream",
    ),
    Spec(
        "only_both", "only", QT_TRANSLATE_NOOP("Actions", "Ancestors and d&escendants"),
        QT_TRANSLATE_NOOP("Actions", "Shows only what lies on some path through the selection."),
        keys=("Ctrl+Shift+B",), icon="only_both", needs=("graph", "selection"),
        words="show only lineage through",
    ),
    Spec(
        "only_to_loss", "only", QT_TRANSLATE_NOOP("Actions", "&Path to the loss"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Shows only the paths on which a gradient comes from the loss to the selection.",
        ),
        keys=("Ctrl+Shift+L",), icon="only_to_loss", needs=("graph", "selection"),
        words="show only parameter root backward",
    ),
    Spec(
        "mark_start", "only", QT_TRANSLATE_NOOP("Actions", "&Mark as start of a path"),
        QT_TRANSLATE_NOOP(
            "Actions", "Remembers the selection as one end of a path. Then select the other end."
        ),
        keys=("Ctrl+M",), icon="mark_start", needs=("graph", "selection"),
        words="path between two from",
    ),
    Spec(
        "path_here", "only", QT_TRANSLATE_NOOP("Actions", "Path &to here"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only the paths between the marked start and the selection."
        ),
        keys=("Ctrl+Shift+M",), icon="path_here", needs=("graph", "selection", "marked"),
        words="show only between two nodes",
    ),
    Spec(
        "only_matches", "only", QT_TRANSLATE_NOOP("Actions", "Mat&ches of the search"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only what the search has found, with its parameters."
        ),
        keys=("Ctrl+Shift+Return",), icon="filter", needs=("graph", "matches"),
        words="show only found filter",
    ),
    Spec(
        "others_hidden", "others", QT_TRANSLATE_NOOP("Actions", "&Hide"),
        QT_TRANSLATE_NOOP("Actions", "Hides everything else, and says how much that is."),
        group="others", checkable=True, checked=True, value="hidden", words="others rest",
    ),
    Spec(
        "others_folded", "others", QT_TRANSLATE_NOOP("Actions", "&Fold"),
        QT_TRANSLATE_NOOP("Actions", "Folds the modules in which nothing is shown alone."),
        group="others", checkable=True, value="folded", words="others rest collapse",
    ),
    Spec(
        "others_dimmed", "others", QT_TRANSLATE_NOOP("Actions", "&Dim"),
        QT_TRANSLATE_NOOP("Actions", "Paints everything else paler, where it was."),
        group="others", checkable=True, value="dimmed", words="others rest pale",
    ),
    Spec(
        "show_everything", "only", QT_TRANSLATE_NOOP("Actions", "&Show everything again"),
        QT_TRANSLATE_NOOP(
            "Actions", "Ends showing a part alone. In the graph, Esc does so where nothing is "
            "selected."
        ),
        keys=("Ctrl+Shift+A",), icon="show_everything", needs=("focused",),
        words="all unhide reset clear filter",
    ),
)  # fmt: skip
