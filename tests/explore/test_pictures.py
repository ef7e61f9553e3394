"""Charts as SVG: their titles, and text of others in them."""

from __future__ import annotations

from xml.etree import ElementTree

import pyarrow as pa
import pytest

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

from trunkline.explore import Answer
from trunkline.explore.charts import bars
from trunkline.explore.pictures import picture, titled

NAMES = [
    '<img src=x onerror="alert(1)">',
    "</text></svg><script>alert(1)</script>",
    'a" onload="alert(1)',
    "&lt;b&gt; & '",
    "מישהו@server.example",
    "long" * 100 + "@server.example",
]


def test_names_are_text_and_whole_in_the_titles() -> None:
    table = pa.table({"account": NAMES, "posts": list(range(len(NAMES), 0, -1))})
    page = f"<div>{picture(Answer('Names', '', table, bars(table, 'account', 'posts')))}</div>"
    root = ElementTree.fromstring(page)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"div", "svg", "g", "path", "text", "title", "defs", "clipPath", "line"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    titles = {element.text for element in root.iter() if element.tag.endswith("title")}
    for number, name in enumerate(NAMES):
        assert any(f"account: {name}" in str(title) for title in titles), number
    assert [svg.get("class") for svg in root] == ["large", "small"]


@pytest.mark.parametrize(
    ("svg", "result"),
    [
        ('<path aria-label="a" d="M0"/>', '<path aria-label="a" d="M0"><title>a</title></path>'),
        (
            '<text aria-label="&lt;b>" x="1">b</text>',
            '<text aria-label="&lt;b>" x="1"><title>&lt;b&gt;</title>b</text>',
        ),
        ('<path aria-hidden="true" d="M0"/>', '<path aria-hidden="true" d="M0"/>'),
    ],
)
def test_titles(svg: str, result: str) -> None:
    assert titled(svg) == result
