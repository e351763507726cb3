"""Dossiers of the demo, made in bulk through the same encryption and the same wall as real use.

Each crew's dossiers are inserted as the people who would write them: the wall checks every row, so that a nurse's
note is written by a nurse.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from faker.providers.person.fr_FR import Provider as Names

from croisee.config.demo import corpus
from croisee.config.demo.inserting import Batch
from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.models import Commune
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.vault import crypto, keyring
from croisee.foundation.vault.models import DataKey
from croisee.person.dossiers.models import (
    CircleMember,
    Consent,
    ConsentPart,
    Dossier,
    Expectation,
    Household,
    HouseholdMember,
    NameToken,
    Note,
    Outlook,
    OutlookExtract,
    Person,
)
from croisee.person.dossiers.tokens import tokens_of
from croisee.person.needs.models import Answer, AnswerStep, Means, Need, NeedReading, Objective

CULTURES = ("medical", "psychological", "educational", "social")
# 40 % of the people accept the shared tool: the share observed in the house that inspired this software.
ANSWERS = (("yes", 30), ("partly", 10), ("no", 30), ("not_now", 15), ("pending", 10), ("", 5))
# Dossiers inserted together.
BLOCK = 100
# The first numbers of each year are for the told stories.
FIRST_NUMBER = 11
MEMORY = dt.timedelta(days=360)


@dataclass(frozen=True)
class Share:
    """Dossiers that are inserted together: so many of one referent, whole or not at all."""

    # Its place among the shares, from which chance begins anew: the same share always holds the same dossiers.
    number: int
    crew: int
    referent: int
    size: int
    # The order number of its first dossier.
    first: int


def plan(crews: list[list[Membership]], count: int) -> list[Share]:
    """`count` dossiers spread over the crews and their referents."""
    shares: list[Share] = []
    slots: dict[int, int] = defaultdict(int)
    most = math.ceil(count / len(crews))
    for place, crew in enumerate(crews):
        # A crew numbers its dossiers in a range of its own, so that crews are loaded side by side.
        organisation = crew[0].organisation_id
        first = FIRST_NUMBER + slots[organisation] * most
        slots[organisation] += 1
        left = count // len(crews) + (place < count % len(crews))
        referents = referents_of(crew)
        block = min(BLOCK, math.ceil(left / len(referents))) or 1
        turn = 0
        while left:
            size = min(block, left)
            shares.append(
                Share(len(shares), place, crew.index(referents[turn % len(referents)]), size, first)
            )
            first, left, turn = first + size, left - size, turn + 1
    return shares


def referents_of(crew: list[Membership]) -> list[Membership]:
    return [member for member in crew if member.may("need.edit") and not member.is_coordinator] or crew[:1]


def draw_answer(rng: random.Random) -> str:
    return rng.choices([name for name, _ in ANSWERS], [weight for _, weight in ANSWERS])[0]


@dataclass
class Loader:
    """Makes the dossiers of a share."""

    at: dt.datetime
    communes: list[Commune]
    services: list[tuple[str, str, list[str]]]
    # How many notes a dossier holds on average.
    notes: int = 10
    seed: int = 2026
    rng: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.today = timezone.localdate(self.at)
        self.offers: dict[str, list[tuple[str, str, list[str]]]] = {
            theme.thematic: [service for service in self.services if theme.thematic in service[2]]
            for theme in corpus.THEMES
        }

    def load(self, share: Share, crew: list[Membership]) -> int:
        """Insert a share, unless a load that was cut had already done so; says how many dossiers it holds."""
        referent = crew[share.referent]
        self.rng.seed(f"{self.seed}/{share.number}")
        keys = [self._id() for _ in range(share.size)]
        with transaction.atomic(), keyring.scope():
            with wall.acting_as(referent.user_id):
                if Dossier.objects.filter(pk=keys[0]).exists():
                    return share.size
            self._make_keys(keys)
            batch = Batch()
            for number, key in enumerate(keys, start=share.first):
                self._dossier(batch, key, number, referent, crew)
            batch.insert(referent)
            self._trace(batch.rows[referent.pk][Dossier])
        return share.size

    def _make_keys(self, key_ids: list[uuid.UUID]) -> None:
        # Keys are committed on their own: those of a share that was cut are there already, and harmless.
        known = keyring.load(key_ids)
        rows = []
        for key_id in key_ids:
            if key_id not in known:
                key = crypto.new_key()
                keyring.hold(key_id, key)
                rows.append(DataKey(pk=key_id, wrapped=crypto.wrap(key, key_id), created_at=self.at))
        DataKey.objects.bulk_create(rows, batch_size=1000)

    def _trace(self, dossiers: list[Dossier]) -> None:
        kept = self.at - MEMORY
        for dossier in dossiers:
            # What is older than the journal keeps has left it, as in real use.
            if (opened := self._moment(dossier.opened_date)) > kept:
                journal.record(Event.DOSSIER_CREATED, by=dossier.opened_by, at=opened, dossier_id=dossier.pk)

    # --- One dossier ------------------------------------------------------------------------------

    def _dossier(
        self, batch: Batch, key: uuid.UUID, number: int, referent: Membership, crew: list[Membership]
    ) -> None:
        opened = self.today - dt.timedelta(days=self.rng.randint(20, 1400))
        closed = self.rng.random() < 0.12
        ended = opened + dt.timedelta(days=self.rng.randint(15, max(16, (self.today - opened).days)))
        last = min(ended, self.today) if closed else self.today - dt.timedelta(days=self.rng.randint(0, 60))
        last = max(last, opened)
        dossier = Dossier(
            pk=key,
            organisation_id=referent.organisation_id,
            team_id=referent.team_id,
            number=f"{opened.year}-{number:05d}",
            referent=referent,
            opened_date=opened,
            opened_by=referent,
            closed_date=min(ended, self.today) if closed else None,
            closing_reason=self.rng.choice(["needs_met", "moved", "no_news"]) if closed else "",
            last_contact_date=last,
            touched_at=self._moment(last),
        )
        batch.add(referent, dossier)
        self._person(batch, dossier)
        present = self._circle(batch, dossier, crew)
        agreed = self._consent(batch, dossier, present)
        theme = self.rng.choice(corpus.THEMES)
        self._notes(batch, dossier, present, agreed, theme)
        self._outlooks(batch, dossier, present, agreed)
        self._needs(batch, dossier, present, agreed, theme)

    def _moment(self, day: dt.date) -> dt.datetime:
        hour = dt.time(self.rng.randint(8, 17), self.rng.choice([0, 10, 15, 30, 45]), tzinfo=self.at.tzinfo)
        return min(dt.datetime.combine(day, hour), self.at)

    def _person(self, batch: Batch, dossier: Dossier) -> None:
        woman = self.rng.random() < 0.56
        last_name = self.rng.choice(Names.last_names)
        commune = self.communes[int(len(self.communes) * self.rng.random() ** 2)]
        person = Person(
            id=self._id(),
            dossier=dossier,
            compartment="minimal",
            civility="mme" if woman else "m",
            first_name=self.rng.choice(Names.first_names_female if woman else Names.first_names_male),
            last_name=last_name,
            birth_name=self.rng.choice(Names.last_names) if woman and self.rng.random() < 0.4 else "",
            birth_date=self.today - dt.timedelta(days=self.rng.randint(18 * 365, 95 * 365)),
            phone="06 00 " + " ".join(f"{self.rng.randint(0, 99):02d}" for _ in range(3)),
            address=f"{self.rng.randint(1, 90)} rue {self.rng.choice(Names.last_names)}, "
            f"{commune.postcodes[0]} {commune.name}",
            commune_code=commune.code,
            ways_to_talk=self.rng.choice(corpus.WAYS_TO_TALK) if self.rng.random() < 0.4 else "",
        )
        batch.add(dossier.referent, person)
        for token in sorted(tokens_of(person, dossier.organisation_id)):
            batch.add(dossier.referent, NameToken(dossier=dossier, compartment="minimal", token=token))
        if self.rng.random() < 0.35:
            self._household(batch, dossier, last_name)

    def _household(self, batch: Batch, dossier: Dossier, last_name: str) -> None:
        household = Household(created_at=self.at)
        batch.households.append(household)
        common = {
            "dossier": dossier,
            "compartment": "minimal",
            "household": household,
            "started_date": dossier.opened_date - dt.timedelta(days=self.rng.randint(300, 4000)),
        }
        batch.add(dossier.referent, HouseholdMember(id=self._id(), is_self=True, **common))
        for _ in range(self.rng.randint(1, 3)):
            relationship = self.rng.choice(["partner", "child", "child", "parent"])
            age = self.rng.randint(1, 17) if relationship == "child" else self.rng.randint(25, 90)
            batch.add(
                dossier.referent,
                HouseholdMember(
                    id=self._id(),
                    first_name=self.rng.choice(Names.first_names),
                    last_name=last_name,
                    birth_date=self.today - dt.timedelta(days=age * 365 + self.rng.randint(0, 364)),
                    relationship=relationship,
                    **common,
                ),
            )

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def _circle(self, batch: Batch, dossier: Dossier, crew: list[Membership]) -> list[Membership]:
        others = [member for member in crew if member != dossier.referent]
        chosen = [dossier.referent, *self.rng.sample(others, self.rng.randint(1, len(others)))]
        for member in chosen:
            self._enter(batch, dossier, member)
        if self.rng.random() < 0.4:
            batch.add(
                dossier.referent,
                CircleMember(
                    id=self._id(),
                    dossier=dossier,
                    compartment="minimal",
                    kind=self.rng.choice(["relative", "trusted"]),
                    name=f"{self.rng.choice(Names.first_names)} {self.rng.choice(Names.last_names)}",
                    relation=self.rng.choice(
                        ["Sa fille", "Son frère", "Une voisine", "Un ami de longue date"]
                    ),
                    contact=f"06 00 00 {self.rng.randint(0, 99):02d} {self.rng.randint(0, 99):02d}",
                    reason="À la demande de la personne",
                    started_date=dossier.opened_date,
                    added_by=dossier.referent,
                ),
            )
        return chosen

    def _enter(self, batch: Batch, dossier: Dossier, member: Membership) -> None:
        is_referent = member == dossier.referent
        batch.add(
            dossier.referent,
            CircleMember(
                id=self._id(),
                dossier=dossier,
                compartment="minimal",
                kind="professional",
                membership=member,
                organisation_id=member.organisation_id,
                reason="Référent·e depuis le premier contact" if is_referent else "Accompagnement commun",
                started_date=dossier.opened_date,
                added_by=dossier.referent,
            ),
        )

    def _consent(self, batch: Batch, dossier: Dossier, present: list[Membership]) -> set[str]:
        """The answer to the shared file; returns the cultures it opens."""
        answer = draw_answer(self.rng)
        if not answer:
            return set()
        asked = self._moment(
            min(dossier.opened_date + dt.timedelta(days=self.rng.randint(0, 15)), self.today)
        )
        words = {"yes": corpus.AGREEMENTS, "partly": corpus.AGREEMENTS, "no": corpus.REFUSALS}.get(
            answer, corpus.NOT_NOWS
        )
        until = (
            self.today + dt.timedelta(days=self.rng.randint(20, 360)) if answer in {"yes", "partly"} else None
        )
        pending = answer == "pending"
        consent = Consent(
            id=self._id(),
            dossier=dossier,
            compartment="minimal",
            asked_at=asked,
            asked_by=dossier.referent,
            manner=self.rng.choice(["in_person", "in_person", "plain", "phone", "relative"]),
            explained=corpus.EXPLAINED,
            answer=answer,
            answered_at=None if pending else asked,
            answered_by=None if pending else dossier.referent,
            words="" if pending else self.rng.choice(words),
            until=until,
            ask_again_date=self.today + dt.timedelta(days=60) if answer == "not_now" else None,
        )
        batch.add(dossier.referent, consent)
        agreed = self._agreed(answer, present)
        for culture in CULTURES:
            batch.add(
                dossier.referent,
                ConsentPart(
                    id=self._id(),
                    consent=consent,
                    dossier=dossier,
                    compartment="minimal",
                    purpose="shared_file",
                    culture=culture,
                    agreed=None if pending else culture in agreed,
                    answered_at=None if pending else asked,
                    until=until,
                ),
            )
        return agreed

    def _agreed(self, answer: str, present: list[Membership]) -> set[str]:
        if answer == "yes":
            return set(CULTURES)
        if answer == "partly":
            return {present[0].culture, self.rng.choice([member.culture for member in present])}
        return set()

    def _notes(
        self, batch: Batch, dossier: Dossier, present: list[Membership], agreed: set[str], theme: corpus.Theme
    ) -> None:
        days = max(1, (dossier.last_contact_date - dossier.opened_date).days)
        for _ in range(self.rng.randint(max(1, self.notes - 5), self.notes + 5)):
            author = self.rng.choice(present)
            shared = author.culture in agreed and self.rng.random() < 0.6
            moment = self._moment(dossier.opened_date + dt.timedelta(days=self.rng.randint(0, days)))
            kind = self.rng.choice(["note", "interview", "call", "visit", "meeting"])
            batch.add(
                author,
                Note(
                    id=self._id(),
                    dossier=dossier,
                    compartment="common" if shared else author.culture,
                    author=author,
                    kind=kind,
                    happened_at=moment,
                    written_at=moment,
                    text=self.rng.choice(theme.notes[author.culture]),
                    third_party_text=self.rng.choice(corpus.THIRD_PARTY) if self.rng.random() < 0.05 else "",
                    with_person=kind != "meeting",
                ),
            )

    def _outlooks(self, batch: Batch, dossier: Dossier, present: list[Membership], agreed: set[str]) -> None:
        for member in {member.culture: member for member in reversed(present)}.values():
            if self.rng.random() < 0.4:
                continue
            moment = self._moment(dossier.last_contact_date)
            batch.add(
                member,
                Outlook(
                    id=self._id(),
                    dossier=dossier,
                    compartment=member.culture,
                    culture=member.culture,
                    text=corpus.OUTLOOKS[member.culture],
                    author=member,
                    written_at=moment,
                ),
            )
            if member.culture in agreed:
                batch.add(
                    member,
                    OutlookExtract(
                        id=self._id(),
                        dossier=dossier,
                        compartment="common",
                        culture=member.culture,
                        text=corpus.EXTRACTS[member.culture],
                        shared_by=member,
                        shared_at=moment,
                    ),
                )

    # --- Needs ------------------------------------------------------------------------------------

    def _needs(
        self, batch: Batch, dossier: Dossier, present: list[Membership], agreed: set[str], first: corpus.Theme
    ) -> None:
        readers = [
            dossier.referent,
            *(one for one in present[1:] if one.culture in agreed and one.may("need.edit")),
        ]
        others = [theme for theme in corpus.THEMES if theme != first]
        for theme in [first, *self.rng.sample(others, self.rng.randint(0, 2))]:
            self._need(batch, dossier, theme, {one.culture: one for one in reversed(readers)})

    def _need(
        self, batch: Batch, dossier: Dossier, theme: corpus.Theme, readers: dict[str, Membership]
    ) -> None:
        by = dossier.referent
        day = min(dossier.opened_date + dt.timedelta(days=self.rng.randint(1, 40)), dossier.last_contact_date)
        moment = self._moment(day)
        common = {"dossier": dossier, "compartment": "common"}
        expectation = Expectation(
            id=self._id(),
            words=self.rng.choice(theme.expectations),
            said_date=day,
            noted_by=by,
            noted_at=moment,
            **common,
        )
        batch.add(by, expectation)
        need = Need(
            id=self._id(),
            words=self.rng.choice(theme.needs),
            thematic=theme.thematic,
            serafin_code=theme.serafin,
            expectation=expectation,
            noted_by=by,
            noted_at=moment,
            touched_at=moment,
            **common,
        )
        batch.add(by, need)
        for culture, reader in readers.items():
            batch.add(
                reader,
                NeedReading(
                    id=self._id(),
                    need=need,
                    culture=culture,
                    text=theme.readings[culture],
                    author=reader,
                    written_at=moment,
                    **common,
                ),
            )
        for kind, label in theme.means[: self.rng.randint(1, len(theme.means))]:
            self._answer(batch, need, kind, label, theme, day)
        if self.rng.random() < 0.5:
            batch.add(
                by,
                Objective(
                    id=self._id(),
                    need=need,
                    text=theme.objective,
                    due_date=self.today + dt.timedelta(days=self.rng.randint(10, 150)),
                    opinion="fine",
                    person_words=self.rng.choice(theme.words),
                    set_by=by,
                    set_at=moment,
                    touched_at=moment,
                    **common,
                ),
            )

    def _answer(
        self, batch: Batch, need: Need, kind: str, label: str, theme: corpus.Theme, day: dt.date
    ) -> None:
        by = need.dossier.referent
        service_id = ""
        if kind == "service":
            offers = self.offers[theme.thematic]
            if not offers:
                return
            service_id, label, _ = self.rng.choice(offers)
        common = {"dossier": need.dossier, "compartment": "common"}
        means = Means(
            id=self._id(),
            kind=kind,
            label=label,
            service_id=service_id,
            added_by=by,
            added_at=self._moment(day),
            **common,
        )
        batch.add(by, means)
        path = self.rng.choice(PATHS)
        dates = [
            min(day + dt.timedelta(days=place * self.rng.randint(2, 12)), self.today)
            for place in range(len(path))
        ]
        refused_by = "person" if path[-1] == "refused" else ""
        opinion = "poor" if path[-1] in {"refused", "failed"} else "fine"
        answer = Answer(
            id=self._id(),
            need=need,
            means=means,
            state=path[-1],
            refused_by=refused_by,
            opinion=opinion if len(path) > 1 else "",
            proposed_date=day,
            started_date=dates[path.index("under_way")] if "under_way" in path else None,
            ended_date=dates[-1]
            if path[-1] in {"worked", "partly", "failed", "refused", "abandoned"}
            else None,
            touched_at=self._moment(dates[-1]),
            **common,
        )
        batch.add(by, answer)
        for number, (state, date) in enumerate(zip(path, dates, strict=True), start=1):
            batch.add(
                by,
                AnswerStep(
                    id=self._id(),
                    answer=answer,
                    number=number,
                    state=state,
                    refused_by=refused_by if state == "refused" else "",
                    happened_date=date,
                    by=by,
                    noted_at=self._moment(date),
                    opinion=opinion if number > 1 else "",
                    person_words=self.rng.choice(theme.words) if number > 1 else "",
                    **common,
                ),
            )


PATHS = (
    ("proposed",),
    ("proposed", "thinking"),
    ("proposed", "agreed"),
    ("proposed", "agreed", "under_way"),
    ("proposed", "agreed", "under_way", "worked"),
    ("proposed", "agreed", "under_way", "partly"),
    ("proposed", "agreed", "under_way", "failed"),
    ("proposed", "refused"),
)
