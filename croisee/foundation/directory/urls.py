"""Addresses of the directory: /annuaire/."""

from django.urls import path

from croisee.foundation.directory.views import imports, search

app_name = "directory"
urlpatterns = [
    path("", search.search, name="search"),
    path("communes/", search.communes, name="communes"),
    path("services/<int:pk>/", search.service, name="service"),
    path("structures/<int:pk>/", search.structure, name="structure"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:run_id>/", imports.import_run, name="import_run"),
    path("imports/<int:run_id>/avancement/", imports.import_progress, name="import_progress"),
    path("imports/<int:run_id>/arreter/", imports.import_stop, name="import_stop"),
    path("imports/<int:run_id>/lignes-ecartees.csv", imports.import_issues, name="import_issues"),
]
