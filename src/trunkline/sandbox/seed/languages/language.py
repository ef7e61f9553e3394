"""The texts that a language provides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the options of its poll."""

    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """Sentences in one language.

    ``{n}`` in a sentence stands for a number between 2 and 48, ``{place}`` for one of `places`, which are
    whole phrases ("in Lisbon"), because many languages inflect names.
    """

    code: str
    utc_offset: int
    """Hours between UTC and the time zone of most of its writers."""
    places: tuple[str, ...]
    topics: dict[str, tuple[str, ...]]
    """Sentences by topic (the keys of `trunkline.sandbox.seed.topics.TOPICS`)."""
    tags: dict[str, str]
    """The hashtag of a topic in this language, without ``#``."""
    openers: tuple[str, ...]
    closers: tuple[str, ...]
    replies: tuple[str, ...]
    direct: tuple[str, ...]
    """Texts of direct messages."""
    questions: tuple[Question, ...]
    warnings: tuple[str, ...]
    """Content warnings."""
    alts: tuple[str, ...]
    """Descriptions of the pictures in `trunkline.sandbox.seed.pictures.SCENES`, in their order."""
    bios: tuple[str, ...]
