"""What the application's own role may do behind the wall: no more than its code does."""

from django.db import migrations

# The memberships of a closed account ask nothing either; the rest is 0002's.
DOSSIERS_MATCHING = """
CREATE OR REPLACE FUNCTION dossiers_matching(p_organisation bigint, p_tokens bigint[])
RETURNS TABLE (dossier_id uuid, referent_id bigint, opened_date date, closed_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.id, d.referent_id, d.opened_date, d.closed_date
    FROM dossiers_dossier d
   WHERE d.organisation_id = p_organisation AND d.erased_at IS NULL AND d.merged_into_id IS NULL
     AND d.id IN (
       SELECT t.dossier_id FROM dossiers_nametoken t WHERE t.token = ANY (p_tokens)
        GROUP BY t.dossier_id HAVING count(DISTINCT t.token) = cardinality(p_tokens))
     AND EXISTS (
       SELECT 1 FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.user_id = NULLIF(current_setting('croisee.actor', true), '')::int AND u.is_active
          AND m.organisation_id = p_organisation AND m.started_date <= current_date
          AND (m.ended_date IS NULL OR m.ended_date > current_date))
   LIMIT 20
$$
"""

# A row written while its dossier is merged into another or erased would be acknowledged and read by nobody: the lock
# waits for what is under way, then refuses.
WALL_CHILD = """
CREATE OR REPLACE FUNCTION wall_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone bool;
BEGIN
  SELECT wall_array(d, NEW.compartment), d.merged_into_id IS NOT NULL OR d.erased_at IS NOT NULL INTO NEW.acl, gone
    FROM dossiers_dossier d WHERE d.id = NEW.dossier_id FOR KEY SHARE;
  IF TG_OP = 'INSERT' AND gone THEN
    RAISE EXCEPTION 'this dossier was merged or erased' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF NEW.compartment = 'author' THEN
    NEW.acl := ARRAY[(to_jsonb(NEW) ->> 'author_id')::int];
  END IF;
  NEW.acl := COALESCE(NEW.acl, '{}');
  RETURN NEW;
END $$
"""

# A temporary key is given back early, never prolonged.
GRANT_SHORTENED = """
CREATE FUNCTION grant_shortened() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.until > OLD.until OR NEW.membership_id <> OLD.membership_id THEN
    RAISE EXCEPTION 'a temporary key is never prolonged';
  END IF;
  RETURN NEW;
END $$
"""

# Nothing of a dossier is deleted by the application but drafts and search tokens; temporary keys are made by
# `wall_open_emergency` alone.
RIGHTS = r"""
DO $$
DECLARE
  t text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'croisee_app') THEN RETURN; END IF;
  FOR t IN SELECT tablename FROM pg_policies WHERE policyname = 'wall' AND schemaname = 'public'
             AND tablename LIKE 'dossiers\_%' AND tablename NOT IN ('dossiers_draft', 'dossiers_nametoken') LOOP
    EXECUTE format('REVOKE DELETE ON %I FROM croisee_app', t);
  END LOOP;
  GRANT DELETE ON dossiers_draft, dossiers_nametoken TO croisee_app;
  REVOKE INSERT ON dossiers_emergencyaccess FROM croisee_app;
  REVOKE INSERT, UPDATE, DELETE ON accounts_perimetergrant FROM croisee_app;
  GRANT UPDATE (until) ON accounts_perimetergrant TO croisee_app;
  REVOKE EXECUTE ON FUNCTION wall_learn(), wall_spread(dossiers_dossier) FROM croisee_app;
END $$
"""

NOTHING = migrations.RunSQL.noop


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_wall_erase")]

    operations = [
        migrations.RunSQL(DOSSIERS_MATCHING, NOTHING),
        migrations.RunSQL(WALL_CHILD, NOTHING),
        migrations.RunSQL(GRANT_SHORTENED, "DROP FUNCTION grant_shortened()"),
        migrations.RunSQL(
            "CREATE TRIGGER grant_shortened BEFORE UPDATE ON accounts_perimetergrant "
            "FOR EACH ROW EXECUTE FUNCTION grant_shortened()",
            NOTHING,
        ),
        migrations.RunSQL(RIGHTS, NOTHING),
    ]
