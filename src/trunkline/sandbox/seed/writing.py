"""Texts of posts, and their hashtags."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.sandbox.rules.text import BASE, MentionLink, format_text
from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.languages import Language
from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.topics import DAY_TAGS, RARE_TAGS, TOPICS

LINE_SEPARATOR = "\u2028"
CUSTOM_EMOJIS = (":blobcat:", ":blobheart:", ":partyfern:", ":tiny_train:", ":rainbow_tea:")
_WITHOUT_SPACES = ("ja",)


def phrase(dice: Dice, language: Language, choices: tuple[str, ...]) -> str:
    """Return one of `choices` with its placeholders filled."""
    text = dice.pick(choices)
    if "{" not in text:
        return text
    return text.format(n=dice.between(2, 48), place=dice.pick(language.places))


def post_text(dice: Dice, language: Language, topic: str, separator: str) -> str:
    """Compose a post about `topic` from one or more sentences."""
    sentences = [phrase(dice, language, language.topics[topic])]
    draw = dice.random()
    if draw < 0.3:
        sentences.insert(0, phrase(dice, language, language.openers))
    if draw > 0.6 or separator == LINE_SEPARATOR:
        sentences.append(phrase(dice, language, language.closers))
    if draw > 0.9:
        sentences.insert(1, phrase(dice, language, language.topics[topic]))
    if separator == " " and language.code in _WITHOUT_SPACES:
        separator = ""
    return separator.join(dict.fromkeys(sentences))


def ornament(dice: Dice, topic: str) -> str:
    """Return an emoji that fits the topic, or a custom one of the server."""
    return dice.pick(CUSTOM_EMOJIS) if dice.chance(0.3) else dice.pick(TOPICS[topic].emojis)


def hashtags(dice: Dice, language: Language, topic: str, weekday: int) -> list[str]:
    """Draw the tags of a post: mostly those of its topic, the popular ones first. `weekday` is 0 on Monday."""
    subject = TOPICS[topic]
    tags: list[str] = []
    if dice.chance(0.75):
        tags.append(language.tags[topic])
    while dice.chance(0.45) and len(tags) < 5:
        tags.append(dice.early(subject.tags))
    day_tag = DAY_TAGS.get((topic, weekday))
    if day_tag and dice.chance(0.5):
        tags.append(day_tag)
    if dice.chance(0.1):
        tags.append(dice.early(TOPICS[dice.pick(subject.neighbours)].tags))
    if dice.chance(0.06):
        tags.append(dice.early(RARE_TAGS))
    return list({tag.lower(): tag for tag in tags}.values())


def to_html(text: str, author: Person, mentioned: Iterable[Person]) -> str:
    """Format `text` as the server of `author` would."""
    html = format_text(text, {person.handle.lower(): mention_link(person) for person in mentioned})
    if author.domain is not None and "/tags/" in html:
        html = html.replace(f"{BASE}/tags/", f"https://{author.domain}/tags/")
    return html


def mention_link(person: Person) -> MentionLink:
    """Return the mention of `person`."""
    return MentionLink(person.username, person.handle, profile_url(person))


def profile_url(person: Person) -> str:
    """Return the URL of the profile of `person`."""
    return f"{BASE if person.domain is None else f'https://{person.domain}'}/@{person.username}"
