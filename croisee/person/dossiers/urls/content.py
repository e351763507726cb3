"""Addresses of what fills the dossier: notes, outlooks, expectations."""

from django.urls import URLPattern, path

from croisee.person.dossiers.views import expectations, notes, outlooks

D = "<uuid:dossier_id>"

urlpatterns: list[URLPattern] = [
    path(f"{D}/notes/", notes.notes, name="notes"),
    path(f"{D}/notes/ecrire/", notes.write, name="note-write"),
    path(f"{D}/notes/brouillon/", notes.draft, name="note-draft"),
    path(f"{D}/notes/<uuid:note_id>/", notes.note, name="note"),
    path(f"{D}/notes/<uuid:note_id>/modifier/", notes.edit, name="note-edit"),
    path(f"{D}/notes/<uuid:note_id>/brouillon/", notes.draft, name="note-draft-of"),
    path(f"{D}/notes/<uuid:note_id>/retirer/", notes.withdraw, name="note-withdraw"),
    path(f"{D}/regards/", outlooks.outlooks, name="outlooks"),
    path(f"{D}/regards/ecrire/", outlooks.edit, name="outlook-edit"),
    path(f"{D}/regards/brouillon/", outlooks.draft, name="outlook-draft"),
    path(f"{D}/regards/partager/", outlooks.share, name="outlook-share"),
    path(f"{D}/regards/extraits/<uuid:extract_id>/reprendre/", outlooks.unshare, name="outlook-unshare"),
    path(f"{D}/attentes/", expectations.expectations, name="expectations"),
    path(f"{D}/attentes/noter/", expectations.add, name="expectation-add"),
    path(
        f"{D}/attentes/<uuid:expectation_id>/dire-autrement/",
        expectations.say_again,
        name="expectation-say-again",
    ),
    path(f"{D}/attentes/<uuid:expectation_id>/clore/", expectations.end, name="expectation-end"),
]
