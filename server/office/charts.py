"""Charts as SVG that stand in the page: no script and no style of their own, a title and a description for who cannot see them.

The numbers stand in a table beside each; colours and forced colours are the style sheet's (pwa/styles/office/_figures.scss).
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, tostring

import leather
from defusedxml.ElementTree import fromstring
from markupsafe import Markup

WIDTH, HEIGHT = 720, 260
_LEAST_TOP = 4  # below it a scale would show parts of one
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def draw_columns(columns: Sequence[tuple[str, int]], *, name: str, title: str, description: str) -> Markup:
    """A column for each (label, number). `name` is the chart's own on its page."""
    chart = leather.Chart()
    chart.add_columns([(label, number) for label, number in columns])
    chart.add_y_scale(0, max(_LEAST_TOP, *(number for _, number in columns)))
    # In an HTML page no element needs a namespace, and attributes without one could not be written beside a default one.
    svg = fromstring(chart.to_svg(width=WIDTH, height=HEIGHT).replace(_NAMESPACE, ""))
    for length in ("width", "height"):
        del svg.attrib[length]  # it is as wide as there is room
    svg.set("viewBox", f"0 0 {WIDTH} {HEIGHT}")
    svg.set("role", "img")
    svg.set("aria-labelledby", f"{name}-title {name}-words")
    for place, (tag, part, words) in enumerate((("title", "title", title), ("desc", "words", description))):
        said = Element(tag, {"id": f"{name}-{part}"})
        said.text = words
        svg.insert(place, said)
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704 - drawn here, text escaped
