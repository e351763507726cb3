"""The end of a dossier: what the wall's own functions do, because nobody holds every key of it."""

from django.db import migrations

# The dossier and those merged into it, one after the other. Their compartments belong to people who may be gone.
WALL_ERASE = """
CREATE FUNCTION wall_erase(p_dossier uuid, p_at timestamptz) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  everyone uuid[];
BEGIN
  IF NOT EXISTS (SELECT 1 FROM dossiers_dossier
                  WHERE id = p_dossier AND closed_date IS NOT NULL AND erased_at IS NULL AND merged_into_id IS NULL
                    AND acl && (SELECT my_perimeters())) THEN
    RAISE EXCEPTION 'only a closed dossier that the actor may see is erased';
  END IF;
  WITH RECURSIVE absorbed AS (
    SELECT id FROM dossiers_dossier WHERE id = p_dossier
    UNION SELECT d.id FROM dossiers_dossier d JOIN absorbed a ON d.merged_into_id = a.id
  )
  SELECT array_agg(id) INTO everyone FROM absorbed;
  DELETE FROM dossiers_nametoken WHERE dossier_id = ANY (everyone);
  DELETE FROM dossiers_draft WHERE dossier_id = ANY (everyone);
  UPDATE dossiers_dossier SET erased_at = p_at WHERE id = ANY (everyone);
  RETURN QUERY SELECT unnest(everyone);
END $$
"""

# Identifiers only: the worker destroys the keys that a breakdown left behind, without being anyone.
WALL_ERASED = """
CREATE FUNCTION wall_erased() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM dossiers_dossier WHERE erased_at IS NOT NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_wall")]

    operations = [
        migrations.RunSQL(WALL_ERASE, "DROP FUNCTION wall_erase(uuid, timestamptz)"),
        migrations.RunSQL(WALL_ERASED, "DROP FUNCTION wall_erased()"),
    ]
