"""A few dossiers told in full, by the same operations as the screens: what a visitor opens first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from croisee.config.demo import corpus
from croisee.config.demo.files import Loader
from croisee.config.demo.people import Cast
from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations import (
    circle,
    consents,
    emergency,
    expectations,
    household,
    notes,
    outlooks,
)
from croisee.person.dossiers.operations.opening import Identity, open_dossier
from croisee.person.needs.models import Answer
from croisee.person.needs.operations import answers, needs, project
from croisee.person.needs.operations.noting import Said

CULTURES = ("medical", "psychological", "educational", "social")


@dataclass
class Teller:
    """Tells one dossier: each sentence is an operation, so many days ago, by somebody."""

    cast: Cast
    at: dt.datetime
    dossier: Dossier
    referent: Membership

    def moment(self, days: int) -> dt.datetime:
        return self.at - dt.timedelta(days=days)

    def day(self, days: int) -> dt.date:
        return self.moment(days).date()

    def joins(self, who: str, reason: str, days: int) -> None:
        member = self.cast.by_name[who]
        kind = "professional" if member.organisation_id == self.dossier.organisation_id else "partner"
        with wall.acting_as(self.referent.user_id):
            circle.join(
                dossier=self.dossier,
                by=self.referent,
                at=self.moment(days),
                entry=circle.Entry(kind=kind, reason=reason, started_date=self.day(days), membership=member),
            )

    def relative(self, kind: str, name: str, relation: str, contact: str, days: int) -> None:
        entry = circle.Entry(
            kind=kind,
            reason="À sa demande",
            started_date=self.day(days),
            name=name,
            relation=relation,
            contact=contact,
        )
        with wall.acting_as(self.referent.user_id):
            circle.join(dossier=self.dossier, by=self.referent, at=self.moment(days), entry=entry)

    def asks(
        self, answer: str, words: str, days: int, agreed: Sequence[str] = (), partners: Sequence[int] = ()
    ) -> UUID:
        request = consents.Request(
            manner="in_person", explained=corpus.EXPLAINED, cultures=CULTURES, organisations=partners
        )
        with wall.acting_as(self.referent.user_id):
            consent = consents.ask(
                dossier=self.dossier, by=self.referent, at=self.moment(days), request=request
            )
            if answer != "pending":
                chosen = {part.pk for part in consent.parts.order_by("pk") if part.culture in agreed}
                consents.answer(
                    consent_id=consent.pk,
                    dossier=self.dossier,
                    by=self.referent,
                    at=self.moment(days),
                    answer=consents.Answer(answer=answer, words=words, parts=chosen),
                )
        return consent.pk

    def note(self, who: str, kind: str, text: str, days: int, shared: bool = True, third: str = "") -> None:
        by = self.cast.by_name[who]
        with wall.acting_as(by.user_id):
            notes.write_note(
                dossier=self.dossier,
                by=by,
                at=self.moment(days),
                kind=kind,
                happened_at=self.moment(days),
                text=text,
                third_party_text=third,
                compartment="common" if shared else by.culture,
                with_person=kind != "meeting",
            )

    def outlook(self, who: str, text: str, extract: str, days: int) -> None:
        by = self.cast.by_name[who]
        with wall.acting_as(by.user_id):
            outlooks.write_outlook(dossier=self.dossier, by=by, at=self.moment(days), text=text, version=0)
            if extract:
                outlooks.share_extract(dossier=self.dossier, by=by, at=self.moment(days), text=extract)

    def expects(self, words: str, days: int) -> UUID:
        with wall.acting_as(self.referent.user_id):
            row = expectations.express(
                dossier=self.dossier,
                by=self.referent,
                at=self.moment(days),
                words=words,
                said_date=self.day(days),
            )
        return row.pk

    def needs(
        self, words: str, thematic: str, serafin: str, days: int, expectation: UUID | None = None
    ) -> UUID:
        description = needs.Description(words, thematic, serafin, expectation)
        with wall.acting_as(self.referent.user_id):
            need = needs.add_need(
                dossier=self.dossier, description=description, by=self.referent, at=self.moment(days)
            )
        return need.pk

    def reads(self, who: str, need: UUID, text: str, days: int) -> None:
        by = self.cast.by_name[who]
        with wall.acting_as(by.user_id):
            needs.read_need(
                need_id=need, dossier=self.dossier, text=text, version=0, by=by, at=self.moment(days)
            )

    def voices(self, need: UUID, text: str, days: int) -> None:
        with wall.acting_as(self.referent.user_id):
            needs.voice_need(
                need_id=need,
                dossier=self.dossier,
                text=text,
                said_date=self.day(days),
                version=0,
                by=self.referent,
                at=self.moment(days),
            )

    def tries(
        self, need: UUID, means: answers.NewMeans, days: int, *steps: tuple[str, int, str, str, str]
    ) -> Answer:
        """`steps`: state, days ago, the person's opinion, their words, the professional's."""
        by = self.referent
        with wall.acting_as(by.user_id):
            answer = answers.propose(
                need_id=need,
                dossier=self.dossier,
                means=means,
                said=Said(happened_date=self.day(days)),
                by=by,
                at=self.moment(days),
            )
            for number, (state, ago, opinion, person, professional) in enumerate(steps, start=1):
                answers.advance(
                    answer_id=answer.pk,
                    dossier=self.dossier,
                    to=state,
                    after=number,
                    said=Said(
                        happened_date=self.day(ago),
                        opinion=opinion,
                        person_words=person,
                        professional_words=professional,
                    ),
                    refused_by="person" if state == "refused" else "",
                    by=by,
                    at=self.moment(ago),
                )
        return answer

    def aims(self, need: UUID, text: str, words: str, due_in: int, days: int) -> None:
        aim = project.Aim(text, self.at.date() + dt.timedelta(days=due_in), "fine", words)
        with wall.acting_as(self.referent.user_id):
            project.set_objective(
                need_id=need, dossier=self.dossier, aim=aim, by=self.referent, at=self.moment(days)
            )

    def opened_by(self, who: str, section: str, days: int) -> None:
        by = self.cast.by_name[who]
        with wall.acting_as(by.user_id):
            journal.record_access(
                Event.DOSSIER_OPENED, by=by, at=self.moment(days), dossier_id=self.dossier.pk, section=section
            )


def begin(cast: Cast, at: dt.datetime, referent: str, identity: Identity, days: int) -> Teller:
    """A first contact, so many days ago."""
    member = cast.by_name[referent]
    moment = at - dt.timedelta(days=days)
    with wall.acting_as(member.user_id):
        dossier = open_dossier(
            identity=identity, referent=member, by=member, at=moment, first_contact_date=moment.date()
        )
    return Teller(cast, at, dossier, member)


def tell(cast: Cast, loader: Loader, *, at: dt.datetime) -> int:
    """All the stories; returns how many dossiers they made."""
    for story in STORIES:
        story(cast, loader, at)
    return len(STORIES)


def _service(loader: Loader, thematic: str, place: int = 0) -> answers.NewMeans:
    """A service of the demo directory about this, or a plain sentence when the directory is empty."""
    offers = [offer for offer in loader.services if thematic in offer[2]]
    if not offers:
        return answers.NewMeans("professional", "Chercher un service ensemble")
    identifier, name, _ = offers[place % len(offers)]
    return answers.NewMeans("service", name, service_id=identifier)


def _mme_morel(cast: Cast, loader: Loader, at: dt.datetime) -> None:
    """The dossier of every screen: agreement given, a full circle, needs at every stage."""
    identity = Identity(
        "Morel",
        "Jeanne",
        "Vasseur",
        dt.date(1956, 2, 3),
        "mme",
        "06 00 12 34 56",
        "",
        "12 rue des Tilleuls, 38100 Grenoble",
        "38185",
        "Plutôt le matin. Parler un peu fort, face à elle. Lit le journal, pas les formulaires.",
    )
    story = begin(cast, at, "nadia", identity, 210)
    with wall.acting_as(story.referent.user_id):
        entered = dt.date(2003, 6, 1)
        household.settle(dossier=story.dossier, started_date=entered, by=story.referent, at=story.moment(209))
    story.note(
        "nadia",
        "interview",
        "Mme Morel vient sur le conseil de sa voisine. Vit seule depuis le décès de son mari, il y a deux ans. "
        "Elle dit en riant qu'elle « range les lettres dans le four ». Nous en avons ouvert trois ensemble : deux "
        "viennent du bailleur. Elle veut garder son appartement et ne plus avoir peur du facteur.",
        209,
    )
    story.joins("yasmine", "Entretiens de soutien, à sa demande", 190)
    story.joins("ines", "Suivi infirmier à domicile", 185)
    story.joins("lea", "Aide à domicile trois fois par semaine", 180)
    story.joins("karim", "Apprendre ses trajets et tenir le courrier", 150)
    story.relative(
        "trusted", "Claudine Perret", "Sa voisine du deuxième, personne de confiance", "06 00 45 67 89", 170
    )
    story.relative("relative", "Sophie Morel", "Sa fille, à Nantes", "06 00 98 76 54", 170)
    story.asks("yes", "Oui, si cela m'évite de tout répéter. Mais je veux pouvoir lire.", 175)
    _morel_notes(story)
    _morel_needs(story, loader)
    for who, section, days in (
        ("karim", "dossiers.detail", 12),
        ("ines", "dossiers.notes", 6),
        ("lea", "needs.crossing", 2),
    ):
        story.opened_by(who, section, days)


def _morel_notes(story: Teller) -> None:
    story.outlook("ines", corpus.OUTLOOKS["medical"], corpus.EXTRACTS["medical"], 140)
    story.outlook("yasmine", corpus.OUTLOOKS["psychological"], corpus.EXTRACTS["psychological"], 120)
    story.outlook("karim", corpus.OUTLOOKS["educational"], corpus.EXTRACTS["educational"], 100)
    story.outlook("nadia", corpus.OUTLOOKS["social"], "", 95)
    for who, kind, text, days, shared in (
        (
            "ines",
            "visit",
            "Tension 14/8. Pilulier rempli pour la semaine ; deux prises du soir oubliées.",
            160,
            True,
        ),
        (
            "yasmine",
            "interview",
            "Parle du mari au présent, puis au passé. Le rire revient avant la fin.",
            130,
            False,
        ),
        (
            "karim",
            "visit",
            "Classeur à quatre couleurs commencé. Le retrouve seule à la visite suivante.",
            110,
            True,
        ),
        ("lea", "visit", "A préparé le repas avec moi, a gardé deux parts pour la voisine.", 60, True),
        (
            "nadia",
            "call",
            "Le bailleur accepte 40 € par mois sur dix-huit mois, à confirmer par écrit.",
            45,
            True,
        ),
        (
            "ines",
            "visit",
            "Poids stable. Accepte de revoir le cardiologue si quelqu'un l'accompagne.",
            20,
            True,
        ),
    ):
        story.note(who, kind, text, days, shared)
    story.note(
        "nadia",
        "call",
        "Appel du bailleur à propos du plan.",
        30,
        third="Le bailleur dit qu'un voisin se plaint du bruit de la radio.",
    )


def _morel_needs(story: Teller, loader: Loader) -> None:
    own, relative, right, professional = "own", "relative", "right", "professional"
    home = story.expects("Je veux garder mon appartement et ne plus avoir peur du facteur.", 205)
    people = story.expects(
        "Le dimanche est long. Je voudrais voir du monde, mais pas n'importe comment.", 130
    )

    rent = story.needs(
        "Garder mon logement malgré les loyers en retard",
        "logement-hebergement--se-maintenir-dans-le-logement",
        "1.3.2.1",
        200,
        home,
    )
    story.voices(rent, "C'est chez moi. Le reste, on peut le payer petit à petit.", 198)
    story.reads("nadia", rent, corpus.THEMES[0].readings["social"], 195)
    story.reads("karim", rent, corpus.THEMES[0].readings["educational"], 140)
    story.reads("yasmine", rent, corpus.THEMES[0].readings["psychological"], 120)
    story.tries(
        rent,
        answers.NewMeans(professional, "Plan d'apurement avec le bailleur"),
        190,
        ("agreed", 186, "fine", "D'accord si c'est vous qui parlez en premier.", ""),
        ("under_way", 45, "fine", "", "Quarante euros par mois, dix-huit mois."),
    )
    story.tries(
        rent,
        answers.NewMeans(right, "Fonds de solidarité pour le logement"),
        180,
        ("agreed", 178, "mixed", "Je n'aime pas demander.", ""),
        ("under_way", 160, "mixed", "", "Dossier déposé complet."),
        ("partly", 70, "fine", "La moitié, c'est déjà ça.", "Accord pour la moitié de la dette."),
    )
    story.aims(rent, "Six mois de plan tenus, sans lettre de rappel", "Six mois, oui.", 120, 40)

    company = story.needs(
        "Ne plus être seule toute la journée", "remobilisation--lien-social", "1.3.4.1", 128, people
    )
    story.voices(company, "Je ne veux pas d'un club de vieux. Le jardin, oui.", 127)
    story.reads("ines", company, corpus.THEMES[3].readings["medical"], 120)
    story.reads("yasmine", company, corpus.THEMES[3].readings["psychological"], 118)
    story.tries(
        company,
        _service(loader, "remobilisation--lien-social"),
        100,
        ("agreed", 98, "fine", "Une fois, pour voir.", ""),
        ("under_way", 85, "fine", "", "Première fois avec Karim."),
        ("worked", 25, "fine", "J'y retourne seule. Ils m'ont gardé des tomates.", "Y va chaque mardi."),
    )
    story.tries(
        company,
        answers.NewMeans(relative, "Claudine passe le dimanche"),
        120,
        ("agreed", 119, "fine", "", ""),
        ("under_way", 112, "fine", "On joue au rami.", ""),
    )

    care = story.needs("Revoir le cardiologue sans y aller seule", "sante--acces-aux-soins", "1.1.5", 90)
    story.reads(
        "ines", care, "Dernier contrôle il y a quatorze mois ; traitement à réévaluer avant l'hiver.", 88
    )
    story.tries(
        care,
        _service(loader, "sante--acces-aux-soins"),
        80,
        ("refused", 76, "poor", "Une inconnue, non.", "La proposition venait trop tôt."),
    )
    story.tries(
        care,
        answers.NewMeans(relative, "Sophie l'accompagne lors de son passage"),
        18,
        ("thinking", 15, "mixed", "Elle a ses soucis, Sophie.", ""),
    )

    papers = story.needs(
        "Savoir à quoi j'ai droit pour ma retraite",
        "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
        "1.3.1.1",
        60,
    )
    story.voices(papers, "J'ai travaillé à l'usine avant le mariage, il doit rester quelque chose.", 58)
    story.reads("nadia", papers, corpus.THEMES[4].readings["social"], 57)
    story.tries(
        papers,
        answers.NewMeans(own, "Retrouver ses fiches de paie de 1974 à 1979"),
        50,
        ("agreed", 49, "fine", "Elles sont dans le four.", ""),
        ("under_way", 40, "fine", "", ""),
    )


def _m_ferrand(cast: Cast, loader: Loader, at: dt.datetime) -> None:
    """Refusal as a normal state: the minimal sheet, and each culture its own notes."""
    identity = Identity(
        "Ferrand", "Lucien", "", dt.date(1971, 11, 20), "m", "06 00 22 33 44", commune_code="38151"
    )
    story = begin(cast, at, "nadia", identity, 120)
    story.joins("ines", "Suivi infirmier", 110)
    story.asks("no", corpus.REFUSALS[0], 100)
    story.note(
        "nadia",
        "interview",
        "Vient pour la facture d'énergie. Ne souhaite pas parler du reste.",
        90,
        shared=False,
    )
    story.note("ines", "visit", "Pansement refait. Cicatrisation correcte.", 30, shared=False)


def _mme_koffi(cast: Cast, loader: Loader, at: dt.datetime) -> None:
    """« En partie »: yes to some professions, and a partner organisation agreed to."""
    identity = Identity(
        "Koffi", "Adjoua", "", dt.date(1988, 7, 9), "mme", "06 00 33 44 55", commune_code="38421"
    )
    story = begin(cast, at, "omar", identity, 300)
    story.joins("yasmine", "Soutien après la séparation", 280)
    story.joins("karim", "Soutien éducatif, ses deux enfants", 270)
    story.joins("paul", "Suivi du service social départemental", 200)
    departement = cast.by_name["paul"].organisation_id
    story.asks("yes", "Oui. Et monsieur Paul aussi, il connaît déjà.", 260, partners=[departement])
    expectation = story.expects("Que mes enfants dorment tranquilles.", 255)
    need = story.needs(
        "Un logement à nous trois", "logement-hebergement--louer-un-logement", "1.3.2.1", 250, expectation
    )
    story.tries(
        need,
        answers.NewMeans("professional", "Dossier de demande de logement social"),
        240,
        ("agreed", 239, "fine", "", ""),
        ("under_way", 230, "fine", "", ""),
    )
    story.note("omar", "interview", "Souhaite rester près de l'école. Demande de logement renouvelée.", 40)


def _m_lambert(cast: Cast, loader: Loader, at: dt.datetime) -> None:
    """« Pas maintenant »: nobody asks again before the date."""
    identity = Identity("Lambert-Desrousseaux de La Tour", "Jean-Christophe", "", dt.date(1949, 5, 30), "m")
    story = begin(cast, at, "nadia", identity, 40)
    story.asks("not_now", corpus.NOT_NOWS[1], 30)
    story.note("nadia", "call", "Rappellera après l'opération. Sa sœur garde le chat.", 25, shared=False)


def _mme_rossi(cast: Cast, loader: Loader, at: dt.datetime) -> None:
    """« En partie » by culture, then an emergency access that the referent has to look at."""
    identity = Identity(
        "Rossi", "Giulia", "Bianchi", dt.date(1938, 1, 17), "mme", "06 00 44 55 66", commune_code="38169"
    )
    story = begin(cast, at, "nadia", identity, 500)
    story.joins("ines", "Suivi infirmier", 480)
    story.joins("yasmine", "Une rencontre par mois", 450)
    story.joins("lea", "Aide à domicile", 440)
    story.asks(
        "partly", "Oui pour l'infirmière et pour vous. Pas la psychologue.", 250, agreed=("medical", "social")
    )
    need = story.needs("Souffler quelques heures par semaine", "famille--soutien-aidants", "1.3.3.4", 240)
    story.tries(need, _service(loader, "famille--soutien-aidants"), 230)
    omar = cast.by_name["omar"]
    with wall.acting_as(omar.user_id):
        emergency.open_emergency(
            dossier_id=story.dossier.pk,
            referent=story.referent,
            by=omar,
            at=at - dt.timedelta(hours=3),
            reason="Chute signalée par la voisine, les pompiers demandent qui prévenir ; Nadia est absente.",
        )


def _m_arnaud(cast: Cast, loader: Loader, at: dt.datetime) -> None:
    """A first contact of this morning, no agreement asked yet."""
    identity = Identity(
        "Arnaud", "Bastien", "", dt.date(2001, 9, 12), "m", "06 00 55 66 77", commune_code="38185"
    )
    begin(cast, at, "nadia", identity, 0)


STORIES = (_mme_morel, _m_ferrand, _mme_koffi, _m_lambert, _mme_rossi, _m_arnaud)
