"""The vault: what is stored tells nothing, and what was moved or altered does not open."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.tests import factories as accounts
from croisee.foundation.vault import crypto, keyring, operations
from croisee.foundation.vault.models import DataKey
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import Person
from croisee.person.dossiers.tests import factories

AT = dt.datetime(2026, 3, 3, 14, 30, tzinfo=dt.UTC)


class TestCrypto:
    def test_opens_what_it_sealed(self) -> None:
        key = crypto.new_key()
        assert (
            crypto.decrypt(key, crypto.encrypt(key, "Éloïse".encode(), b"here"), b"here") == "Éloïse".encode()
        )

    @pytest.mark.parametrize("damage", ["place", "key", "bytes", "version", "short"])
    def test_refuses(self, damage: str) -> None:
        key, row = crypto.new_key(), uuid.uuid4()
        sealed = crypto.encrypt(key, b"secret", crypto.place("note", row, "text"))
        place = crypto.place("note", row, "text")
        if damage == "place":
            place = crypto.place("note", uuid.uuid4(), "text")
        elif damage == "key":
            key = crypto.new_key()
        elif damage == "bytes":
            sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        elif damage == "version":
            sealed = b"\x02" + sealed[1:]
        else:
            sealed = sealed[:14]
        with pytest.raises(crypto.VaultError):
            crypto.decrypt(key, sealed, place)

    def test_the_same_value_is_never_sealed_twice_alike(self) -> None:
        key = crypto.new_key()
        assert crypto.encrypt(key, b"x", b"") != crypto.encrypt(key, b"x", b"")

    def test_tokens_differ_between_organisations_and_kinds(self) -> None:
        tokens = {
            crypto.blind_token(scope, kind, "morel") for scope in ("1", "2") for kind in ("part", "prefix")
        }
        assert len(tokens) == 4
        assert crypto.blind_token("1", "part", "morel") in tokens


@pytest.mark.django_db
class TestSealedFields:
    def test_the_database_holds_ciphertext_only(self) -> None:
        nadia = accounts.membership()
        dossier = factories.dossier(nadia, last_name="Grandjean", phone="0612345678")
        with wall.acting_as(nadia.user_id), connection.cursor() as cursor:
            cursor.execute(
                "SELECT to_jsonb(p)::text FROM dossiers_person p WHERE dossier_id = %s", [dossier.pk]
            )
            row = cursor.fetchone()[0]
        for plain in ("Grandjean", "Jeanne", "0612345678", b"Grandjean".hex()):
            assert plain not in row

    def test_a_value_moved_to_another_row_does_not_open(self) -> None:
        nadia = accounts.membership()
        first, second = factories.dossier(nadia, last_name="Un"), factories.dossier(nadia, last_name="Deux")
        with wall.acting_as(nadia.user_id), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE dossiers_person SET last_name = (SELECT last_name FROM dossiers_person WHERE dossier_id = %s)"
                " WHERE dossier_id = %s",
                [first.pk, second.pk],
            )
            with pytest.raises(crypto.VaultError):
                _ = Person.objects.get(dossier=second).last_name

    def test_saving_without_reading_keeps_the_value(self) -> None:
        nadia = accounts.membership()
        dossier = factories.dossier(nadia, last_name="Morel")
        with wall.acting_as(nadia.user_id):
            Person.objects.get(dossier=dossier).save()
            assert Person.objects.get(dossier=dossier).last_name == "Morel"

    def test_a_list_asks_for_its_keys_once(self, django_assert_num_queries: Any) -> None:
        nadia = accounts.membership()
        for number in range(5):
            factories.dossier(nadia, last_name=f"Nom{number}")
        with wall.acting_as(nadia.user_id):
            people = list(Person.objects.order_by("pk"))
            with django_assert_num_queries(1, using="vault"):
                preload(people)
                assert sorted(person.last_name for person in people) == [
                    f"Nom{number}" for number in range(5)
                ]


@pytest.mark.django_db
class TestDestroyingAKey:
    def test_nothing_of_the_dossier_is_readable_after_it(self, tmp_path: Path, settings: Any) -> None:
        settings.DATA_DIR = tmp_path
        nadia = accounts.membership()
        dossier = factories.dossier(nadia)
        with wall.acting_as(nadia.user_id):
            operations.destroy_key(key_id=dossier.pk, at=AT)
            with pytest.raises(keyring.KeyDestroyed):
                _ = Person.objects.get(dossier=dossier).last_name
        assert not DataKey.objects.filter(pk=dossier.pk).exists()

    def test_the_register_of_erasures_names_the_key_first(self, tmp_path: Path, settings: Any) -> None:
        settings.DATA_DIR = tmp_path
        key_id = uuid.uuid4()
        operations.create_key(key_id=key_id, at=AT)
        operations.destroy_key(key_id=key_id, at=AT)
        line = json.loads((tmp_path / "vault" / "erasures.jsonl").read_text())
        assert line == {"key": str(key_id), "at": AT.isoformat()}


@pytest.mark.django_db
class TestOtherWaysToWrite:
    """What does not go through the row would write in clear, or search for nothing."""

    @pytest.mark.parametrize("value", ["Grandjean", b"Grandjean"])
    def test_an_update_in_sql_is_refused(self, value: object) -> None:
        with pytest.raises(crypto.VaultError):
            Person.objects.update(last_name=value)

    def test_so_is_a_bulk_update(self) -> None:
        nadia = accounts.membership()
        dossier = factories.dossier(nadia, last_name="Morel")
        with wall.acting_as(nadia.user_id):
            person = Person.objects.get(dossier=dossier)
            person.last_name = "Grandjean"
        with pytest.raises(crypto.VaultError):
            Person.objects.bulk_update([person], ["last_name"])

    def test_and_a_search_by_content(self) -> None:
        with pytest.raises(crypto.VaultError):
            Person.objects.filter(last_name="Morel").exists()

    def test_emptying_is_not(self) -> None:
        nadia = accounts.membership()
        dossier = factories.dossier(nadia, phone="0612345678")
        with wall.acting_as(nadia.user_id):
            Person.objects.filter(dossier=dossier).update(phone=None)
            assert Person.objects.get(dossier=dossier).phone == ""
