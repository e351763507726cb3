"""Who gets what from the pages of the agreement, the circle, the keys and the contents; read by test_access."""

from __future__ import annotations

from tests.support.access import Table

# With the four cultures agreed. Léa (home carer) reads and writes notes; Omar is outside; Paul elsewhere; Claire's
# role opens no dossier.
_READS = {"nadia": 200, "karim": 200, "lea": 200, "yasmine": 200, "ines": 200}
_OUT = {"omar": 403, "paul": 404, "claire": 404, "visitor": 302}
READ = {**_READS, **_OUT}
WRITE = {**_READS, "lea": 403, **_OUT}
# A form sent empty: 422 for who may send it.
SEND = {"nadia": 422, "karim": 422, "lea": 403, "yasmine": 422, "ines": 422, **_OUT}
DO = {"nadia": 303, "karim": 303, "lea": 403, "yasmine": 303, "ines": 303, **_OUT}

CONTENT: Table = {
    "dossiers:consents": READ,
    "dossiers:consent-print": READ,
    "dossiers:consent-ask": WRITE,
    "POST dossiers:consent-ask": SEND,
    "dossiers:consent-answer": WRITE,
    "POST dossiers:consent-answer": SEND,
    "dossiers:consent-withdraw": WRITE,
    "POST dossiers:consent-withdraw": SEND,
    "dossiers:circle": READ,
    "dossiers:circle-add": WRITE,
    "POST dossiers:circle-add": SEND,
    "dossiers:circle-end": WRITE,
    "POST dossiers:circle-end": DO,
    "dossiers:keys": READ,
    "dossiers:keys-person": READ,
    "dossiers:emergencies": {
        "nadia": 200,
        "lea": 200,
        "omar": 200,
        "paul": 200,
        "claire": 403,
        "visitor": 302,
    },
    # The door of those outside; who has a key is sent in.
    "dossiers:emergency": {
        **dict.fromkeys(_READS, 302),
        "omar": 200,
        "paul": 404,
        "claire": 404,
        "visitor": 302,
    },
    "POST dossiers:emergency": {"nadia": 302, "omar": 422, "paul": 404, "claire": 404, "visitor": 302},
    "POST dossiers:emergency-give-back": {"karim": 409, "omar": 403, "paul": 404, "visitor": 302},
    "POST dossiers:emergency-read": {"nadia": 303, "karim": 409, "omar": 403, "paul": 404, "visitor": 302},
    "POST dossiers:emergency-shown": {"nadia": 303, "lea": 303, "paul": 404, "claire": 404, "visitor": 302},
    "dossiers:notes": READ,
    "dossiers:note-write": READ,
    "POST dossiers:note-write": {**dict.fromkeys(_READS, 422), **_OUT},
    "POST dossiers:note-draft": {**dict.fromkeys(_READS, 204), **_OUT},
    # A note of the social culture: only that culture knows it exists.
    "dossiers:note": {"nadia": 200, "lea": 200, "karim": 404, "yasmine": 404, "ines": 404, **_OUT},
    "dossiers:note-edit": {"nadia": 200, "lea": 200, "karim": 404, "yasmine": 404, **_OUT},
    "POST dossiers:note-edit": {"nadia": 422, "lea": 422, "karim": 404, "yasmine": 404, **_OUT},
    "POST dossiers:note-draft-of": {"nadia": 204, "lea": 204, "karim": 404, "yasmine": 404, **_OUT},
    "dossiers:note-withdraw": {"nadia": 200, "karim": 404, "yasmine": 404, **_OUT},
    "POST dossiers:note-withdraw": {"nadia": 303, "lea": 409, "karim": 404, "yasmine": 404, **_OUT},
    "dossiers:outlooks": READ,
    "dossiers:outlook-edit": WRITE,
    "POST dossiers:outlook-edit": SEND,
    "POST dossiers:outlook-draft": {**DO, **dict.fromkeys(("nadia", "karim", "yasmine", "ines"), 204)},
    "dossiers:outlook-share": WRITE,
    "POST dossiers:outlook-share": SEND,
    "POST dossiers:outlook-unshare": {"nadia": 303, "karim": 409, "lea": 403, **_OUT},
    "dossiers:expectations": READ,
    "dossiers:expectation-add": WRITE,
    "POST dossiers:expectation-add": SEND,
    "dossiers:expectation-say-again": WRITE,
    "POST dossiers:expectation-say-again": SEND,
    "dossiers:expectation-end": WRITE,
    "POST dossiers:expectation-end": SEND,
}
