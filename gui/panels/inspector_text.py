"""What the inspector says about a node or a parameter, as HTML. Snapshots in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QCoreApplication

from ...engine.messages import (
    ALIVE,
    FREED,
    UNOBSERVED,
    Detail,
    Flow,
    GradientDetail,
    ParameterRow,
    SavedTensor,
)
from ..failure_text import explained
from ..theme import Palette
from . import numbers
from .found import FoundGraph, module_label
from .operations import meaning

translate = QCoreApplication.translate

CLOSE = "margin-top:2px; margin-bottom:4px"

Facts = Sequence[tuple[str, str]]


def hint() -> str:
    """What to do when nothing is selected."""
    text = translate(
        "Inspector",
        "Click an operation or a parameter in the graph, or a row of the parameter table: "
        "everything about it appears here.",
    )
    return f"<p>{escape(text)}</p>"


def gone() -> str:
    """A node is selected that the graph does not have."""
    text = translate("Inspector", "The graph that this operation belonged to is gone.")
    return f"<p>{escape(text)}</p>"


def node(graph: FoundGraph, index: int, flow: Flow | None, palette: Palette) -> str:
    """An operation: its name and meaning, where it was made, its state, and its neighbours."""
    message = graph.message
    name = message.names[index]
    facts = [
        (translate("Inspector", "Module"), escape(module_label(message, index))),
        (translate("Inspector", "Line"), escape(graph.label(message.lines, index))),
        (translate("Inspector", "Receives"), escape(graph.received(index))),
    ]
    if flow is not None and index < len(flow.states.numpy()):
        facts.append((translate("Inspector", "State"), state(int(flow.states.numpy()[index]))))
    parts = [title(name, translate("Inspector", "node {0}").format(index), palette)]
    parts.append(paragraph(meaning(name)))
    if flow is not None and index in flow.failed:
        text = translate("Inspector", "The last error points at this node.")
        parts.append(_alarm(text, palette))
    parts += [table(facts, palette), next_functions(graph, index, palette)]
    parts.append(named_by(graph, index))
    return "".join(parts)


def parameter(
    name: str, row: ParameterRow | None, graph: FoundGraph | None, flow: Flow | None,
    palette: Palette,
) -> str:  # fmt: skip
    """A parameter: its numbers, and the AccumulateGrad its gradient arrives at."""
    kind = translate("Inspector", "parameter")
    parts = [title(name, kind, palette)]
    if row is not None:
        parts.append(table(_row_facts(row), palette))
    found = None if graph is None else graph.accumulator(name)
    if graph is None or found is None:
        text = translate("Inspector", "It is not in the current graph.")
        return "".join([*parts, paragraph(text)])
    text = translate("Inspector", "Its gradient arrives at node {0}, {1}.")
    parts.append(paragraph(text.format(found, f"<{graph.message.names[found]}>")))
    parts.append(paragraph(meaning(graph.message.names[found])))
    parts.append(arrived(found, flow))
    parts.append(named_by(graph, found))
    return "".join(parts)


def arrived(index: int, flow: Flow | None) -> str:
    """In one sentence: what the last backward brought to a node."""
    if flow is None or index >= len(flow.norms.numpy()):
        return ""
    if flow.backward == UNOBSERVED:
        text = translate("Inspector", "Not known: no backward was watched.")
    elif not flow.backward:
        text = translate("Inspector", "No backward has run on this graph yet.")
    elif not flow.reached.numpy()[index]:
        text = translate("Inspector", "The last backward brought no gradient here.")
    else:
        order = int(flow.order.numpy()[index])
        text = translate("Inspector", "The last backward brought a gradient of norm {0} here.")
        if order >= 0:
            text = translate(
                "Inspector",
                "The last backward brought a gradient of norm {0} here; it ran this node as "
                "number {1}.",
            )
        text = text.format(numbers.flagged(float(flow.norms.numpy()[index])), order + 1)
    if not flow.closed:
        return paragraph(text)
    later = translate(
        "Inspector",
        "Since then Step has run backward by itself, in its closure: what is in .grad is of that.",
    )
    return paragraph(text) + paragraph(later)


def gradients(index: int, flow: Flow | None, detail: Detail | None, palette: Palette) -> str:
    """The gradient that arrived at each slot: shape, norm, range, NaN and Inf, or why not."""
    parts = [heading(translate("Inspector", "Gradient")), arrived(index, flow)]
    ran = flow is not None and index < len(flow.reached.numpy()) and flow.reached.numpy()[index]
    if detail is None or not ran:
        return "".join(parts)
    if detail.iteration != (flow.iteration if flow is not None else detail.iteration):
        text = translate("Inspector", "What follows was read at iteration {0}.")
        parts.append(paragraph(text.format(numbers.count(detail.iteration))))
    several = len(detail.gradients) > 1
    for slot, gradient in enumerate(detail.gradients):
        label = translate("Inspector", "Output {0}").format(slot) if several else ""
        parts.append(_gradient(label, gradient, palette))
    if detail.note:
        parts.append(paragraph(explained(detail.note)))
    elif not any(g is not None and g.value is not None for g in detail.gradients):
        text = translate(
            "Inspector",
            "Its values were not kept: they are while a node is selected. Run Forward and "
            "Backward again to see them.",
        )
        parts.append(paragraph(text))
    return "".join(parts)


def saved(tensors: Iterable[SavedTensor], palette: Palette) -> str:
    """What the node keeps for backward."""
    rows = []
    for item in tensors:
        text = escape(item.text)
        if item.state == "freed":
            word = translate("Inspector", "freed")
            text = f"<s>{text}</s> {word}" if text else word
        elif item.state == "none":
            text = "None"
        elif item.state == "packed":
            text = translate("Inspector", "packed by a hook: {0}").format(text)
        rows.append((f"<code>_saved_{escape(item.name)}</code>", text))
    title = heading(translate("Inspector", "Saved for backward"))
    if not rows:
        return title + paragraph(translate("Inspector", "Nothing."))
    return title + table(rows, palette)


def next_functions(graph: FoundGraph, index: int, palette: Palette) -> str:
    """The tuple as Python prints it, but for (None, 0); each name is a link to its node."""
    items = graph.next_functions(index)
    lines = []
    for place, (target, number) in enumerate(items):
        last = place == len(items) - 1
        end = (",)" if len(items) == 1 else ")") if last else ","
        note = graph.parameter(target)
        comment = _muted(f"  # {escape(note)}", palette) if note else ""
        start = "(" if place == 0 else "&nbsp;"
        lines.append(f"{start}({link(graph, target)}, {number}){end}{comment}")
    text = "<br>".join(lines) if lines else "()"
    left_out = translate("Inspector", "Inputs without gradient, (None, 0) in Python, are left out.")
    return (
        heading("next_functions")
        + f'<p style="{CLOSE}"><code>{text}</code></p>'
        + (f'<p style="{CLOSE}">{_muted(escape(left_out), palette)}</p>' if lines else "")
    )


def named_by(graph: FoundGraph, index: int) -> str:
    """The nodes whose next_functions name this one, as Python would reach it from them."""
    items = graph.named_by(index)
    title = heading(translate("Inspector", "Named by"))
    if not items:
        text = translate("Inspector", "No node: backward starts here.")
        return title + paragraph(text)
    lines = [f"{link(graph, source)}.next_functions" for source, _ in items[:MOST]]
    if len(items) > MOST:
        more = translate("Inspector", "and {0} more").format(numbers.count(len(items) - MOST))
        lines.append(escape(more))
    return title + f'<p style="{CLOSE}"><code>{"<br>".join(lines)}</code></p>'


MOST = 50  # nodes listed by name


def state(code: int) -> str:
    """A node's state in words."""
    if code == FREED:
        return translate(
            "Inspector",
            "freed: backward has let go of what it saved, and a second backward through it fails",
        )
    if code == ALIVE:
        return translate("Inspector", "alive: it holds what it saved for backward")
    return translate("Inspector", "it saves nothing for backward")


def _row_facts(row: ParameterRow) -> Facts:
    gradient = numbers.flagged(row.gradient_norm)
    if row.gradient_norm is None:
        gradient = translate("Inspector", "None: no gradient yet")
    facts = [
        (
            translate("Inspector", "Shape"),
            f"{numbers.shape_text(row.shape)}, {escape(row.dtype)}, "
            + translate("Inspector", "{0} numbers").format(numbers.count(numbers.size(row.shape))),
        ),
        (translate("Inspector", "Weight norm"), numbers.flagged(row.weight_norm)),
        (translate("Inspector", "Gradient norm"), gradient),
    ]
    if row.update_ratio is not None:
        label = translate("Inspector", "Update / weight")
        facts.append((label, numbers.flagged(row.update_ratio)))
    if row.accumulations > 1:
        text = translate("Inspector", "accumulated ×{0} since zero_grad")
        facts.append((translate("Inspector", "Accumulations"), text.format(row.accumulations)))
    return facts


def _gradient(label: str, gradient: GradientDetail | None, palette: Palette) -> str:
    if gradient is None:
        text = translate("Inspector", "None: no gradient arrived at this output.")
        return table([(label, text)], palette) if label else paragraph(text)
    facts = [
        (
            label or translate("Inspector", "Shape"),
            f"{numbers.shape_text(gradient.shape)} {escape(gradient.dtype)}",
        ),
        (translate("Inspector", "Norm"), numbers.flagged(gradient.norm)),
    ]
    if gradient.minimum is not None and gradient.maximum is not None:
        text = translate("Inspector", "{0} to {1}")
        text = text.format(numbers.number(gradient.minimum), numbers.number(gradient.maximum))
        facts.append((translate("Inspector", "Range"), text))
    strange = numbers.anomalies(gradient.nans, gradient.infs)
    found = table(facts, palette)
    return found + (_alarm(strange, palette) if strange else "")


def link(graph: FoundGraph, index: int) -> str:
    """A node's name that leads to it."""
    return f'&lt;<a href="node:{index}">{escape(graph.message.names[index])}</a>&gt;'


def title(name: str, kind: str, palette: Palette) -> str:
    """What is inspected, and what it is."""
    plain = f'<span style="font-size:medium; font-weight:normal">{escape(kind)}</span>'
    return f'<h3 style="{CLOSE}">{escape(name)}&nbsp; {_muted(plain, palette)}</h3>'


def heading(text: str) -> str:
    """The title of a section."""
    return f'<p style="margin-top:10px; margin-bottom:2px"><b>{escape(text)}</b></p>'


def paragraph(text: str) -> str:
    """A sentence or more of plain text; "" gives nothing."""
    return f'<p style="{CLOSE}">{escape(text)}</p>' if text else ""


def _alarm(text: str, palette: Palette) -> str:
    sign = f'<b style="color:{palette.danger}">{numbers.SIGN} {escape(text)}</b>'
    return f'<p style="{CLOSE}">{sign}</p>'


def _muted(html: str, palette: Palette) -> str:
    return f'<span style="color:{palette.muted}">{html}</span>'


def table(facts: Facts, palette: Palette) -> str:
    """Names and values in two columns; what has no value is left out."""
    rows = [
        f'<tr><td style="padding-right:10px">{_muted(label, palette)}</td><td>{text}</td></tr>'
        for label, text in facts
        if text
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""
