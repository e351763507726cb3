"""Needs and what follows from them stand behind the wall, on the common page."""

from django.db import migrations

from croisee.foundation.accounts.wall import Walled

TABLES = ["need", "needreading", "dismissal", "means", "answer", "answerstep", "objective", "review"]


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial"), ("dossiers", "0002_wall")]

    operations = [Walled(f"needs_{name}") for name in TABLES]
