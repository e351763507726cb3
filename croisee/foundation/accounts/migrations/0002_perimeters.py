"""The keys a user holds at this moment, as the wall reads them."""

from django.db import migrations

# Memberships of today; for coordinators their team's key of their culture; temporary keys until their end.
PERIMETERS_OF = """
CREATE FUNCTION perimeters_of(actor int) RETURNS int[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH active AS (
    SELECT m.id, m.team_id, m.role, m.culture
      FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
     WHERE m.user_id = actor AND u.is_active AND m.started_date <= current_date
       AND (m.ended_date IS NULL OR m.ended_date > current_date)
  )
  SELECT COALESCE(array_agg(key), '{}') FROM (
    SELECT id::int AS key FROM active
    UNION ALL
    SELECT (-(team_id * 8 + CASE culture WHEN 'medical' THEN 1 WHEN 'psychological' THEN 2
                                         WHEN 'educational' THEN 3 ELSE 4 END))::int
      FROM active WHERE role = 'coordinator'
    UNION ALL
    SELECT (-(1000000000 + g.id))::int
      FROM accounts_perimetergrant g JOIN active ON active.id = g.membership_id WHERE g.until > now()
  ) keys
$$
"""
MY_PERIMETERS = """
CREATE FUNCTION my_perimeters() RETURNS int[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT perimeters_of(NULLIF(current_setting('croisee.actor', true), '')::int)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(PERIMETERS_OF, "DROP FUNCTION perimeters_of(int)"),
        migrations.RunSQL(MY_PERIMETERS, "DROP FUNCTION my_perimeters()"),
    ]
