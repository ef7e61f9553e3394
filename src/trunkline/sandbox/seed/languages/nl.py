"""Dutch."""

from __future__ import annotations

from trunkline.sandbox.seed.languages.language import Language, Question

DUTCH = Language(
    code="nl",
    utc_offset=1,
    places=("in Utrecht", "in Gent", "in Groningen", "in Antwerpen", "aan de haven", "achter het station"),
    topics={
        "photo": (
            "Vanmorgen was het licht {place} precies {n} minuten perfect.",
            "Een oud rolletje ontwikkeld. Op foto {n} staat oma op de brommer.",
            "Mist, een reiger en koude vingers: een goede dag voor zwart-wit.",
        ),
        "books": (
            "Nog {n} bladzijden en ik wil niet dat het ophoudt.",
            "In het boekenkastje {place} stond vandaag precies het boek dat ik zocht.",
            "Door hoofdstuk {n} heb ik mijn halte gemist.",
        ),
        "bikes": (
            "{n} km voor het ontbijt, heen en terug wind tegen.",
            "Nieuw fietspad {place}: na {n} meter staat er een paaltje, maar toch.",
            "Nieuwe ketting, remmen afgesteld: het lijkt wel een andere fiets.",
        ),
        "garden": (
            "De slakken hebben {n} kroppen sla voor me overgelaten.",
            "Eindelijk regen. Je hoort de bonen bijna groeien.",
            "In de buurttuin {place} bloeien de zonnebloemen.",
        ),
        "code": (
            "Vandaag {n} regels verwijderd en alle tests slagen nog.",
            "De fout was de tijdzone. Het is altijd de tijdzone.",
            "Een goede foutmelding vertelt je wat je nu moet doen.",
        ),
        "cats": (
            "De kat ligt al {n} minuten op het toetsenbord en dicteert.",
            "Hij bracht me een sok. Ik heb hem bedankt.",
            "Nieuwe doos. Wat erin zat, interesseert hier niemand.",
        ),
        "music": (
            "Eindelijk {place} de plaat gevonden die ik al {n} jaar zoek.",
            "Een concert in een klein zaaltje is beter dan elk stadion.",
            "Ik leer accordeon spelen. De buren leren geduld.",
        ),
        "food": (
            "Het brood kostte {n} uur en was na tien minuten op.",
            "Het soepseizoen is begonnen: prei, aardappel en veel peper.",
            "Er is een nieuwe bakker {place} en ik ben er al {n} keer geweest.",
        ),
        "trains": (
            "{n} minuten vertraging, maar het uitzicht over de rivier is gratis.",
            "De nachttrein is geboekt. De reis is leuker dan de aankomst.",
            "Op spoor {n} ruikt het naar koffie en regen.",
        ),
        "sky": (
            "{n} vallende sterren geteld, toen kwamen de wolken.",
            "Door een kleine telescoop lijkt Saturnus nog steeds een sticker.",
            "Heldere hemel {place}, voor het eerst in {n} nachten.",
        ),
        "walks": (
            "{n} km door de duinen, drie boterhammen, geen bereik. Heerlijk.",
            "De paaltjes houden altijd op waar je ze nodig hebt.",
            "Laag water, leeg strand, een heel blije hond.",
        ),
        "games": (
            "Spelletjesavond {place}: {n} punten achter en toch nog hoop.",
            "Na {n} avonden is de campagne klaar. We huilden allemaal om de kobold.",
            "De beste puzzels leggen hun regels uit zonder één woord.",
        ),
    },
    tags={
        "photo": "fotografie",
        "books": "boeken",
        "bikes": "fietsen",
        "garden": "moestuin",
        "code": "programmeren",
        "cats": "katten",
        "music": "muziek",
        "food": "koken",
        "trains": "nachttrein",
        "sky": "sterrenkunde",
        "walks": "wandelen",
        "games": "bordspellen",
    },
    openers=("Goedemorgen, fediverse!", "Kleine overwinning vandaag.", "Briefje aan mezelf:", "Wisten jullie dit?"),
    closers=("Wat doen jullie vandaag?", "Een aanrader.", "Morgen meer.", "Ik heb nergens spijt van."),
    replies=(
        "Dank je, dit maakt mijn dag goed!",
        "Hier precies hetzelfde.",
        "Heb je een link? Ik wil er graag meer over lezen.",
        "Niet helemaal mee eens, maar mooi geschreven.",
        "Prachtig! Hoelang heb je eraan gewerkt?",
        "Klopt, het is hier al {n} weken zo.",
        "Die plek ken ik, de koffie is er ook goed.",
        "De volgende keer doe ik mee.",
    ),
    direct=(
        "Blijft het bij donderdag?",
        "Wil je even naar mijn opzet kijken?",
        "De sleutel ligt bij de buren op nummer {n}.",
        "Gefeliciteerd! Het pakje is onderweg.",
    ),
    questions=(
        Question("Is het patat of friet?", ("Patat", "Friet", "Frieten")),
        Question("Wanneer lezen jullie hier?", ("Bij het ontbijt", "In de trein", "In bed")),
    ),
    warnings=("Eten", "Politiek", "Spoiler", "Lang bericht"),
    alts=(
        "De zon gaat onder boven een kalme zee, de lucht loopt van geel naar dieprood.",
        "Drie blauwe bergruggen achter elkaar in de ochtendnevel.",
        "De skyline van een stad bij nacht met verlichte ramen.",
        "Een heldere nachthemel vol sterren boven donkere heuvels.",
        "Een groene weide met een pad naar de horizon.",
        "Overlappende cirkels in warme kleuren op een donkere achtergrond.",
    ),
    bios=(
        "Kaarten, thee en lange wandelingen.",
        "Overdag bibliotheek, 's avonds basgitaar.",
        "Tuin {n}, vooral bonen.",
    ),
)
