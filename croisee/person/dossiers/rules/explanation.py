"""The words with which sharing is explained to the person: ready to be read aloud, and to be changed."""

from __future__ import annotations


def ready_made(organisation: str) -> str:
    """Short sentences in plain language: what, who, what for, and that one may say no without losing anything."""
    return (
        f"Nous sommes l'équipe qui vous accompagne ({organisation}). Plusieurs métiers peuvent travailler avec vous : "
        "le social, l'éducatif, la santé, la psychologie.\n"
        "\n"
        "Nous vous proposons d'écrire dans un même dossier, pour ne pas vous faire répéter votre histoire et pour "
        "chercher ensemble ce qui peut vous aider.\n"
        "\n"
        "Seules les personnes qui vous accompagnent liront ce dossier, et seulement ce qui sert à leur travail. "
        "Ce que vous dites à une infirmière, un médecin ou une psychologue reste dans leur partie, "
        "sauf ce que vous acceptez de partager.\n"
        "\n"
        "Vous pouvez dire oui, non, pas maintenant, ou oui pour certains métiers seulement. "
        "Si vous dites non, nous continuons à vous accompagner de la même façon. "
        "Vous pouvez changer d'avis à tout moment, sans donner de raison.\n"
        "\n"
        "Vous pouvez demander à lire votre dossier et savoir qui l'a ouvert."
    )
