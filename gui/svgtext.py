"""Makes Qt's SVG look alike everywhere: texts keep their widths where their font is missing."""

from __future__ import annotations

import re
from html import escape, unescape

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

FALLBACK = "DejaVu Sans, Noto Sans, Helvetica, Arial, sans-serif"
TEXT = re.compile(
    r'(?P<tag><text [^>]*?)font-family="(?P<family>[^"]*)" font-size="(?P<size>[^"]*)" '
    r'font-weight="(?P<weight>[^"]*)"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>'
)
EMPTY = re.compile(r"<g [^>]*>\s*</g>\s*")
UNUSED = re.compile(r'\s*font-family="[^"]*" font-size="[^"]*" font-weight="[^"]*" '
                    r'font-style="[^"]*"\s*>\n')  # fmt: skip
ROOT = re.compile(r'<svg width="[^"]*" height="[^"]*"')


def portable(svg: bytes, width: int, height: int) -> bytes:
    """Qt's SVG with other fonts to fall back on, and each text as wide as it was measured.

    Parameters
    ----------
    width, height : int
        How large it is shown, in CSS pixels.

    Source: https://www.w3.org/TR/SVG11/text.html#TextElementTextLengthAttribute
    """
    widths = _Widths()
    text = UNUSED.sub(">\n", EMPTY.sub("", svg.decode()))  # Qt opens a group for every pen
    text = TEXT.sub(widths.fixed, text)
    return ROOT.sub(f'<svg width="{width}" height="{height}"', text, count=1).encode()


class _Widths:
    """Measures texts as they were painted."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[str, str, str], tuple[QFontMetricsF, str]] = {}

    def fixed(self, found: re.Match[str]) -> str:
        """One <text> with its length."""
        family, size, weight = found["family"], found["size"], found["weight"]
        known = self._fonts.get((family, size, weight))
        if known is None:
            font = QFont(unescape(family))
            font.setPixelSize(max(round(float(size)), 1))
            font.setWeight(QFont.Weight(int(weight)))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            real = escape(QFontInfo(font).family())  # "Sans Serif" is an alias of this system
            known = self._fonts[family, size, weight] = QFontMetricsF(font), real
        metrics, real = known
        wide = metrics.horizontalAdvance(unescape(found["text"]))
        return (
            f'{found["tag"]}font-family="{real}, {FALLBACK}" font-size="{size}" '
            f'font-weight="{weight}"{found["rest"].rstrip()} textLength="{wide:.2f}" '
            f'lengthAdjust="spacingAndGlyphs">{found["text"]}</text>'
        )
