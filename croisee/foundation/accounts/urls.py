"""Log-in, sessions and security (allauth), teams and members, and the choice of the membership one acts in."""

from django.urls import path

from croisee.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("appartenance/", views.switch, name="switch"),
    path("sessions/<int:session_id>/fermer/", views.session_close, name="session-close"),
    path("equipes/", views.teams, name="teams"),
    path("equipes/organisation/", views.organisation, name="team-organisation"),
    path("equipes/nouvelle/", views.team_add, name="team-add"),
    path("equipes/<int:team_id>/", views.team_rename, name="team-rename"),
    path("equipes/membres/nouveau/", views.member_invite, name="team-invite"),
    path("equipes/membres/<int:membership_id>/", views.member, name="team-member"),
    path("equipes/membres/<int:membership_id>/lien/", views.member_link, name="team-member-link"),
    path("equipes/membres/<int:membership_id>/fin/", views.member_end, name="team-member-end"),
]
