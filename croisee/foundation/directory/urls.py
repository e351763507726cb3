"""Addresses of the directory: /annuaire/."""

from django.urls import URLPattern

app_name = "directory"
urlpatterns: list[URLPattern] = []
