"""The table of the shared cache: attempts at log-in are counted for the installation, not for each process."""

from django.db import migrations

CREATE = """
CREATE TABLE croisee_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX croisee_cache_expires ON croisee_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_perimeters")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE croisee_cache")]
