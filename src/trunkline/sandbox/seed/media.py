"""Attachments of posts: images from a pool, a video, an animation and a sound."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.sandbox.seed.clips import Clip, clips
from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.pictures import Picture, avatars, emojis, photos
from trunkline.sandbox.seed.posts import Post
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.seed.world import World

_COUNTS = (1, 1, 1, 1, 1, 2, 2, 3, 4)
_SECONDS_BEFORE_POST = 20
_WITH_ALT_TEXT = 0.85
_SOUND = 0.15
_POSTS_PER_CLIP = 4
_FIRST_CLIP = 1
_SCENES_BY_TOPIC = {"sky": 3, "walks": 1, "trains": 2, "garden": 4, "music": 5}

_EMOJI_CATEGORIES = {"blobcat": "Blobs", "blobheart": "Blobs", "verified_human": "Badges"}


def attach_media(world: World, post: Post) -> None:
    """Attach one to four images; a sound to some posts about music, and a video, an animation or a sound to others."""
    if post.topic == "music" and world.dice.chance(_SOUND):
        _attach_clip(world, post, _sound(), described=False)
        return
    dice = world.dice
    drawn = [(_picture(world, post.topic), dice.chance(_WITH_ALT_TEXT)) for _ in range(dice.pick(_COUNTS))]
    number = next(world.media_posts)
    if number % _POSTS_PER_CLIP == _FIRST_CLIP:
        _attach_clip(world, post, clips()[number // _POSTS_PER_CLIP % len(clips())], described=drawn[0][1])
        return
    for position, (picture, described) in enumerate(drawn):
        alt = post.language.alts[picture.scene] if described else None
        _attach(world, post, position, "image", picture.path, picture.preview_path, picture.meta, alt, picture.blurhash)


def _sound() -> Clip:
    return next(clip for clip in clips() if clip.type == "audio")


def _attach_clip(world: World, post: Post, clip: Clip, *, described: bool) -> None:
    alt = post.language.alts[clip.scene] if described else None
    _attach(world, post, 0, clip.type, clip.path, clip.preview_path, clip.meta, alt, clip.blurhash)


def _picture(world: World, topic: str) -> Picture:
    pool = photos()
    scene = _SCENES_BY_TOPIC.get(topic)
    if scene is None or world.dice.chance(0.3):
        return world.dice.pick(pool)
    return world.dice.pick([picture for picture in pool if picture.scene == scene])


def _attach(
    world: World,
    post: Post,
    position: int,
    kind: str,
    path: str,
    preview: str,
    meta: str,
    alt: str | None,
    blurhash: str | None,
) -> None:
    at = post.at - _SECONDS_BEFORE_POST * 1_000
    # The low bits of the post's own id keep this one unique: no two posts have the same time.
    media_id = (at << 16) | (post.id + position) & 0xFFFF
    post.media.append({"id": media_id, "description": alt})
    remote = None if post.author.local else f"https://{post.author.domain}{path}"
    world.rows.add(
        "media_attachments", media_id, post.author.id, post.id, position, kind, path, preview, remote, meta,
        alt, blurhash, at,
    )  # fmt: skip


def write_files(rows: Rows, people: Iterable[Person]) -> None:
    """Write the files that the sandbox serves, and the custom emojis of the servers of `people`."""
    add = rows.add
    for picture in photos():
        add("files", picture.path, "image/jpeg", picture.data)
        add("files", picture.preview_path, "image/jpeg", picture.preview)
    for icon in (*avatars(), *emojis().values()):
        add("files", icon.path, "image/png", icon.data)
    for clip in clips():
        add("files", clip.path, clip.content_type, clip.data)
        add("files", clip.preview_path, clip.preview_type, clip.preview)
    for domain in dict.fromkeys(person.domain for person in people):
        for code, icon in emojis().items():
            add("custom_emojis", code, domain, icon.path, icon.path, _EMOJI_CATEGORIES.get(code))
