"""Every address of the software: one include per slice, French paths."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from croisee.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("sante/", views.health, name="health"),
    path("compte/", include("croisee.foundation.accounts.urls")),
    path("compte/", include("allauth.urls")),
    path("annuaire/", include("croisee.foundation.directory.urls")),
    path("dossiers/", include("croisee.person.dossiers.urls")),
    path("", include("croisee.person.needs.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("ui/", include("croisee.foundation.ui.urls")))

handler400 = "croisee.foundation.ui.errors.bad_request"
handler403 = "croisee.foundation.ui.errors.permission_denied"
handler404 = "croisee.foundation.ui.errors.page_not_found"
# allauth looks for this name when a log-in is tried too often.
handler429 = "croisee.foundation.ui.errors.too_many_attempts"
handler500 = "croisee.foundation.ui.errors.server_error"
