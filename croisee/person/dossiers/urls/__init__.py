"""Addresses of the dossiers: the file itself, and what surrounds and fills it."""

from croisee.person.dossiers.urls.agreement import urlpatterns as agreement
from croisee.person.dossiers.urls.content import urlpatterns as content
from croisee.person.dossiers.urls.file import urlpatterns as file

app_name = "dossiers"
urlpatterns = [*file, *agreement, *content]
