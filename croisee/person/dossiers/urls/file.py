"""Addresses of the file itself: list, first contact, overview, identity, household, closing, sheet."""

from django.urls import URLPattern, path

from croisee.person.dossiers.views import detail

urlpatterns: list[URLPattern] = [
    path("<uuid:dossier_id>/", detail.detail, name="detail"),
    path("<uuid:dossier_id>/entete/", detail.head, name="head"),
]
