"""Make the video, the animation and the sound of the generated community, with ffmpeg and Pillow.

    python -m tests.sandbox.make_clips

The sources are drawn and computed here; the sandbox then processes them as uploads. The results are in the repository,
because a sandbox has to start without ffmpeg, and at once.
"""

from __future__ import annotations

import io
import json
import math
import subprocess
import tempfile
import wave
from pathlib import Path

from PIL import Image

from trunkline.sandbox.media.files import process
from trunkline.sandbox.seed.clips import CLIPS, FACTS
from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.pictures import SCENES

SIZE = (320, 180)
RATE, SECONDS = 12, 2
NOTES = (262, 330, 392, 523)


def sound(folder: Path) -> Path:
    """Write some notes as a WAV file."""
    path, rate = folder / "sound.wav", 8_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate)
        length = rate * SECONDS // len(NOTES)
        waves = (math.sin(2 * math.pi * note * n / rate) * (1 - n / length) for note in NOTES for n in range(length))
        file.writeframes(bytes(128 + int(100 * one) for one in waves))
    return path


def frames(scene: int, count: int) -> list[Image.Image]:
    """Let the camera pan over a scene."""
    image = SCENES[scene](Dice(scene))
    room = image.width - SIZE[0]
    return [image.crop((x, 100, x + SIZE[0], 100 + SIZE[1])) for x in (room * n // count for n in range(count))]


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg quietly."""
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *map(str, arguments)], check=True)


def video(folder: Path, scene: int) -> bytes:
    """A video with sound."""
    for number, frame in enumerate(frames(scene, RATE * SECONDS)):
        frame.save(folder / f"{number:03}.png")
    picture = ("-framerate", str(RATE), "-i", folder / "%03d.png", "-i", sound(folder))
    coded = ("-c:v", "libx264", "-crf", "34", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "24k")
    ffmpeg(*picture, *coded, folder / "video.mp4")
    return (folder / "video.mp4").read_bytes()


def animation(scene: int) -> bytes:
    """An animated GIF."""
    first, *others = frames(scene, RATE)
    buffer = io.BytesIO()
    first.save(buffer, "GIF", save_all=True, append_images=others, duration=100)
    return buffer.getvalue()


def record(folder: Path, scene: int) -> bytes:
    """Sound with a cover."""
    SCENES[scene](Dice(scene)).resize((240, 160)).save(folder / "cover.png")
    cover = ("-i", folder / "cover.png", "-map", "0", "-map", "1", "-disposition:v", "attached_pic")
    ffmpeg("-i", sound(folder), *cover, folder / "record.mp3")
    return (folder / "record.mp3").read_bytes()


def main() -> None:
    """Write the files, and what the sandbox says of them."""
    facts = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = (
            ("field", 4, video(folder, 4), "video/mp4"),
            ("city", 2, animation(2), "image/gif"),
            ("notes", 5, record(folder, 5), "audio/mpeg"),
        )
    for title, scene, data, content_type in sources:
        made = process(data, content_type)
        final = made.convert()
        assert made.preview is not None
        colours = {} if made.preview.colours is None else {"colors": made.preview.colours}
        meta = {**colours, "original": made.facts | final.facts, "small": made.preview.size}
        poster = f"{title}-small.{made.preview.file.extension}"
        (CLIPS / f"{title}.{final.file.extension}").write_bytes(final.file.data)
        (CLIPS / poster).write_bytes(made.preview.file.data)
        facts.append(
            {
                "type": made.type,
                "scene": scene,
                "file": f"{title}.{final.file.extension}",
                "content_type": final.file.content_type,
                "preview": poster,
                "preview_type": made.preview.file.content_type,
                "blurhash": made.preview.blurhash,
                "meta": meta,
            }
        )
    FACTS.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
