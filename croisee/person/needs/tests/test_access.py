"""Who gets what: the cast × every route of the slice."""

from __future__ import annotations

from tests.support.access import Knock, each

# Omar (same organisation, outside the circle) learns that it exists and why not; Paul and Claire learn nothing.
OUTSIDE = {"omar": 403, "paul": 404, "claire": 404, "visitor": 302}
WHOLE_CAST = {"nadia": 200, "karim": 200, "lea": 200, "yasmine": 200, "ines": 200, **OUTSIDE}
READ = {"nadia": 200, "lea": 200, "omar": 403, "paul": 404}
# A home carer reads and does not change.
EDIT = {"nadia": 200, "lea": 403, "paul": 404}
SENT_EMPTY = {"nadia": 422, "lea": 403, "omar": 403}
POST_ONLY = {"nadia": 405}

READINGS = ["need", "answer", "reviews"]
FORMS = [
    "need_add",
    "need_edit",
    "need_read",
    "need_voice",
    "need_meet",
    "need_close",
    "means_add",
    "objective_add",
    "objective_edit",
    "objective_end",
    "answer_opinion",
    "answer_again",
    "review_hold",
    "review_plan",
]
ACCESS = {
    "needs:crossing": WHOLE_CAST,
    **{f"needs:{name}": READ for name in READINGS},
    **{f"needs:{name}": EDIT for name in FORMS},
    **{f"POST needs:{name}": SENT_EMPTY for name in FORMS},
    "needs:suggestions": EDIT,
    "needs:need_reopen": POST_ONLY,
    "POST needs:need_reopen": {**SENT_EMPTY, "nadia": 303},
    "needs:answer_step": POST_ONLY,
    "POST needs:answer_step": SENT_EMPTY,
    "needs:suggestion_propose": POST_ONLY,
    # No service is named.
    "POST needs:suggestion_propose": {**SENT_EMPTY, "nadia": 404},
    "needs:review_draft": POST_ONLY,
    "POST needs:review_draft": {**SENT_EMPTY, "nadia": 204},
    "needs:suggestion_dismiss": POST_ONLY,
    "POST needs:suggestion_dismiss": SENT_EMPTY,
}


@each(ACCESS)
def test_access(route: str, who: str, status: int, knock: Knock) -> None:
    assert knock(route, who) == status
