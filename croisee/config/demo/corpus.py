"""What the invented people say, need and are answered, theme by theme, in the words of the field."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Theme:
    """One kind of difficulty: the person's words, the need, the four readings, the notes, what may answer."""

    thematic: str
    serafin: str
    expectations: tuple[str, ...]
    needs: tuple[str, ...]
    readings: dict[str, str]
    notes: dict[str, tuple[str, ...]]
    means: tuple[tuple[str, str], ...]
    objective: str
    words: tuple[str, ...] = field(
        default=("Je veux bien essayer.", "D'accord, mais pas toute seule.", "On verra.")
    )


THEMES = (
    Theme(
        "logement-hebergement--se-maintenir-dans-le-logement",
        "1.3.2.1",
        ("Je veux garder mon appartement.", "Je ne veux pas partir d'ici, c'est chez moi depuis vingt ans."),
        ("Garder mon logement malgré les loyers en retard", "Un logement où je ne monte plus trois étages"),
        {
            "medical": "L'essoufflement rend les escaliers dangereux ; un rez-de-chaussée ou un ascenseur est utile.",
            "psychological": "Le logement est le dernier point fixe : l'idée de partir réveille d'autres pertes.",
            "educational": "Sait tenir son intérieur ; un cadre aide à ouvrir et classer le courrier du bailleur.",
            "social": "Deux mois d'impayés, bailleur ouvert à un plan ; FSL possible.",
        },
        {
            "medical": ("Monte les escaliers en deux fois, saturation correcte au repos.",),
            "psychological": (
                "Parle longuement de l'appartement et des voisins. Dort mal depuis la lettre du bailleur.",
            ),
            "educational": (
                "Tri du courrier ensemble : trois lettres du bailleur non ouvertes, rangées dans l'ordre.",
            ),
            "social": (
                "Appel au bailleur avec son accord : un plan d'apurement de 40 € par mois est possible.",
                "Vient avec ses relevés. Dossier FSL commencé, il manque l'avis d'imposition.",
            ),
        },
        (
            ("right", "Fonds de solidarité pour le logement"),
            ("professional", "Accompagner au rendez-vous du bailleur"),
        ),
        "Un plan d'apurement signé et tenu trois mois",
    ),
    Theme(
        "sante--acces-aux-soins",
        "1.1.10",
        ("Je voudrais voir un médecin qui m'écoute.", "J'ai peur de l'hôpital, je n'y retourne pas seule."),
        ("Trouver un médecin traitant", "Reprendre le suivi à l'hôpital sans y aller seule"),
        {
            "medical": "Suivi interrompu depuis huit mois ; bilan à refaire, traitement à réévaluer.",
            "psychological": "Évite les lieux de soin depuis une annonce mal vécue.",
            "educational": "Prend bien les rendez-vous quand on prépare ensemble le trajet et les questions.",
            "social": "Droits à jour, complémentaire santé solidaire à renouveler avant l'été.",
        },
        {
            "medical": (
                "Tension 14/8. Le pilulier est rempli pour la semaine, deux prises du soir oubliées.",
                "Bilan sanguin prescrit ; accepte que l'infirmière passe le faire à domicile.",
            ),
            "psychological": ("Évoque l'annonce de la maladie, à petites doses. Souhaite continuer.",),
            "educational": (
                "Trajet jusqu'à l'hôpital fait ensemble, à pied puis en tram : trente-cinq minutes.",
            ),
            "social": ("Complémentaire santé solidaire renouvelée en ligne avec elle.",),
        },
        (
            ("service", ""),
            ("relative", "Sa fille l'accompagne aux rendez-vous"),
            ("own", "Tient un carnet de ses questions"),
        ),
        "Trois rendez-vous honorés d'ici la fin du trimestre",
    ),
    Theme(
        "difficultes-financieres--ameliorer-sa-gestion-budgetaire",
        "1.3.5.1",
        ("J'aimerais finir le mois.", "Je veux comprendre où part l'argent."),
        ("Finir le mois sans découvert", "Comprendre mes factures et les payer à temps"),
        {
            "medical": "Rien de particulier ; les restes à charge pèsent un peu chaque mois.",
            "psychological": "La honte du découvert l'empêche d'en parler à ses proches.",
            "educational": "Sait compter ; l'enveloppe par semaine lui convient mieux que le tableau.",
            "social": "Reste à vivre de 6 € par jour ; chèque énergie et tarif social à demander.",
        },
        {
            "medical": (
                "Demande si les dépassements d'honoraires peuvent être évités : liste de praticiens secteur 1.",
            ),
            "psychological": ("Arrive soulagée d'avoir montré ses comptes à quelqu'un.",),
            "educational": ("Enveloppes de la semaine essayées : tient jusqu'au jeudi, reprend lundi.",),
            "social": (
                "Budget posé ensemble sur une feuille. Deux abonnements oubliés, résiliés dans l'entretien.",
            ),
        },
        (("service", ""), ("aid", "Secours exceptionnel de la commune"), ("own", "Enveloppes par semaine")),
        "Un mois entier sans découvert",
    ),
    Theme(
        "remobilisation--lien-social",
        "1.3.4.1",
        ("Je voudrais voir du monde.", "Le dimanche est long."),
        ("Ne plus être seul·e toute la journée", "Retrouver une activité avec d'autres"),
        {
            "medical": "L'isolement pèse sur l'appétit : 3 kg de moins en six mois.",
            "psychological": "Deuil récent ; le désir de revoir du monde revient, à ménager.",
            "educational": "Aime le jardin et la cuisine ; un petit groupe lui irait mieux qu'un grand.",
            "social": "Connaît le centre social de nom ; la carte de transport est à refaire.",
        },
        {
            "medical": ("Poids stable depuis le portage de repas.",),
            "psychological": ("Parle du mari disparu au présent puis au passé. Accepte l'idée d'un groupe.",),
            "educational": (
                "Première fois au jardin partagé : est restée deux heures, a rapporté des tomates.",
            ),
            "social": ("Carte de transport faite. Le minibus passe le mardi.",),
        },
        (
            ("service", ""),
            ("relative", "Sa voisine passe le dimanche"),
            ("professional", "Aller ensemble la première fois"),
        ),
        "Une sortie par semaine, choisie",
    ),
    Theme(
        "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
        "1.3.1.1",
        ("Je veux qu'on m'explique les papiers.", "J'ai droit à quoi, au juste ?"),
        ("Être à jour de mes papiers et de mes droits", "Renouveler ma carte de séjour"),
        {
            "medical": "Certificat médical à fournir pour le dossier MDPH.",
            "psychological": "L'attente des réponses entretient une tension de fond.",
            "educational": "Classe bien une fois le système compris ; les couleurs l'aident.",
            "social": "ASPA jamais demandée, droits retraite incomplets : demande à faire avec la Carsat.",
        },
        {
            "medical": ("Certificat MDPH rempli avec elle, relu à voix haute.",),
            "psychological": ("Colère contre le guichet, puis rire : « cette fois j'avais la photocopie ».",),
            "educational": ("Classeur à quatre couleurs commencé. Le retrouve seule à la visite suivante.",),
            "social": ("Relevé de carrière demandé. Il manque quatre trimestres en 1983.",),
        },
        (
            ("service", ""),
            ("right", "Allocation de solidarité aux personnes âgées"),
            ("professional", "Écrire à la Carsat"),
        ),
        "Le dossier de retraite complet et déposé",
    ),
    Theme(
        "famille--soutien-aidants",
        "1.3.3.4",
        ("J'ai besoin de souffler.", "Je voudrais que mon mari reste à la maison, mais je fatigue."),
        ("Souffler quelques heures par semaine", "Savoir quoi faire quand il se lève la nuit"),
        {
            "medical": "Deux nuits sur trois interrompues ; surveiller la fatigue de l'aidante.",
            "psychological": "Culpabilité à se faire remplacer ; peut en parler.",
            "educational": "Les gestes de transfert sont bons, à revoir pour le dos.",
            "social": "APA notifiée ; le droit au répit n'a jamais été utilisé.",
        },
        {
            "medical": ("Dos douloureux. Démonstration du drap de glisse.",),
            "psychological": ("Pleure puis dit que cela fait du bien. Reviendra.",),
            "educational": ("Lever de nuit : installé ensemble une lumière et un fauteuil près du lit.",),
            "social": ("Plateforme de répit appelée : une place le jeudi après-midi.",),
        },
        (
            ("service", ""),
            ("equipment", "Lit à hauteur variable"),
            ("relative", "Leur fils le premier week-end du mois"),
        ),
        "Quatre heures à soi chaque semaine",
    ),
    Theme(
        "numerique--acceder-a-des-services-en-ligne",
        "1.3.1.1",
        ("Je veux pouvoir faire mes démarches sans demander à mon fils.",),
        ("Faire ma déclaration de ressources en ligne",),
        {
            "medical": "Aucun lien particulier.",
            "psychological": "Se sent « bonne à rien » devant l'écran : avancer par petites réussites.",
            "educational": "Retient bien quand elle tient elle-même la souris.",
            "social": "La déclaration trimestrielle est à faire avant la fin du mois.",
        },
        {
            "medical": ("Retrouve seule un résultat d'analyse sur le téléphone.",),
            "psychological": ("Fière d'avoir envoyé un message à sa sœur.",),
            "educational": ("Mot de passe choisi par elle, noté dans le carnet à fleurs, à la maison.",),
            "social": ("Déclaration envoyée ensemble ; elle a cliqué.",),
        },
        (("service", ""), ("own", "Son téléphone et un carnet")),
        "Faire la prochaine déclaration sans aide",
    ),
    Theme(
        "mobilite--etre-accompagne-dans-son-parcours-mobilite",
        "1.3.4.2",
        ("Je voudrais me déplacer sans déranger personne.",),
        ("Aller à mes rendez-vous et faire mes courses",),
        {
            "medical": "Périmètre de marche de 200 m ; canne conseillée.",
            "psychological": "La peur de tomber est plus forte que le risque.",
            "educational": "Lit bien les plans ; le trajet s'apprend à deux.",
            "social": "Transport à la demande ouvert aux plus de 70 ans sur la commune.",
        },
        {
            "medical": ("Essai de la canne dans le couloir, puis jusqu'à la boîte aux lettres.",),
            "psychological": ("Raconte la chute de l'hiver. A mis le mot « peur » dessus.",),
            "educational": ("Trajet du marché fait avec deux arrêts sur les bancs, repérés ensemble.",),
            "social": ("Inscrite au transport à la demande, première course mardi.",),
        },
        (("service", ""), ("equipment", "Canne"), ("professional", "Apprendre le trajet ensemble")),
        "Aller au marché sans accompagnement",
    ),
)

REFUSALS = (
    "Non, mes affaires restent entre nous.",
    "Je vous parle à vous, pas à un ordinateur.",
    "Pas pour le médecin. Pour les autres, on verra.",
    "J'ai déjà raconté ma vie à trop de bureaux.",
)
AGREEMENTS = (
    "Oui, si cela m'évite de tout répéter.",
    "D'accord, tant que je peux lire ce qui est écrit.",
    "Oui pour l'équipe. Pas pour la mairie.",
)
NOT_NOWS = ("Laissez-moi le temps de vous connaître.", "On en reparle après l'opération.")
EXPLAINED = (
    "À quoi sert le dossier partagé, quels métiers le lisent, ce que chacun voit, combien de temps, "
    "et qu'on peut dire non ou revenir en arrière sans que cela change l'accompagnement."
)
OUTLOOKS = {
    "medical": "Maladie chronique stabilisée sous traitement. Fatigue en fin de journée, vigilance sur la nutrition.",
    "psychological": "Présence et humour. Traverse une perte de repères ; l'alliance se construit lentement.",
    "educational": "Sait faire beaucoup, le dit peu. Avance quand l'objectif est petit, daté et choisi.",
    "social": "Droits ouverts pour l'essentiel. Logement et budget sont les deux fils à tenir ensemble.",
}
EXTRACTS = {
    "medical": "Peut se fatiguer vite : proposer une chaise, des rendez-vous le matin.",
    "psychological": "Laisser du temps avant de répondre ; éviter les annonces au téléphone.",
    "educational": "Un objectif à la fois, écrit dans son carnet.",
    "social": "Prochain point sur le budget en début de mois.",
}
THIRD_PARTY = (
    "Le gardien dit entendre des disputes le soir.",
    "Sa sœur, au téléphone, s'inquiète de la boisson.",
    "Le bailleur rapporte une plainte d'un voisin.",
)
WAYS_TO_TALK = (
    "Plutôt le matin. Parler un peu fort, face à elle.",
    "Préfère le téléphone au courrier.",
    "Lit difficilement : dire plutôt qu'écrire.",
    "Arabe dialectal ou français ; sa fille traduit si elle le souhaite.",
    "Pas de messages vocaux, il ne les écoute pas.",
)
