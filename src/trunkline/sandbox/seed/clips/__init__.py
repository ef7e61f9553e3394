"""A video, an animation and a sound with a cover. `tests/sandbox/make_clips.py` made the files beside this one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CLIPS = Path(__file__).parent
FACTS = CLIPS / "clips.json"


@dataclass(frozen=True, slots=True)
class Clip:
    """An attachment with its preview.

    Attributes:
        type: Mastodon's type: video, gifv, audio.
        scene: index of the drawn scene that it shows.
        path: address below the server's.
        content_type: MIME type.
        data: content.
        preview_path: address of the preview.
        preview_type: MIME type of the preview.
        preview: content of the preview.
        blurhash: blurhash of the preview.
        meta: metadata as JSON.
    """

    type: str
    scene: int
    path: str
    content_type: str
    data: bytes
    preview_path: str
    preview_type: str
    preview: bytes
    blurhash: str
    meta: str


@cache
def clips() -> tuple[Clip, ...]:
    """Return the clips."""
    return tuple(
        Clip(
            one["type"],
            one["scene"],
            f"/system/seed/media/{one['file']}",
            one["content_type"],
            (CLIPS / one["file"]).read_bytes(),
            f"/system/seed/media/{one['preview']}",
            one["preview_type"],
            (CLIPS / one["preview"]).read_bytes(),
            one["blurhash"],
            json.dumps(one["meta"]),
        )
        for one in json.loads(FACTS.read_text(encoding="utf-8"))
    )
