"""German."""

from __future__ import annotations

from trunkline.sandbox.seed.languages.language import Language, Question

GERMAN = Language(
    code="de",
    utc_offset=1,
    places=("in Hamburg", "in Leipzig", "in Freiburg", "in Graz", "in Bern", "am Hafen", "hinter dem Bahnhof"),
    topics={
        "photo": (
            "Heute früh war das Licht {place} für genau {n} Minuten perfekt.",
            "Einen alten Film entwickelt. Auf Bild {n} ist meine Oma auf dem Moped.",
            "Nebel, Möwen und kalte Finger: ein guter Morgen für Schwarzweiß.",
        ),
        "books": (
            "Noch {n} Seiten, und ich will nicht, dass es aufhört.",
            "Im offenen Bücherschrank {place} stand heute genau das Buch, das ich gesucht habe.",
            "Wer Krimis vom Ende her liest, hat mehr Zeit für die Landschaft.",
        ),
        "bikes": (
            "{n} km gegen den Wind, und auf dem Rückweg hat er gedreht. Natürlich.",
            "Neuer Radweg {place}! Er endet nach {n} Metern an einem Poller, aber immerhin.",
            "Kette gewechselt, Bremsen eingestellt, und das Rad ist wieder wie neu.",
        ),
        "garden": (
            "Die Schnecken haben mir {n} Salatköpfe übrig gelassen.",
            "Endlich Regen. Man hört die Bohnen förmlich wachsen.",
            "Im Gemeinschaftsgarten {place} blühen jetzt die Sonnenblumen.",
        ),
        "code": (
            "Heute {n} Zeilen gelöscht, und alle Tests laufen noch.",
            "Der Fehler war die Zeitzone. Es ist immer die Zeitzone.",
            "Wer die Dokumentation zuerst schreibt, schreibt danach weniger Code.",
        ),
        "cats": (
            "Die Katze liegt seit {n} Minuten auf der Tastatur und diktiert.",
            "Er hat mir eine Socke gebracht. Ich habe mich bedankt.",
            "Der Karton ist da. Was drin war, interessiert hier niemanden.",
        ),
        "music": (
            "Auf dem Flohmarkt {place} die Platte gefunden, die ich seit {n} Jahren suche.",
            "Chorprobe: im Alt sind wir jetzt {n}, im Tenor immer noch einer.",
            "Die B-Seite ist besser. Die B-Seite ist immer besser.",
        ),
        "food": (
            "Das Brot hat {n} Stunden gebraucht und war nach zehn Minuten weg.",
            "Die Suppensaison ist eröffnet: Kartoffel, Lauch, viel Pfeffer.",
            "Die neue Bäckerei {place} macht Brezeln, die nach Urlaub schmecken.",
        ),
        "trains": (
            "{n} Minuten Verspätung, dafür scheint im Speisewagen die Sonne.",
            "Der Nachtzug ist gebucht. Ich freue mich mehr auf die Fahrt als auf das Ziel.",
            "Endlich ein vernünftiger Anschluss {place}. Der neue Fahrplan kann etwas.",
        ),
        "sky": (
            "{n} Sternschnuppen gezählt, dann kamen die Wolken.",
            "Saturn sieht im kleinen Fernrohr immer noch aus wie aufgeklebt.",
            "Klarer Himmel {place}, zum ersten Mal seit {n} Nächten.",
        ),
        "walks": (
            "{n} km über den Höhenweg, drei Brote, kein Empfang. Herrlich.",
            "Die Markierung endet immer genau dort, wo man sie braucht.",
            "Ebbe, leerer Strand, ein sehr glücklicher Hund.",
        ),
        "games": (
            "Spieleabend {place}: {n} Punkte Rückstand und trotzdem Hoffnung.",
            "Nach {n} Abenden ist die Kampagne zu Ende, und alle haben um den Kobold geweint.",
            "Kooperative Spiele sind nur so lange kooperativ, bis jemand die Würfel anfasst.",
        ),
    },
    tags={
        "photo": "Fotografie",
        "books": "Bücher",
        "bikes": "Fahrrad",
        "garden": "Garten",
        "code": "Programmieren",
        "cats": "Katzen",
        "music": "Musik",
        "food": "Kochen",
        "trains": "Eisenbahn",
        "sky": "Astronomie",
        "walks": "Wandern",
        "games": "Brettspiele",
    },
    openers=(
        "Guten Morgen, Fediverse!",
        "Kleiner Erfolg heute.",
        "Notiz an mich:",
        "Wusstet ihr das?",
        "Kurzes Update:",
    ),
    closers=("Was macht ihr so?", "Sehr zu empfehlen.", "Morgen mehr.", "Ich bereue nichts.", "Danke fürs Teilen!"),
    replies=(
        "Das hat mir den Tag gerettet, danke!",
        "Geht mir genauso.",
        "Hast du einen Link dazu? Ich würde gern mehr lesen.",
        "Das sehe ich ein bisschen anders, aber schön geschrieben.",
        "Großartig! Wie lange hast du dafür gebraucht?",
        "Kann ich bestätigen, das ist hier seit {n} Wochen so.",
        "Die Ecke kenne ich, der Kaffee dort ist auch gut.",
        "Beim nächsten Mal bin ich dabei.",
    ),
    direct=(
        "Bleibt es bei Donnerstag?",
        "Schaust du bitte kurz über meinen Entwurf?",
        "Der Schlüssel liegt bei den Nachbarn, Hausnummer {n}.",
        "Alles Gute zum Geburtstag! Das Päckchen ist unterwegs.",
    ),
    questions=(
        Question("Wie heißt das Endstück vom Brot?", ("Knust", "Kanten", "Scherzl", "Ränftl")),
        Question("Wann lest ihr hier mit?", ("Beim Frühstück", "In der Bahn", "Im Bett")),
    ),
    warnings=("Essen", "Politik", "Spoiler", "Langer Beitrag"),
    alts=(
        "Die Sonne geht über einem ruhigen Meer unter, der Himmel wird von Gelb zu tiefem Rot.",
        "Drei blaue Bergketten hintereinander im Morgendunst.",
        "Die Silhouette einer Stadt bei Nacht mit erleuchteten Fenstern.",
        "Ein klarer Nachthimmel voller Sterne über dunklen Hügeln.",
        "Eine grüne Wiese mit einem Weg bis zum Horizont unter blassem Himmel.",
        "Sich überlappende Kreise in warmen Farben auf dunklem Grund.",
    ),
    bios=(
        "Landkarten, Tee und lange Wege.",
        "Bibliothekarin. Meistens im Zug.",
        "Schreibt über Gärten und Software.",
        "Parzelle {n}, vor allem Bohnen.",
    ),
)
