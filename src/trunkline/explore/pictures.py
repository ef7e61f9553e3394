"""Charts as inline SVG, one for wide pages and one for phones, of which the style sheet shows the one that fits."""

from __future__ import annotations

import re
from html import unescape

import vl_convert
from markupsafe import Markup, escape

from trunkline.explore.answers import SMALL, Answer
from trunkline.explore.theme import FROM_PAGE, spec_of

PHONE = 620
"""Width in pixels of a page up to which the chart for phones is shown."""

_LARGER = {"large": 1.1, "small": 1.4}
"""How much larger than drawn a chart may be shown."""

_ROOT = re.compile(r"\A<svg [^>]*?width=\"(\d+)\" height=\"(\d+)\"[^>]*>")
_IDS = re.compile(r"(\bid=\"|=\"url\(#)")
_MARKS = re.compile(r"<(path|text) aria-label=\"([^\"]*+)\"((?: [\w-]++=\"[^\"]*+\")*+)(/?)>")


def anchor(answer: Answer) -> str:
    """Return the ``id`` of the element of an answer."""
    return answer.title.lower().replace(" ", "-")


def picture(answer: Answer) -> Markup:
    """Return the chart of an answer as SVG with ids unique on the page and colours from the page's CSS variables.

    Marks have titles, which browsers show under the pointer.
    """
    sizes = {"large": answer.width, "small": SMALL}
    return Markup("").join(_drawn(answer, name, width) for name, width in sizes.items())


def _drawn(answer: Answer, name: str, width: int) -> Markup:
    svg = vl_convert.vegalite_to_svg(spec_of(answer, FROM_PAGE, width))
    svg = _IDS.sub(lambda found: f"{found[1]}{anchor(answer)}-{name}-", svg)
    svg = titled(svg)
    svg = _ROOT.sub(lambda found: _root(answer, name, found[1], found[2]), svg, count=1)
    return Markup(svg)  # noqa: S704  (Vega escapes)


def titled(svg: str) -> str:
    """Return SVG of Vega in which marks have their labels as titles too, for all that is cut."""
    return _MARKS.sub(_with_title, svg)


def _with_title(found: re.Match[str]) -> str:
    name, label, attributes, closed = found.groups()
    start = f'<{name} aria-label="{label}"{attributes}><title>{escape(unescape(label))}</title>'
    return f"{start}</{name}>" if closed else start


def _root(answer: Answer, name: str, width: str, height: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" role="img" aria-label="{escape(answer.title)}" '
        f'viewBox="0 0 {width} {height}" style="max-width:{int(width) * _LARGER[name]:.0f}px">'
    )
