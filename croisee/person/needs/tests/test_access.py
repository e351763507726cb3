"""Who gets what: the cast × every route of the slice."""

from __future__ import annotations

from tests.support.access import Knock, each

# Omar (same organisation, outside the circle) learns that it exists and why not; Paul and Claire learn nothing.
OUTSIDE = {"omar": 403, "paul": 404, "claire": 404, "visitor": 302}
READ = {"nadia": 200, "karim": 200, "lea": 200, "yasmine": 200, "ines": 200, **OUTSIDE}
EDIT = {"nadia": 200, "karim": 200, "yasmine": 200, "lea": 403, **OUTSIDE}
SENT_EMPTY = {**EDIT, "nadia": 422, "karim": 422, "yasmine": 422}
# Pages that are only sent to.
POST_ONLY = {"nadia": 405}

READINGS = ["crossing", "need", "answer", "reviews"]
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
    **{f"needs:{name}": READ for name in READINGS},
    **{f"needs:{name}": EDIT for name in FORMS},
    **{f"POST needs:{name}": SENT_EMPTY for name in FORMS},
    "needs:suggestions": EDIT,
    "needs:need_reopen": POST_ONLY,
    "POST needs:need_reopen": {**EDIT, "nadia": 303, "karim": 303, "yasmine": 303},
    "needs:answer_step": POST_ONLY,
    "POST needs:answer_step": SENT_EMPTY,
    "needs:suggestion_propose": POST_ONLY,
    # No service is named.
    "POST needs:suggestion_propose": {**EDIT, "nadia": 404, "karim": 404, "yasmine": 404},
    "needs:suggestion_dismiss": POST_ONLY,
    "POST needs:suggestion_dismiss": SENT_EMPTY,
}


@each(ACCESS)
def test_access(route: str, who: str, status: int, knock: Knock) -> None:
    assert knock(route, who) == status
