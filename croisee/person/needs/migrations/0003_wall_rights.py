"""Nothing of needs and means is deleted by the application: they end, with their dates."""

from django.db import migrations

RIGHTS = r"""
DO $$
DECLARE
  t text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'croisee_app') THEN RETURN; END IF;
  FOR t IN SELECT tablename FROM pg_policies WHERE policyname = 'wall' AND schemaname = 'public'
             AND tablename LIKE 'needs\_%' LOOP
    EXECUTE format('REVOKE DELETE ON %I FROM croisee_app', t);
  END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0002_wall")]

    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
