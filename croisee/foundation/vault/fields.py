"""Model fields whose content is sealed before it reaches SQL, and opened when somebody reads the attribute."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.db import models

from croisee.foundation.vault import crypto, keyring

if TYPE_CHECKING:
    _Binary = models.BinaryField[Any, Any]
else:
    _Binary = models.BinaryField


class Ciphertext(bytes):
    """A value as it lies in the database."""


class SealedRow(Protocol):
    """What a model with sealed fields has."""

    pk: UUID

    @property
    def vault_key_id(self) -> UUID: ...


class _Attribute:
    """Opens the value at its first reading; the plain value then stays on the instance."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Ciphertext):
            value = instance.__dict__[name] = self.field.open(instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(_Binary):
    """Sealed bytes, and the base of the fields that say how a value becomes bytes. An absent value is NULL."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Attribute(self))

    def encode(self, value: Any) -> bytes:
        return bytes(value)

    def decode(self, plain: bytes) -> Any:
        return plain

    def is_absent(self, value: Any) -> bool:
        return value is None or value == ""

    @property
    def absent(self) -> Any:
        return None

    def from_db_value(self, value: bytes | None, expression: Any, connection: Any) -> Any:
        return self.absent if value is None else Ciphertext(value)

    def open(self, instance: SealedRow, value: Ciphertext) -> Any:
        key = keyring.get(instance.vault_key_id)
        return self.decode(crypto.decrypt(key, value, self._place(instance)))

    def pre_save(self, model_instance: Any, add: bool) -> Ciphertext | None:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Ciphertext):
            return value
        if self.is_absent(value):
            return None
        key = keyring.get(model_instance.vault_key_id)
        return Ciphertext(crypto.encrypt(key, self.encode(value), self._place(model_instance)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Only what a row sealed reaches SQL: `update(field=…)`, `bulk_update` and filters would write it in clear."""
        if value is not None and not isinstance(value, Ciphertext):
            raise crypto.VaultError(
                f"{self.name} is sealed: it is written by saving its row, and never searched"
            )
        return super().get_db_prep_value(None if value is None else bytes(value), connection, prepared)

    def _place(self, instance: Any) -> bytes:
        return crypto.place(self.model._meta.db_table, instance.pk, self.attname)

    def get_default(self) -> Any:
        return self.absent

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        return None


class SealedTextField(SealedField):
    """Text; an empty text is stored as NULL."""

    @property
    def absent(self) -> str:
        return ""

    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class SealedDateField(SealedField):
    """A calendar date."""

    def encode(self, value: dt.date) -> bytes:
        return value.isoformat().encode()

    def decode(self, plain: bytes) -> dt.date:
        return dt.date.fromisoformat(plain.decode())


class SealedJSONField(SealedField):
    """A small JSON document."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)
