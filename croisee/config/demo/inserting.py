"""Many rows at once, by the role and under the policies of every day.

COPY is refused on tables behind row-level security, and one statement of a thousand VALUES costs more to write and to
parse than to execute: each column goes as one array.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar

import psycopg
from django.db import connection, models

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.fields import SealedField
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
from croisee.person.dossiers.models.base import AclField
from croisee.person.needs.models import Answer, AnswerStep, Means, Need, NeedReading, Objective

Value = Callable[[Any], Any]


def _value_of(column: models.Field[Any, Any]) -> Value:
    name = column.attname
    if isinstance(column, SealedField):
        return lambda row: column.pre_save(row, True)
    return lambda row: row.__dict__[name]


@lru_cache(maxsize=32)
def _statement(model: type[models.Model]) -> tuple[str, tuple[Value, ...]]:
    """The statement, and what takes each of its columns from a row."""
    names, types, values, computed = [], [], [], []
    for column in model._meta.concrete_fields:
        quoted = connection.ops.quote_name(column.column or column.attname)
        if isinstance(column, AclField):
            computed.append(quoted)
        elif not isinstance(column, models.AutoField | models.BigAutoField):
            names.append(quoted)
            types.append(column.rel_db_type(connection) if column.is_relation else column.db_type(connection))
            values.append(_value_of(column))
    arrays = ", ".join(f"%b::{kind}[]" for kind in types)
    columns = ", ".join([*names, *computed])
    # The arrays of keys are the triggers' to fill.
    empty = "".join(", '{}'" for _ in computed)
    table = connection.ops.quote_name(model._meta.db_table)
    source = f"SELECT rows.*{empty} FROM unnest({arrays}) AS rows"  # noqa: S608
    return f"INSERT INTO {table} ({columns}) {source}", tuple(values)


def insert(model: type[models.Model], rows: list[Any]) -> None:
    """All these rows in one statement; generated numbers are left to the database."""
    statement, values = _statement(model)
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, [[value(row) for row in rows] for value in values])


@dataclass
class Batch:
    """Rows to insert, by the membership who writes them, in the order in which tables depend on each other."""

    rows: dict[int, dict[type[models.Model], list[Any]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    people: dict[int, Membership] = field(default_factory=dict)
    households: list[Household] = field(default_factory=list)

    def add(self, by: Membership, row: models.Model) -> Any:
        self.people[by.pk] = by
        self.rows[by.pk][type(row)].append(row)
        return row

    # The circle and the agreements come before the rows that they open to others: nothing is then opened twice.
    ORDER: ClassVar[tuple[type[models.Model], ...]] = (
        Dossier,
        CircleMember,
        Consent,
        ConsentPart,
        Person,
        NameToken,
        HouseholdMember,
        Note,
        Outlook,
        OutlookExtract,
        Expectation,
        Need,
        NeedReading,
        Means,
        Answer,
        AnswerStep,
        Objective,
    )

    def insert(self, referent: Membership) -> None:
        """The referent's rows first: they make the dossiers exist and open them to the others."""
        self._number_households()
        for member in sorted(self.people.values(), key=lambda one: one != referent):
            with wall.acting_as(member.user_id):
                for model in self.ORDER:
                    if rows := self.rows[member.pk].get(model):
                        insert(model, rows)

    def _number_households(self) -> None:
        Household.objects.bulk_create(self.households)
        for rows in self.rows.values():
            for row in rows.get(HouseholdMember, []):
                row.household_id = row.household.pk
