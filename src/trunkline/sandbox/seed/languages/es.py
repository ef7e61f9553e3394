"""Spanish."""

from __future__ import annotations

from trunkline.sandbox.seed.languages.language import Language, Question

SPANISH = Language(
    code="es",
    utc_offset=-1,
    places=(
        "en Bilbao",
        "en Valencia",
        "en Rosario",
        "en Oaxaca",
        "en Montevideo",
        "en el puerto",
        "junto a la estación",
    ),
    topics={
        "photo": (
            "Esta mañana la luz {place} fue perfecta durante {n} minutos.",
            "He revelado un carrete viejo. En la foto {n} sale mi abuela riéndose.",
            "Niebla, una garza y los dedos helados: buen día para el blanco y negro.",
        ),
        "books": (
            "Me quedan {n} páginas y no quiero que se acabe.",
            "La librería de segunda mano {place} ha puesto la poesía en el escaparate. ¡Bien!",
            "Por culpa del capítulo {n} se me ha pasado la parada.",
        ),
        "bikes": (
            "{n} km antes de desayunar, con viento en contra a la ida y a la vuelta.",
            "¡Carril bici nuevo {place}! Dura {n} metros y termina en una farola, pero algo es algo.",
            "Cadena nueva, frenos ajustados: parece otra bicicleta.",
        ),
        "garden": (
            "Los caracoles me han dejado {n} lechugas. Muy generosos.",
            "Por fin llueve. Casi se oye crecer a las judías.",
            "En el huerto comunitario {place} ya florecen los girasoles.",
        ),
        "code": (
            "Hoy he borrado {n} líneas y todas las pruebas siguen pasando.",
            "El error era la zona horaria. Siempre es la zona horaria.",
            "Un buen mensaje de error te dice qué hacer después.",
        ),
        "cats": (
            "La gata lleva {n} minutos dormida sobre el teclado. Este mensaje es suyo.",
            "Me ha traído un calcetín. Le he dado las gracias.",
            "Caja nueva. Lo que venía dentro no le interesa a nadie.",
        ),
        "music": (
            "He encontrado {place} un disco que buscaba desde hace {n} años.",
            "Un concierto en una sala pequeña vale más que cualquier estadio.",
            "Estoy aprendiendo a tocar el acordeón. Mis vecinos aprenden paciencia.",
        ),
        "food": (
            "El pan tardó {n} horas y desapareció en diez minutos.",
            "Se abre la temporada de sopas: puerro, patata y mucha pimienta.",
            "Hay una panadería nueva {place} y ya he ido {n} veces.",
        ),
        "trains": (
            "{n} minutos de retraso, pero las vistas al río son gratis.",
            "Tren nocturno reservado. Me hace más ilusión el viaje que la llegada.",
            "El andén {n} huele a café y a lluvia. Podría quedarme aquí.",
        ),
        "sky": (
            "Conté {n} estrellas fugaces antes de que llegaran las nubes.",
            "Saturno, con un telescopio pequeño, sigue pareciendo una pegatina.",
            "Cielo despejado {place} por primera vez en {n} noches.",
        ),
        "walks": (
            "{n} km por la sierra, tres bocadillos y nada de cobertura. Qué gusto.",
            "Las señales se acaban justo donde hacen falta.",
            "Marea baja, playa vacía, un perro muy feliz.",
        ),
        "games": (
            "Noche de juegos {place}: {n} puntos por detrás y todavía creo que gano.",
            "Terminamos la campaña después de {n} noches. Lloramos todos por el duende.",
            "Los mejores juegos te enseñan las reglas sin una sola palabra.",
        ),
    },
    tags={
        "photo": "fotografía",
        "books": "libros",
        "bikes": "bicicleta",
        "garden": "huerto",
        "code": "SoftwareLibre",
        "cats": "gatos",
        "music": "música",
        "food": "cocina",
        "trains": "trenes",
        "sky": "astronomía",
        "walks": "senderismo",
        "games": "JuegosDeMesa",
    },
    openers=("¡Buenos días, fediverso!", "Pequeña victoria de hoy.", "Nota mental:", "¿Sabíais esto?"),
    closers=("¿Y vosotros, qué tal?", "Muy recomendable.", "Mañana más.", "No me arrepiento de nada."),
    replies=(
        "¡Gracias, me has alegrado el día!",
        "A mí me pasa lo mismo.",
        "¿Tienes un enlace? Me gustaría leer más.",
        "No estoy del todo de acuerdo, pero está muy bien escrito.",
        "¡Qué maravilla! ¿Cuánto tardaste?",
        "Lo confirmo, lleva así {n} semanas.",
        "Conozco ese sitio, y el café también es bueno.",
        "La próxima vez me apunto.",
    ),
    direct=(
        "¿Seguimos quedando el jueves?",
        "¿Puedes mirar mi borrador antes de que lo publique?",
        "La llave la tienen los vecinos del número {n}.",
        "¡Feliz cumpleaños! El paquete va de camino.",
    ),
    questions=(
        Question("La tortilla, ¿con o sin cebolla?", ("Con cebolla", "Sin cebolla")),
        Question("¿Cuándo leéis el fediverso?", ("En el desayuno", "En el tren", "En la cama")),
    ),
    warnings=("Comida", "Política", "Destripe", "Mensaje largo"),
    alts=(
        "El sol se pone sobre un mar en calma y el cielo pasa del amarillo al rojo.",
        "Tres cordilleras azules, una detrás de otra, en la bruma de la mañana.",
        "El perfil de una ciudad de noche con las ventanas iluminadas.",
        "Un cielo nocturno lleno de estrellas sobre colinas oscuras.",
        "Un campo verde con un camino que llega al horizonte.",
        "Círculos de colores cálidos que se solapan sobre un fondo oscuro.",
    ),
    bios=("Mapas, té y paseos largos.", "Bibliotecaria de día, bajista de noche.", "Huerto {n}, sobre todo judías."),
)
