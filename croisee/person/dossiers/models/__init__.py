"""Models of the dossier."""

from croisee.person.dossiers.models.base import AclField, Compartment, WalledModel
from croisee.person.dossiers.models.circle import (
    CircleKind,
    CircleMember,
    Consent,
    ConsentAnswer,
    ConsentPart,
    EmergencyAccess,
    Manner,
    Purpose,
)
from croisee.person.dossiers.models.content import (
    Draft,
    Expectation,
    Household,
    HouseholdMember,
    Note,
    NoteKind,
    NoteVersion,
    Outlook,
    OutlookExtract,
    Relationship,
)
from croisee.person.dossiers.models.dossier import (
    Civility,
    ClosingReason,
    Dossier,
    NameToken,
    Person,
    keys_of,
)

__all__ = [
    "AclField",
    "CircleKind",
    "CircleMember",
    "Civility",
    "ClosingReason",
    "Compartment",
    "Consent",
    "ConsentAnswer",
    "ConsentPart",
    "Dossier",
    "Draft",
    "EmergencyAccess",
    "Expectation",
    "Household",
    "HouseholdMember",
    "Manner",
    "NameToken",
    "Note",
    "NoteKind",
    "NoteVersion",
    "Outlook",
    "OutlookExtract",
    "Person",
    "Purpose",
    "Relationship",
    "WalledModel",
    "keys_of",
]
