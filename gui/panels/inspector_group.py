"""The texts of the inspector for a module or another group that folds into one box."""

from __future__ import annotations

from collections import Counter
from html import escape

import numpy as np
from PySide6.QtCore import QCoreApplication

from ...engine.messages import ALIVE, FREED, Flow
from ..selection import Group
from ..theme import Palette
from . import inspector_text as words
from . import numbers
from .found import FoundGraph

translate = QCoreApplication.translate

MOST_KINDS = 12
MOST_LINKS = 6


def group(graph: FoundGraph, chosen: Group, flow: Flow | None, palette: Palette) -> str:
    """What a group holds, and what the last backward brought to it."""
    parts = [words.title(chosen.title, chosen.detail, palette)]
    facts = [(translate("Inspector", "Operations"), numbers.count(len(chosen.nodes)))]
    if chosen.count > 1:
        facts.append((translate("Inspector", "Equal elements"), f"×{numbers.count(chosen.count)}"))
    if flow is not None and len(flow.states.numpy()) == len(graph):
        facts.append((translate("Inspector", "State"), _states(chosen, flow)))
    parts.append(words.table(facts, palette))
    if flow is not None and flow.backward > 0 and len(flow.norms.numpy()) == len(graph):
        parts += [words.heading(translate("Inspector", "Gradient")), _flow(graph, chosen, flow)]
    parts += [words.heading(translate("Inspector", "Holds")), _kinds(graph, chosen)]
    return "".join(parts)


def _states(chosen: Group, flow: Flow) -> str:
    states = flow.states.numpy()[chosen.nodes]
    alive, freed = int((states == ALIVE).sum()), int((states == FREED).sum())
    text = translate("Inspector", "{0} alive, {1} freed, {2} save nothing")
    rest = len(states) - alive - freed
    return text.format(numbers.count(alive), numbers.count(freed), numbers.count(rest))


def _flow(graph: FoundGraph, chosen: Group, flow: Flow) -> str:
    """The range of norms, each end with a link to its node; NaN and Inf before all."""
    nodes = chosen.nodes[flow.reached.numpy()[chosen.nodes] == 1]
    norms = flow.norms.numpy()[nodes]
    if not nodes.size:
        text = translate("Inspector", "The last backward brought no gradient here.")
        return words.paragraph(text)
    strange = nodes[~np.isfinite(norms)]
    lines = []
    if strange.size:
        text = translate("Inspector", "NaN or Inf at {0} operations: {1}")
        links = ", ".join(words.link(graph, int(n)) for n in strange[:MOST_LINKS])
        more = " …" if strange.size > MOST_LINKS else ""
        lines.append(f"{numbers.SIGN} {text.format(numbers.count(strange.size), links)}{more}")
    usual = np.isfinite(norms)
    for text, pick in (
        (translate("Inspector", "Smallest norm {0} at {1}"), np.argmin),
        (translate("Inspector", "Largest norm {0} at {1}"), np.argmax),
    ):
        if usual.any():
            at = int(np.flatnonzero(usual)[pick(norms[usual])])
            link = words.link(graph, int(nodes[at]))
            lines.append(text.format(numbers.number(float(norms[at])), link))
    return f"<p>{'<br>'.join(lines)}</p>"


def _kinds(graph: FoundGraph, chosen: Group) -> str:
    names = graph.message.names
    kinds = Counter(names[node] for node in chosen.nodes.tolist())
    lines = [
        f"{numbers.count(many)} × {escape(name)}" for name, many in kinds.most_common(MOST_KINDS)
    ]
    if len(kinds) > MOST_KINDS:
        text = translate("Inspector", "and {0} other kinds")
        lines.append(escape(text.format(numbers.count(len(kinds) - MOST_KINDS))))
    return f"<p><code>{'<br>'.join(lines)}</code></p>"
