"""The sandbox answers as a real Mastodon did, but for the calls in `left/`."""

from __future__ import annotations

import pytest

from tests.oracle.left import HERE, MODULES, differing, left
from trunkline.sandbox.media.ffmpeg import has_ffmpeg


def test_answers() -> None:
    same, new = [], []
    everything = differing()
    if not has_ffmpeg():
        del everything["media"]
    for module, found in everything.items():
        known = left(module)
        same += [f"{module}.{section} {number}" for section, number in sorted(known.keys() - found.keys())]
        new += [f"{module}.{call[0]} {call[1]}: {found[call]}" for call in sorted(found.keys() - known.keys())]
    assert not same, f"answered alike now, remove them with `python -m tests.oracle.left`: {', '.join(same)}"
    assert not new, "\n".join(["a real Mastodon answers otherwise:", *new])
    if not has_ffmpeg():
        pytest.skip(
            "ffmpeg is not installed, without which the sandbox converts no media; all other calls are the same"
        )


def test_every_list_belongs_to_a_module_and_has_reasons() -> None:
    assert {path.stem for path in (HERE / "left").glob("*")} <= set(MODULES)
    assert all(reason.strip() for module in MODULES for reason in left(module).values())
