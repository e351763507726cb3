"""Addresses of this part of the dossier."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
