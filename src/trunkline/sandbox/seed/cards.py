"""Articles, videos and photos of invented magazines, with preview cards."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.sandbox.seed.pictures import photos
from trunkline.sandbox.seed.posts import Post
from trunkline.sandbox.seed.topics import TOPICS
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.store.times import DAY

_POSTS_PER_ARTICLE = 60
_MOST_ARTICLES = 600

_MAGAZINES = (
    ("kiosk-news.example.org", "The Kiosk", "en"),
    ("nachtzug.example.org", "Nachtzug-Magazin", "de"),
    ("lejardin.example.org", "Le Jardin", "fr"),
    ("openbytes.example.org", "Open Bytes", "en"),
)
_TITLES: dict[str, tuple[str, ...]] = {
    "en": (
        "{subject}: what changed this year",
        "A beginner's guide to {subject}",
        "Why everybody talks about {subject} again",
        "{subject} in numbers",
    ),
    "de": ("{subject}: was sich dieses Jahr ändert", "Alle reden über {subject}", "{subject} in Zahlen"),
    "fr": ("{subject} : ce qui a changé cette année", "{subject} en chiffres"),
}
_DESCRIPTIONS = {
    "en": "We asked people who do it every day. Their answers surprised us.",
    "de": "Wir haben Menschen gefragt, die es jeden Tag tun. Ihre Antworten haben uns überrascht.",
    "fr": "Nous avons interrogé celles et ceux qui s'y connaissent. Leurs réponses nous ont surpris.",
}


_KINDS = ("link", "link", "link", "video", "link", "photo")
"""Types of cards. Those of videos and photos have what oEmbed tells, which is neither description nor language."""

_PLAYER = '<iframe src="{url}" width="480" height="320" frameborder="0" allowfullscreen></iframe>'


@dataclass(frozen=True, slots=True)
class Article:
    """An article, video or photo with the id of its preview card and its topic."""

    card_id: int
    url: str
    topic: str


class Newsstand:
    """All articles, written to the database with their preview cards."""

    def __init__(self, world: World, size: int) -> None:
        self._world = world
        topics = list(TOPICS)
        count = max(2 * len(topics), min(_MOST_ARTICLES, size // _POSTS_PER_ARTICLE))
        articles = [self._write(number, topics[number % len(topics)]) for number in range(count)]
        for number in range(len(_MAGAZINES)):
            world.rows.add("trend_reviews", "publisher", number + 1, 1, world.window.start)
        self._by_topic = {topic: [a for a in articles if a.topic == topic] for topic in topics}

    def attach_link(self, post: Post) -> None:
        """Append a link to an article about the post's topic."""
        article = self._world.dice.early(self._by_topic[post.topic])
        post.text = f"{post.text} {article.url}"
        self._world.rows.add("preview_cards_statuses", post.id, article.card_id)

    def _write(self, number: int, topic: str) -> Article:
        dice = self._world.dice
        domain, magazine, language = _MAGAZINES[number % len(_MAGAZINES)]
        author = dice.pick(self._world.community.people)
        title = dice.pick(_TITLES[language]).format(subject=dice.pick(TOPICS[topic].tags))
        picture = dice.pick(photos()) if dice.chance(0.7) else None
        published = self._world.window.start - dice.between(1, 30) * DAY
        article = Article(number + 1, f"https://{domain}/{topic}/{number + 101}", topic)
        kind = _KINDS[number % len(_KINDS)]
        embedded = kind != "link"
        if kind == "photo":
            picture = picture or photos()[0]
        self._world.rows.add(
            "preview_cards",
            article.card_id,
            article.url,
            title,
            "" if embedded else _DESCRIPTIONS[language],
            kind,
            None if embedded else language,
            author.display_name or author.username,
            f"https://{domain}/by/{author.username}" if embedded else "",
            author.id if dice.chance(0.3) else None,
            magazine,
            f"https://{domain}",
            _PLAYER.format(url=f"{article.url}/player") if kind == "video" else "",
            480 if picture or embedded else 0,
            320 if picture or embedded else 0,
            picture.path if picture else None,
            "",
            f"{article.url}.jpg" if kind == "photo" else "",
            picture.blurhash if picture else None,
            None if embedded else published,
            self._world.window.start,
        )
        return article
