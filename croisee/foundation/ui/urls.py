"""The gallery of components, in development only."""

from django.urls import path

from croisee.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("communes/", views.communes, name="communes"),
    path("brouillon/", views.draft, name="draft"),
    path("refus/", views.refusal, name="refusal"),
    path("erreur/<int:status>/", views.error, name="error"),
]
