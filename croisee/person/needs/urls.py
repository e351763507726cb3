"""Addresses of needs and means, under a dossier's own."""

from django.urls import URLPattern, URLResolver, include, path

from croisee.person.needs.views import answers, crossing, needs, project, suggestions

app_name = "needs"

_need = [
    path("", needs.need, name="need"),
    path("modifier/", needs.need_edit, name="need_edit"),
    path("lecture/", needs.need_read, name="need_read"),
    path("voix/", needs.need_voice, name="need_voice"),
    path("couvrir/", needs.need_meet, name="need_meet"),
    path("clore/", needs.need_close, name="need_close"),
    path("rouvrir/", needs.need_reopen, name="need_reopen"),
    path("moyens/", suggestions.suggestions, name="suggestions"),
    path("moyens/proposer/", suggestions.suggestion_propose, name="suggestion_propose"),
    path("moyens/ecarter/", suggestions.suggestion_dismiss, name="suggestion_dismiss"),
    path("moyens/nouveau/", suggestions.means_add, name="means_add"),
    path("objectifs/nouveau/", project.objective_add, name="objective_add"),
]
_answer = [
    path("", answers.answer, name="answer"),
    path("etape/", answers.answer_step, name="answer_step"),
    path("avis/", answers.answer_opinion, name="answer_opinion"),
    path("nouvel-essai/", answers.answer_again, name="answer_again"),
]
_objective = [
    path("modifier/", project.objective_edit, name="objective_edit"),
    path("issue/", project.objective_end, name="objective_end"),
]
_dossier: list[URLPattern | URLResolver] = [
    path("croisee/", crossing.crossing, name="crossing"),
    path("besoins/nouveau/", needs.need_add, name="need_add"),
    path("besoins/<uuid:need_id>/", include(_need)),
    path("reponses/<uuid:answer_id>/", include(_answer)),
    path("objectifs/<uuid:objective_id>/", include(_objective)),
    path("bilans/", project.reviews, name="reviews"),
    path("bilans/nouveau/", project.review_hold, name="review_hold"),
    path("bilans/brouillon/", project.review_draft, name="review_draft"),
    path("bilans/prevoir/", project.review_plan, name="review_plan"),
]
urlpatterns = [path("dossiers/<uuid:dossier_id>/", include(_dossier))]
