"""Addresses of what surrounds the dossier: agreement, circle, keys, emergency."""

from django.urls import URLPattern, path

from croisee.person.dossiers.views import circle, consents, emergency, keys

D = "<uuid:dossier_id>"

urlpatterns: list[URLPattern] = [
    path(f"{D}/accords/", consents.consents, name="consents"),
    path(f"{D}/accords/demander/", consents.ask, name="consent-ask"),
    path(f"{D}/accords/retirer/", consents.withdraw, name="consent-withdraw"),
    path(f"{D}/accords/<uuid:consent_id>/reponse/", consents.answer, name="consent-answer"),
    path(f"{D}/accords/<uuid:consent_id>/attestation/", consents.attestation, name="consent-print"),
    path(f"{D}/cercle/", circle.circle, name="circle"),
    path(f"{D}/cercle/ajouter/<slug:kind>/", circle.add, name="circle-add"),
    path(f"{D}/cercle/<uuid:member_id>/sortie/", circle.end, name="circle-end"),
    path(f"{D}/cles/", keys.keys_page, name="keys"),
    path(f"{D}/cles/pour-la-personne/", keys.keys_for_person, name="keys-person"),
    path("urgences/", emergency.notices, name="emergencies"),
    path(f"{D}/urgence/", emergency.open_, name="emergency"),
    path(f"{D}/urgence/<uuid:access_id>/rendre/", emergency.give_back, name="emergency-give-back"),
    path(f"{D}/urgence/<uuid:access_id>/lu/", emergency.acknowledge, name="emergency-read"),
    path(f"{D}/urgence/<uuid:access_id>/montre/", emergency.shown, name="emergency-shown"),
]
