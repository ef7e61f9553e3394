"""Topics of the community, and their hashtags."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: hashtags (the most used first), emojis, and related topics."""

    tags: tuple[str, ...]
    emojis: tuple[str, ...]
    neighbours: tuple[str, ...]


TOPICS: dict[str, Topic] = {
    "photo": Topic(
        ("photography", "FilmPhotography", "BlackAndWhite", "35mm", "landscape", "StreetPhotography", "macro"),
        ("📷", "🌅", "🎞️", "🌫️"),
        ("walks", "sky", "trains"),
    ),
    "books": Topic(
        ("books", "reading", "poetry", "history", "libraries", "ScienceFiction", "translation"),
        ("📚", "📖", "🤓"),
        ("food", "cats"),
    ),
    "bikes": Topic(
        ("bikes", "CargoBike", "BikeTooter", "UrbanPlanning", "commuting", "gravel"),
        ("🚲", "🚴‍♀️", "🚴🏾‍♂️", "💨"),
        ("walks", "trains"),
    ),
    "garden": Topic(
        ("garden", "compost", "VegetableGarden", "bees", "seeds", "wildflowers"),
        ("🌱", "🍅", "🐌", "🌻"),
        ("food", "walks"),
    ),
    "code": Topic(
        ("opensource", "Python", "SQLite", "DuckDB", "webdev", "accessibility", "Rust", "DevOps"),
        ("💻", "👩‍💻", "🧑🏽‍💻", "🐛"),
        ("games", "books"),
    ),
    "cats": Topic(
        ("cats", "Caturday", "fediverse", "MonCat", "animals"),
        ("🐈", "🐈‍⬛", "😻", "📦"),
        ("books", "photo"),
    ),
    "music": Topic(
        ("music", "vinyl", "jazz", "synth", "folk", "bandcamp", "concert"),
        ("🎵", "🎸", "🪗", "👩‍🎤"),
        ("food", "games"),
    ),
    "food": Topic(
        ("food", "baking", "sourdough", "vegetarian", "soup", "recipes"),
        ("🍞", "🥟", "🍲", "👨‍🍳"),
        ("garden", "music"),
    ),
    "trains": Topic(
        ("rail", "NightTrain", "PublicTransport", "travel", "interrail"),
        ("🚆", "🚉", "☕"),
        ("photo", "walks"),
    ),
    "sky": Topic(
        ("space", "astrophotography", "science", "moon", "exoplanets", "aurora"),
        ("🔭", "🪐", "🌠", "👩‍🚀"),
        ("photo", "code"),
    ),
    "walks": Topic(
        ("nature", "mountains", "outdoors", "birds", "coast", "mosstodon"),
        ("🥾", "⛰️", "🐕", "🐻‍❄️"),
        ("photo", "garden"),
    ),
    "games": Topic(
        ("games", "ttrpg", "indiegames", "puzzles", "retrogaming", "gamedev"),
        ("🎲", "🎮", "🧩", "🧙‍♀️"),
        ("code", "music"),
    ),
}

# Hashtags of certain days (Monday is 0).
DAY_TAGS: dict[tuple[str, int], str] = {
    ("cats", 5): "Caturday",
    ("photo", 6): "SilentSunday",
    ("books", 4): "FridayReads",
    ("garden", 4): "FensterFreitag",
    ("walks", 0): "MosstodonMonday",
}

_RARE = (
    "introduction", "fediverse", "SmallWeb", "TodayILearned", "QuestionForTheHiveMind", "WeekendPlans", "AltText",
    "climate", "sustainability", "repair", "librarians", "museum", "linguistics", "maps", "openstreetmap", "weather",
    "knitting", "ceramics", "watercolour", "calligraphy", "teachers", "physics", "biology", "archaeology",
    "archives", "radio", "ferries", "lighthouses", "bridges", "stairs", "doors", "windows", "fog", "mushrooms",
    "tea", "coffee", "bread", "cheese", "pickles", "NaNoWriMo", "haiku", "crosswords", "chess", "origami",
    "swimming", "skating", "climbing", "yoga", "choir", "ukulele", "puppetry", "circus", "theatre", "cinema",
)  # fmt: skip
_TOWNS = (
    "Bristol", "Glasgow", "Galway", "Hamburg", "Leipzig", "Graz", "Nantes", "Lyon", "Bilbao", "Valencia", "Lisboa",
    "Recife", "Utrecht", "Gent", "Gdańsk", "Wrocław", "Kyoto", "Busan", "Beirut", "Halifax", "Wellington",
)  # fmt: skip
_CLUBS = ("Bikes", "Books", "Birds", "Trains", "Gardens", "Gigs", "Games", "Walks", "Markets", "Skies")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

# Hashtags that are used rarely, the least rare first: "tea", "BristolBikes", "FogFriday".
RARE_TAGS = (
    *_RARE,
    *(f"{town}{club}" for town in _TOWNS for club in _CLUBS),
    *(f"{word[0].upper()}{word[1:]}{day}" for word in _RARE for day in _DAYS),
)
