"""Log-in, sessions and security (allauth), and the choice of the membership one acts in."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
