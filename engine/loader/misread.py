"""What is in a file that Python can't read."""

from __future__ import annotations

from ..sentences import QT_TRANSLATE_NOOP, Sentence

SAVE = QT_TRANSLATE_NOOP("Explain", "Correct the line, save the file and open it again.")


def misread(error: BaseException) -> tuple[Sentence, Sentence]:
    """Why a file does not parse, and what to do."""
    if "Missing parentheses in call to 'print'" in str(error):
        return (
            QT_TRANSLATE_NOOP("Explain", "The file is written for Python 2."),
            QT_TRANSLATE_NOOP("Explain", "Translate it to Python 3, then open it again."),
        )
    line = (error.text or "").lstrip() if isinstance(error, SyntaxError) else ""
    if line.startswith(("%", "!")):
        return (
            QT_TRANSLATE_NOOP("Explain", "The line is one for a notebook, and no Python."),
            QT_TRANSLATE_NOOP("Explain", "Take it out; the file is run as python would run it."),
        )
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return (
            QT_TRANSLATE_NOOP("Explain", "The file was merged, but not to the end."),
            QT_TRANSLATE_NOOP("Explain", "Choose one of the two versions, and remove the marks."),
        )
    if "codec can't decode" in str(error):
        return (
            QT_TRANSLATE_NOOP("Explain", "The file is not in the encoding that it should be in."),
            QT_TRANSLATE_NOOP(
                "Explain", "Save it as UTF-8, or name its encoding in its first line."
            ),
        )
    if isinstance(error, TabError | IndentationError):
        why = QT_TRANSLATE_NOOP("Explain", "The line is not indented like the lines around it.")
    else:
        why = QT_TRANSLATE_NOOP("Explain", "Python can't read the file: this is no valid Python.")
    return why, SAVE
