"""The program in docs/sandbox.md runs unchanged, and the options that the page names exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_the_program(tmp_path: Path) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "['bob']\n"


@pytest.mark.parametrize("option", ["url", "domain", "port", "tls", "ca-file", "json", "proxy-headers"])
def test_options_of_the_page_exist(option: str) -> None:
    from trunkline.cli.sandbox import sandbox

    assert f"--{option}" in PAGE
    assert f"--{option}" in [name for parameter in sandbox.params for name in parameter.opts]
