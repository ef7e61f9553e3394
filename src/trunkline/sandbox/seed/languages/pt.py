"""Portuguese."""

from __future__ import annotations

from trunkline.sandbox.seed.languages.language import Language, Question

PORTUGUESE = Language(
    code="pt",
    utc_offset=-3,
    places=("em Lisboa", "no Porto", "em Recife", "em Curitiba", "em Coimbra", "no cais", "atrás da estação"),
    topics={
        "photo": (
            "Hoje de manhã a luz {place} ficou perfeita durante {n} minutos.",
            "Revelei um rolo antigo. Na foto {n}, a minha avó está a rir.",
            "Neblina, uma garça e dedos gelados: bom dia para preto e branco.",
        ),
        "books": (
            "Faltam {n} páginas e não quero que acabe.",
            "O sebo {place} colocou a poesia na vitrine. Que alegria!",
            "Por causa do capítulo {n} perdi a minha paragem.",
        ),
        "bikes": (
            "{n} km antes do café, com vento contra na ida e na volta.",
            "Ciclovia nova {place}: {n} metros e depois um poste. Já é um começo.",
            "Corrente nova, freios regulados: parece outra bicicleta.",
        ),
        "garden": (
            "As lesmas me deixaram {n} alfaces. Muito generosas.",
            "Chuva, finalmente. Quase dá para ouvir o feijão crescer.",
            "Na horta comunitária {place} os girassóis já abriram.",
        ),
        "code": (
            "Hoje apaguei {n} linhas e todos os testes continuam passando.",
            "O erro era o fuso horário. É sempre o fuso horário.",
            "Uma boa mensagem de erro diz o que fazer a seguir.",
        ),
        "cats": (
            "A gata dorme no teclado há {n} minutos. Esta publicação é dela.",
            "Ele me trouxe uma meia. Eu agradeci.",
            "Caixa nova. O que veio dentro não interessa a ninguém.",
        ),
        "music": (
            "Encontrei {place} um disco que procurava há {n} anos.",
            "Um concerto numa sala pequena vale mais do que qualquer estádio.",
            "Estou a aprender acordeão. Os meus vizinhos aprendem paciência.",
        ),
        "food": (
            "O pão levou {n} horas e desapareceu em dez minutos.",
            "Começou a época das sopas: alho-poró, batata e muita pimenta.",
            "Abriu uma padaria nova {place} e eu já fui lá {n} vezes.",
        ),
        "trains": (
            "{n} minutos de atraso, mas a vista do rio é de graça.",
            "Comboio noturno reservado. A viagem me anima mais do que a chegada.",
            "A plataforma {n} cheira a café e a chuva. Eu poderia ficar aqui.",
        ),
        "sky": (
            "Contei {n} estrelas cadentes antes das nuvens.",
            "Num telescópio pequeno, Saturno ainda parece um autocolante.",
            "Céu limpo {place}, pela primeira vez em {n} noites.",
        ),
        "walks": (
            "{n} km pela serra, três sanduíches e nenhum sinal de rede. Que maravilha.",
            "As marcas do trilho acabam exatamente onde fazem falta.",
            "Maré baixa, praia vazia, um cão muito feliz.",
        ),
        "games": (
            "Noite de jogos {place}: {n} pontos atrás e ainda acho que ganho.",
            "Terminamos a campanha depois de {n} noites. Todo mundo chorou pelo duende.",
            "Os melhores jogos ensinam as regras sem uma única palavra.",
        ),
    },
    tags={
        "photo": "fotografia",
        "books": "livros",
        "bikes": "bicicleta",
        "garden": "horta",
        "code": "SoftwareLivre",
        "cats": "gatos",
        "music": "música",
        "food": "cozinha",
        "trains": "comboios",
        "sky": "astronomia",
        "walks": "trilhas",
        "games": "JogosDeTabuleiro",
    },
    openers=("Bom dia, fediverso!", "Pequena vitória de hoje.", "Nota para mim:", "Vocês sabiam?"),
    closers=("E vocês, o que contam?", "Recomendo muito.", "Amanhã tem mais.", "Não me arrependo de nada."),
    replies=(
        "Obrigado, você alegrou o meu dia!",
        "Comigo é igual.",
        "Tem um link? Queria ler mais.",
        "Não concordo totalmente, mas está muito bem escrito.",
        "Que lindo! Quanto tempo levou?",
        "Confirmo, está assim há {n} semanas.",
        "Conheço esse lugar, e o café também é bom.",
        "Da próxima vez eu vou junto.",
    ),
    direct=(
        "Continua combinado para quinta-feira?",
        "Pode olhar o meu rascunho antes de eu publicar?",
        "A chave está com os vizinhos, no número {n}.",
        "Feliz aniversário! A encomenda está a caminho.",
    ),
    questions=(
        Question("Biscoito ou bolacha?", ("Biscoito", "Bolacha")),
        Question("Quando vocês leem o fediverso?", ("No café da manhã", "No comboio", "Na cama")),
    ),
    warnings=("Comida", "Política", "Spoiler", "Texto longo"),
    alts=(
        "O sol põe-se sobre um mar calmo e o céu vai do amarelo ao vermelho.",
        "Três serras azuis, uma atrás da outra, na neblina da manhã.",
        "O perfil de uma cidade à noite com janelas acesas.",
        "Um céu noturno cheio de estrelas sobre colinas escuras.",
        "Um campo verde com um caminho até ao horizonte.",
        "Círculos de cores quentes sobrepostos num fundo escuro.",
    ),
    bios=("Mapas, chá e longas caminhadas.", "Bibliotecária de dia, baixista à noite.", "Horta {n}, sobretudo feijão."),
)
