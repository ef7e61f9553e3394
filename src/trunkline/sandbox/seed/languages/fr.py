"""French."""

from __future__ import annotations

from trunkline.sandbox.seed.languages.language import Language, Question

FRENCH = Language(
    code="fr",
    utc_offset=1,
    places=("à Nantes", "à Lyon", "à Liège", "à Genève", "à Québec", "sur le port", "derrière la gare"),
    topics={
        "photo": (
            "Ce matin, {place}, la lumière a été parfaite pendant {n} minutes.",
            "J'ai développé une vieille pellicule. Sur la vue n° {n}, ma grand-mère rit aux éclats.",
            "Du brouillard, un héron, les doigts gelés : une bonne journée pour le noir et blanc.",
        ),
        "books": (
            "Encore {n} pages et je n'ai aucune envie que ça se termine.",
            "La petite librairie {place} a mis la poésie en vitrine. Bravo !",
            "Le chapitre {n} m'a fait rater mon arrêt.",
        ),
        "bikes": (
            "{n} km avant le petit-déjeuner, vent de face à l'aller comme au retour.",
            "Nouvelle piste cyclable {place} : {n} mètres, puis un poteau. C'est un début.",
            "Chaîne neuve, freins réglés : j'ai l'impression d'avoir changé de vélo.",
        ),
        "garden": (
            "Les limaces m'ont laissé {n} salades, ce qui est généreux de leur part.",
            "Enfin la pluie. On entendrait presque pousser les haricots.",
            "Au jardin partagé, {place}, les tournesols sont en fleur.",
        ),
        "code": (
            "J'ai supprimé {n} lignes aujourd'hui et tous les tests passent encore.",
            "Le bug, c'était le fuseau horaire. C'est toujours le fuseau horaire.",
            "Un bon message d'erreur dit ce qu'il faut faire ensuite.",
        ),
        "cats": (
            "La chatte dort sur le clavier depuis {n} minutes. Ce message est d'elle.",
            "Il m'a apporté une chaussette. J'ai dit merci.",
            "Nouveau carton. Ce qu'il contenait n'intéresse personne ici.",
        ),
        "music": (
            "Trouvé {place} un disque que je cherchais depuis {n} ans.",
            "Un concert dans une salle minuscule vaut tous les stades du monde.",
            "J'apprends l'accordéon. Mes voisins apprennent la patience.",
        ),
        "food": (
            "Le pain a demandé {n} heures et il a disparu en dix minutes.",
            "La saison des soupes est ouverte : poireaux, pommes de terre, beaucoup de poivre.",
            "Il y a une nouvelle boulangerie {place}. J'y suis déjà allé {n} fois.",
        ),
        "trains": (
            "{n} minutes de retard, mais la vue sur l'estuaire est offerte.",
            "Train de nuit réservé ! Le voyage me fait plus envie que l'arrivée.",
            "Voie {n} : une odeur de café et de pluie. Je pourrais rester là.",
        ),
        "sky": (
            "{n} étoiles filantes avant l'arrivée des nuages.",
            "Dans une petite lunette, Saturne a toujours l'air d'un autocollant.",
            "Ciel dégagé {place}, pour la première fois depuis {n} nuits.",
        ),
        "walks": (
            "{n} km sur la crête, trois sandwichs, aucun réseau. Le bonheur.",
            "Le balisage s'arrête toujours là où l'on en a besoin.",
            "Marée basse, plage vide, un chien très heureux.",
        ),
        "games": (
            "Soirée jeux {place} : {n} points de retard et j'y crois encore.",
            "Fin de la campagne après {n} soirées. Tout le monde a pleuré le gobelin.",
            "Les meilleurs jeux expliquent leurs règles sans un seul mot.",
        ),
    },
    tags={
        "photo": "photographie",
        "books": "VendrediLecture",
        "bikes": "vélo",
        "garden": "jardin",
        "code": "LogicielLibre",
        "cats": "chats",
        "music": "musique",
        "food": "cuisine",
        "trains": "TrainDeNuit",
        "sky": "astronomie",
        "walks": "randonnée",
        "games": "JeuxDeSociété",
    },
    openers=("Bonjour le Fédivers !", "Petite victoire du jour.", "Note pour plus tard :", "Le saviez-vous ?"),
    closers=("Et vous, quoi de neuf ?", "Je recommande vivement.", "La suite demain.", "Je ne regrette rien."),
    replies=(
        "Merci, tu as illuminé ma journée !",
        "Pareil ici, je croyais être le seul.",
        "Tu aurais un lien ? J'aimerais en lire plus.",
        "Pas tout à fait d'accord, mais c'est bien écrit.",
        "Magnifique ! Ça t'a pris combien de temps ?",
        "Je confirme, c'est comme ça depuis {n} semaines.",
        "Je connais ce coin, le café y est bon aussi.",
        "Je viens la prochaine fois, c'est promis.",
    ),
    direct=(
        "On se voit toujours jeudi ?",
        "Tu peux relire mon brouillon avant que je le publie ?",
        "La clé est chez les voisins, au numéro {n}.",
        "Joyeux anniversaire ! Le colis est en route.",
    ),
    questions=(
        Question("Pain au chocolat ou chocolatine ?", ("Pain au chocolat", "Chocolatine", "Couque")),
        Question("Quand lisez-vous le Fédivers ?", ("Au petit-déjeuner", "Dans le train", "Au lit")),
    ),
    warnings=("Nourriture", "Politique", "Divulgâchage", "Message long"),
    alts=(
        "Le soleil se couche sur une mer calme, le ciel passe du jaune au rouge profond.",
        "Trois crêtes bleues l'une derrière l'autre dans la brume du matin.",
        "La silhouette d'une ville la nuit, fenêtres allumées.",
        "Un ciel nocturne plein d'étoiles au-dessus de collines sombres.",
        "Un champ vert traversé par un chemin qui mène à l'horizon.",
        "Des cercles aux couleurs chaudes qui se chevauchent sur un fond sombre.",
    ),
    bios=(
        "Cartes, thé et longues marches.",
        "Bibliothécaire le jour, bassiste la nuit.",
        "Parcelle {n}, surtout des haricots.",
    ),
)
