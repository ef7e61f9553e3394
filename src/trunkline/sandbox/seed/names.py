"""Names of invented people, servers and apps."""

GIVEN = (
    "Ada", "Akira", "Aleks", "Amina", "Anouk", "Ayşe", "Beatriz", "Björn", "Camille", "Carlos", "Chiara", "Dana",
    "Davi", "Eilidh", "Elif", "Emre", "Esme", "Fatou", "Femke", "Finn", "Gabriela", "Goran", "Hana", "Hugo",
    "Imke", "Inês", "Isla", "Jakub", "Jana", "Jiwoo", "Joana", "Jonas", "Kaito", "Karim", "Kasia", "Kenji",
    "Lars", "Layla", "Lena", "Lotte", "Lucía", "Magda", "Malik", "Marek", "Mateo", "Mei", "Minjun", "Mirko",
    "Nadia", "Naoko", "Nia", "Niamh", "Noor", "Olga", "Omar", "Paula", "Pilar", "Rafael", "Rosa", "Ruben",
    "Sakura", "Salma", "Sanne", "Sasha", "Seoyeon", "Sofia", "Stellan", "Tariq", "Tomek", "Uwe", "Vera", "Wanda",
    "Yara", "Yuki", "Yusuf", "Zofia",
)  # fmt: skip

FAMILY = (
    "Abreu", "Aoki", "Bakker", "Baptiste", "Brandt", "Castro", "Dąbrowski", "Dubois", "Eriksen", "Farah", "Fischer",
    "Garcia", "Haddad", "Hoekstra", "Ito", "Jansen", "Kim", "Kowalska", "Lefèvre", "Lind", "MacLeod", "Mbeki",
    "Moreau", "Nakamura", "Novak", "Okafor", "Oliveira", "Park", "Quinn", "Reyes", "Saleh", "Schuster", "Silva",
    "Sørensen", "Tanaka", "Torres", "Vogel", "Watanabe", "Yilmaz", "Zieliński",
)  # fmt: skip

THINGS = (
    "acorn", "anchor", "beetle", "canoe", "cedar", "comet", "crow", "fern", "ferry", "finch", "harbour", "heron",
    "ink", "juniper", "kettle", "lantern", "magpie", "maple", "moss", "newt", "otter", "pebble", "plum", "quill",
    "raven", "river", "rook", "sparrow", "teapot", "thistle", "tram", "willow", "wren",
)  # fmt: skip

# Servers, the largest first. Nobody can register names under .example (RFC 2606).
DOMAINS = (
    "harbour.example", "mastodon.example", "fjord.example", "kiosk.example", "nightowl.example", "bytes.example",
    "kaffee.example", "plaza.example", "umi.example", "solarpunk.example", "tinker.example", "orchard.example",
    "librarians.example", "velo.example", "hangang.example", "polder.example", "tasca.example", "wisla.example",
    "scicomm.example", "pixel.example", "choir.example", "allotment.example", "stargazers.example", "nuun.example",
)  # fmt: skip

BOTS = (
    ("weather", "Weather in the harbour", "sky"),
    ("rail_news", "Rail news", "trains"),
    ("daily_moon", "Today's moon", "sky"),
    ("book_quotes", "A sentence a day", "books"),
    ("release_watch", "New releases", "code"),
    ("bird_of_the_hour", "A bird every hour", "walks"),
)

# name, website
APPS = (
    ("Web", None),
    ("Lighthouse for Android", "https://lighthouse.example"),
    ("Pocket Heron", "https://heron.example"),
    ("Tootle", "https://tootle.example"),
    ("Nightly Bot", None),
)
