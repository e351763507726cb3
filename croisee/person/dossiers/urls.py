"""Addresses of the slice."""

from django.urls import URLPattern

app_name = "dossiers"
urlpatterns: list[URLPattern] = []
