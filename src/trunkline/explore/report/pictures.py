"""Charts as inline SVG."""

from __future__ import annotations

import re

import vl_convert
from markupsafe import Markup, escape

from trunkline.explore.answers import Answer
from trunkline.explore.report.names import anchor
from trunkline.explore.theme import FROM_PAGE, spec_of

_WIDE, _NARROW = 996, 464
_ROOT = re.compile(r"\A<svg [^>]*?width=\"(\d+)\" height=\"(\d+)\"[^>]*>")
_IDS = re.compile(r"(\bid=\"|url\(#)")


def picture(answer: Answer) -> Markup:
    """Return the chart of an answer as SVG with ids unique on the page and colours from the page's CSS variables."""
    width = _WIDE if answer.wide else _NARROW
    svg = vl_convert.vegalite_to_svg(spec_of(answer, FROM_PAGE, width))
    svg = _IDS.sub(lambda found: f"{found[1]}{anchor(answer)}-", svg)
    return Markup(_ROOT.sub(lambda found: _root(answer, found[1], found[2]), svg, count=1))  # noqa: S704  (Vega escapes)


def _root(answer: Answer, width: str, height: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(answer.title)}" '
        f'viewBox="0 0 {width} {height}" style="max-width:{width}px">'
    )
