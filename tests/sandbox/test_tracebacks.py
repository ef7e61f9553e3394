"""With pytest, errors of the package end in the line of the program, and faults inside of it do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
from trunkline import Mastodon
from trunkline.ids import Id


def ask():
    return Mastodon(api_base_url="http://127.0.0.1:1").status_post(None, visibility="nowhere")


def test_error():
    ask()


def test_fault():
    Mastodon(api_base_url="http://127.0.0.1:1").run(7)
"""


def failures(folder: Path, *options: str) -> str:
    (folder / "test_it.py").write_text(PROGRAM)
    plugin = ("-p", "trunkline.sandbox.pytest_plugin")
    done = subprocess.run(
        [sys.executable, *"-m pytest -q --tb=short -p no:cacheprovider".split(), *plugin, *options],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60,
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2] / "src"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip
    assert "2 failed" in done.stdout, done.stdout + done.stderr
    return done.stdout


def test_the_traceback_ends_in_the_callers_line(tmp_path: Path) -> None:
    error, _, fault = failures(tmp_path).partition("test_fault")
    assert "in ask" in error
    assert "endpoint.py" not in error
    assert "drivers.py" in fault


def test_all_of_it_is_to_be_had(tmp_path: Path) -> None:
    error, _, _ = failures(tmp_path, "--full-trace").partition("test_fault")
    assert "endpoint.py" in error
