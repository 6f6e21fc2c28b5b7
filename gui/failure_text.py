"""A Failure as lines of text: the person's own line, what torch said, the way there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from ..engine import messages

LETTERS = 100  # of a line of source that are shown, the marked part among them
INDENT = "    "


def explained(words: messages.Sentence | str) -> str:
    """What the engine says, in the person's language; the words of others as they are."""
    if isinstance(words, messages.Sentence):
        return words.told(lambda template: QCoreApplication.translate("Explain", template))
    return words


def advice(failure: messages.Failure) -> str:
    """Why it happened and what to do, a line each; "" where nothing is known."""
    why, instead = explained(failure.why), explained(failure.instead)
    do = QCoreApplication.translate("FailureBanner", "Instead: {0}").format(instead)
    return "\n".join(line for line in (why, instead and do) if line)


def place(failure: messages.Failure) -> str:
    """Where it happened, "model.py:31, in blocks.1.conv"; "" where that is not known."""
    if not failure.file:
        return ""
    file = Path(failure.file).name
    line = f"{file}:{failure.line}" if failure.line else file
    if not failure.module:
        return line
    return QCoreApplication.translate("Failure", "{0}, in {1}").format(line, failure.module)


def code(failure: messages.Failure) -> list[str]:
    """The line of source, and a line with the carets below what failed."""
    if not failure.source.strip():
        return []
    return [INDENT + line for line in excerpt(failure.source, failure.caret)]


def excerpt(source: str, caret: str, room: int = LETTERS) -> list[str]:
    """A line and the carets below it without their indentation, cut to what fits.

    The marked part stays in sight: a line is cut at both ends, and "…" stands there.

    >>> excerpt("    x = fc(x)", "        ^^^^^")
    ['x = fc(x)', '    ^^^^^']
    """
    indent = len(source) - len(source.lstrip())
    line = source.rstrip()[indent:].replace("\t", " ")
    marks = caret.rstrip()[indent:].replace("\t", " ")
    first = len(marks) - len(marks.lstrip())
    start = max(0, min(first - room // 3, len(line) - room)) if len(line) > room else 0
    end = start + room
    head, tail = "…" if start else "", "…" if end < len(line) else ""
    shown = head + line[start:end] + tail
    below = (" " * len(head) + marks[start:end]).rstrip() if marks else ""
    return [shown, below] if below.strip() else [shown]


def said(failure: messages.Failure) -> str:
    """The exception's own words, or ours where nothing was raised."""
    text = explained(failure.text)
    return f"{failure.kind}: {text}" if failure.kind not in ("", text) else text


def summary(failure: messages.Failure) -> str:
    """The place, the line and the words: what a person needs first."""
    return "\n".join(line for line in (place(failure), *code(failure), said(failure)) if line)


def way(failure: messages.Failure) -> str:
    """The module calls and the lines of the person's that led there; "" where there are none."""
    translate = QCoreApplication.translate
    lines = []
    if failure.shapes:
        lines.append(translate("Failure", "Modules up to there:"))
        lines += [INDENT + shape for shape in failure.shapes]
    if len(failure.frames) > 1:
        lines.append(translate("Failure", "Your lines up to there, the last one last:"))
        for frame in failure.frames:
            name = Path(frame.file).name
            head = translate("Failure", "{0}:{1}, in {2}")
            lines.append(INDENT + head.format(name, frame.line, frame.function))
            if frame.source.strip():
                lines.append(2 * INDENT + excerpt(frame.source, "")[0])
    return "\n".join(lines)


def in_full(failure: messages.Failure) -> str:
    """Everything as text for the clipboard, with the file's whole path."""
    lines = [f">>> {failure.statement}"] if failure.statement else []
    if failure.file:
        place = f"{failure.file}:{failure.line}" if failure.line else failure.file
        lines.append(place)
        lines += [text for text in (failure.source, failure.caret) if text.strip()]
    lines += [said(failure), way(failure), advice(failure)]
    return "\n".join(line for line in lines if line)
