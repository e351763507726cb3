"""Addresses of the file itself: list, first contact, overview, identity, household, closing, sheet."""

from django.urls import URLPattern, path

from croisee.person.dossiers.views import closing, detail, household, identity, lists, merging, opening, sheet

urlpatterns: list[URLPattern] = [
    path("", lists.listing, name="list"),
    path("chercher/", lists.find, name="search"),
    path("premier-contact/", opening.begin, name="open"),
    path("<uuid:dossier_id>/", detail.detail, name="detail"),
    path("<uuid:dossier_id>/entete/", detail.head, name="head"),
    path("<uuid:dossier_id>/parcours/", detail.events, name="timeline"),
    path("<uuid:dossier_id>/identite/", identity.edit, name="identity"),
    path("<uuid:dossier_id>/menage/", household.household, name="household"),
    path("<uuid:dossier_id>/menage/membre/", household.add, name="household-add"),
    path("<uuid:dossier_id>/menage/foyer/", household.settle, name="household-settle"),
    path("<uuid:dossier_id>/menage/<uuid:member_id>/depart/", household.leave, name="household-leave"),
    path("<uuid:dossier_id>/menage/<uuid:member_id>/relier/", household.link, name="household-link"),
    path("<uuid:dossier_id>/clore/", closing.close, name="close"),
    path("<uuid:dossier_id>/rouvrir/", closing.reopen, name="reopen"),
    path("<uuid:dossier_id>/confier/", closing.hand_over, name="hand-over"),
    path("<uuid:dossier_id>/reunir/", merging.choose, name="merge-choice"),
    path("<uuid:dossier_id>/reunir/<uuid:other_id>/", merging.compare, name="merge"),
    path("<uuid:dossier_id>/effacer/", closing.erase, name="erase"),
    path("<uuid:dossier_id>/montrer/", sheet.show, name="show"),
    path("<uuid:dossier_id>/fiche/", sheet.paper, name="sheet"),
]
