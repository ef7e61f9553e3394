"""Polish."""

from __future__ import annotations

from trunkline.sandbox.seed.languages.language import Language, Question

POLISH = Language(
    code="pl",
    utc_offset=1,
    places=("w Krakowie", "we Wrocławiu", "w Gdańsku", "w Lublinie", "nad Wisłą", "za dworcem"),
    topics={
        "photo": (
            "Dziś rano światło {place} było idealne. Zdjęcie nr {n} wisi już na ścianie.",
            "Wywołałam stary film. Na klatce nr {n} babcia jedzie na motorowerze.",
            "Mgła, czapla i zmarznięte palce: dobry dzień na czerń i biel.",
        ),
        "books": (
            "Jestem na stronie {n} i nie chcę, żeby to się skończyło.",
            "W antykwariacie {place} poezja trafiła na wystawę. Brawo!",
            "Przez rozdział {n} przegapiłem swój przystanek.",
        ),
        "bikes": (
            "{n} km przed śniadaniem, pod wiatr w obie strony.",
            "Nowa droga rowerowa {place} kończy się na słupku, ale to i tak dobry początek.",
            "Nowy łańcuch, wyregulowane hamulce i rower jak nowy.",
        ),
        "garden": (
            "Ślimaki zostawiły mi prawie {n} % sałaty. Bardzo hojnie.",
            "Wreszcie deszcz. Prawie słychać, jak rośnie fasola.",
            "W ogrodzie społecznym {place} zakwitły słoneczniki.",
        ),
        "code": (
            "Usunęłam dziś {n} % kodu i wszystkie testy nadal przechodzą.",
            "To była strefa czasowa. To zawsze jest strefa czasowa.",
            "Dobry komunikat o błędzie mówi, co zrobić dalej.",
        ),
        "cats": (
            "Kotka śpi na klawiaturze od {n} min. To jej wpis.",
            "Przyniósł mi skarpetkę. Podziękowałem.",
            "Nowe pudełko. To, co w nim przyszło, nikogo tu nie obchodzi.",
        ),
        "music": (
            "Na targu {place} znalazłem płytę, której długo szukałem.",
            "Koncert w małej sali jest lepszy niż każdy stadion.",
            "Uczę się grać na akordeonie. Sąsiedzi uczą się cierpliwości.",
        ),
        "food": (
            "Chleb piekł się pół dnia, a zniknął w dziesięć minut.",
            "Sezon na zupy otwarty: por, ziemniaki i dużo pieprzu.",
            "Nowa piekarnia {place} ma najlepsze obwarzanki.",
        ),
        "trains": (
            "Opóźnienie: {n} min, ale widok na rzekę jest za darmo.",
            "Bilet na nocny pociąg kupiony. Cieszę się bardziej z podróży niż z celu.",
            "Na peronie pachnie kawą i deszczem. Mógłbym tu zostać.",
        ),
        "sky": (
            "Spadające gwiazdy: {n}, potem przyszły chmury.",
            "Saturn w małym teleskopie wciąż wygląda jak naklejka.",
            "Czyste niebo {place}, pierwszy raz od dawna.",
        ),
        "walks": (
            "{n} km granią, trzy kanapki, zero zasięgu. Cudownie.",
            "Szlak zawsze kończy się tam, gdzie jest najbardziej potrzebny.",
            "Odpływ, pusta plaża i bardzo szczęśliwy pies.",
        ),
        "games": (
            "Wieczór gier {place}: przegrywam, ale wciąż wierzę w zwycięstwo.",
            "Kampania skończona. Wszyscy płakaliśmy po goblinie.",
            "Najlepsze łamigłówki uczą zasad bez jednego słowa.",
        ),
    },
    tags={
        "photo": "fotografia",
        "books": "książki",
        "bikes": "rower",
        "garden": "ogród",
        "code": "programowanie",
        "cats": "koty",
        "music": "muzyka",
        "food": "gotowanie",
        "trains": "kolej",
        "sky": "astronomia",
        "walks": "góry",
        "games": "planszówki",
    },
    openers=("Dzień dobry, Fediwersum!", "Małe zwycięstwo dnia.", "Notatka dla siebie:", "Wiedzieliście o tym?"),
    closers=("A co u was?", "Gorąco polecam.", "Jutro ciąg dalszy.", "Niczego nie żałuję."),
    replies=(
        "Dziękuję, poprawiłaś mi humor!",
        "Mam dokładnie tak samo.",
        "Masz może link? Chętnie poczytam więcej.",
        "Nie do końca się zgadzam, ale pięknie napisane.",
        "Wspaniałe! Ile czasu ci to zajęło?",
        "Potwierdzam, u nas jest tak samo.",
        "Znam to miejsce, kawa też jest tam dobra.",
        "Następnym razem idę z wami.",
    ),
    direct=(
        "Czwartek nadal aktualny?",
        "Zerkniesz na mój szkic, zanim go opublikuję?",
        "Klucz jest u sąsiadów pod numerem {n}.",
        "Wszystkiego najlepszego! Paczka już jedzie.",
    ),
    questions=(
        Question("Na dwór czy na pole?", ("Na dwór", "Na pole")),
        Question("Kiedy tu zaglądacie?", ("Przy śniadaniu", "W pociągu", "W łóżku")),
    ),
    warnings=("Jedzenie", "Polityka", "Spoiler", "Długi wpis"),
    alts=(
        "Słońce zachodzi nad spokojnym morzem, niebo przechodzi od żółci do głębokiej czerwieni.",
        "Trzy niebieskie grzbiety gór jeden za drugim w porannej mgle.",
        "Panorama miasta nocą z oświetlonymi oknami.",
        "Czyste nocne niebo pełne gwiazd nad ciemnymi wzgórzami.",
        "Zielona łąka ze ścieżką prowadzącą po horyzont.",
        "Nachodzące na siebie koła w ciepłych barwach na ciemnym tle.",
    ),
    bios=(
        "Mapy, herbata i długie spacery.",
        "W dzień biblioteka, w nocy gitara basowa.",
        "Działka nr {n}, głównie fasola.",
    ),
)
