"""The wall around dossiers: who holds a key to each row, computed and enforced by the database.

Functions are SECURITY DEFINER: they run as the owner of the tables, whom the `keeper` policies let through. The
application's role can only call them.
"""

from django.db import migrations

from croisee.foundation.accounts.wall import Walled

# The six arrays of a dossier, from its referent, circle, agreements and emergency grants.
#   minimal  referent, circle of the organisation, coordinators of the team, partners agreed to, emergency
#   common   referent, emergency, and of the above those whose culture or organisation the person agreed to
#   culture  circle of the organisation of that culture, emergency of that culture
WALL_REFRESH = """
CREATE FUNCTION wall_refresh(p_dossier uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d dossiers_dossier%ROWTYPE;
  agreed_cultures text[];
  agreed_organisations bigint[];
BEGIN
  SELECT * INTO d FROM dossiers_dossier WHERE id = p_dossier FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;

  SELECT COALESCE(array_agg(culture) FILTER (WHERE in_force AND purpose = 'shared_file'), '{}'),
         COALESCE(array_agg(organisation_id) FILTER (WHERE in_force AND purpose = 'partner'), '{}')
    INTO agreed_cultures, agreed_organisations
    FROM (
      SELECT DISTINCT ON (purpose, culture, organisation_id) purpose, culture, organisation_id,
             agreed AND withdrawn_at IS NULL AND (until IS NULL OR until >= current_date) AS in_force
        FROM dossiers_consentpart
       WHERE dossier_id = p_dossier AND agreed IS NOT NULL
       ORDER BY purpose, culture, organisation_id, answered_at DESC, id
    ) latest;

  WITH wall_keys (key, culture, minimal, common, own) AS (
    -- the referent
    SELECT m.id::int, m.culture, true, true, true FROM accounts_membership m WHERE m.id = d.referent_id
    UNION ALL
    -- the circle: colleagues, and partners the person agreed to
    SELECT m.id::int, m.culture, true,
           CASE WHEN m.organisation_id = d.organisation_id THEN m.culture = ANY (agreed_cultures) ELSE true END,
           m.organisation_id = d.organisation_id
      FROM dossiers_circlemember c JOIN accounts_membership m ON m.id = c.membership_id
     WHERE c.dossier_id = p_dossier AND c.started_date <= current_date
       AND (c.ended_date IS NULL OR c.ended_date > current_date)
       AND (m.organisation_id = d.organisation_id OR m.organisation_id = ANY (agreed_organisations))
    UNION ALL
    -- the coordinators of the team, one key per culture
    SELECT (-(d.team_id * 8 + n))::int, k, true, k = ANY (agreed_cultures), false
      FROM unnest(ARRAY['medical', 'psychological', 'educational', 'social']) WITH ORDINALITY AS cultures(k, n)
    UNION ALL
    -- emergency keys, for their hour
    SELECT (-(1000000000 + e.grant_id))::int, m.culture, true, true, true
      FROM dossiers_emergencyaccess e JOIN accounts_membership m ON m.id = e.membership_id
     WHERE e.dossier_id = p_dossier AND e.until > now()
  ), wanted AS (
    SELECT array_agg(DISTINCT key) FILTER (WHERE minimal) AS minimal,
           COALESCE(array_agg(DISTINCT key) FILTER (WHERE common), '{}') AS common,
           COALESCE(array_agg(DISTINCT key) FILTER (WHERE own AND culture = 'medical'), '{}') AS medical,
           COALESCE(array_agg(DISTINCT key) FILTER (WHERE own AND culture = 'psychological'), '{}') AS psychological,
           COALESCE(array_agg(DISTINCT key) FILTER (WHERE own AND culture = 'educational'), '{}') AS educational,
           COALESCE(array_agg(DISTINCT key) FILTER (WHERE own AND culture = 'social'), '{}') AS social
      FROM wall_keys
  )
  UPDATE dossiers_dossier SET
    acl = minimal, acl_common = common, acl_medical = medical, acl_psychological = psychological,
    acl_educational = educational, acl_social = social
  FROM wanted
  WHERE id = p_dossier AND
    (acl, acl_common, acl_medical, acl_psychological, acl_educational, acl_social)
    IS DISTINCT FROM (minimal, common, medical, psychological, educational, social);

  -- Even when nothing changed here: whatever a row carries by mistake is put right.
  SELECT * INTO d FROM dossiers_dossier WHERE id = p_dossier;
  PERFORM wall_spread(d);
END $$
"""

# The array of a part of the dossier.
WALL_ARRAY = """
CREATE FUNCTION wall_array(d dossiers_dossier, compartment text) RETURNS int[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE compartment
           WHEN 'minimal' THEN d.acl
           WHEN 'common' THEN d.acl_common
           WHEN 'medical' THEN d.acl_medical
           WHEN 'psychological' THEN d.acl_psychological
           WHEN 'educational' THEN d.acl_educational
           WHEN 'social' THEN d.acl_social
         END
$$
"""

# Every walled table follows its dossier. One fixed statement per table, so that their plans are made once for a
# connection: `wall_learn` writes `wall_spread` anew each time a table enters the wall.
WALL_LEARN = """
CREATE FUNCTION wall_learn() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $wall$
DECLARE
  statements text;
BEGIN
  -- The trigger of the table sets the array; the condition leaves alone the rows that are already right.
  SELECT string_agg(format(
           'UPDATE %I SET acl = acl WHERE dossier_id = d.id AND compartment <> ''author'' '
           'AND acl IS DISTINCT FROM COALESCE(wall_array(d, compartment), ''{}'');', tablename), E'\\n' ORDER BY tablename)
    INTO statements FROM pg_policies
   WHERE policyname = 'wall' AND schemaname = 'public' AND tablename <> 'dossiers_dossier';
  EXECUTE 'CREATE OR REPLACE FUNCTION wall_spread(d dossiers_dossier) RETURNS void LANGUAGE plpgsql '
          'SET search_path = public, pg_temp AS $body$ BEGIN ' || COALESCE(statements, '') || ' END $body$';
END $wall$
"""

# A child row's array is its compartment's, whatever the application wrote.
WALL_CHILD = """
CREATE FUNCTION wall_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.compartment = 'author' THEN
    NEW.acl := ARRAY[(to_jsonb(NEW) ->> 'author_id')::int];
    RETURN NEW;
  END IF;
  -- The lock waits for an agreement that is being withdrawn at this moment: the row gets the arrays of afterwards.
  SELECT wall_array(d, NEW.compartment) INTO NEW.acl
    FROM dossiers_dossier d WHERE d.id = NEW.dossier_id FOR KEY SHARE;
  NEW.acl := COALESCE(NEW.acl, '{}');
  RETURN NEW;
END $$
"""

# A new dossier opens to its referent and to whoever records it; from then on only `wall_refresh` (which runs as the
# owner of the table) changes the arrays.
WALL_DOSSIER = """
CREATE FUNCTION wall_dossier() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.acl := ARRAY[NEW.referent_id, NEW.opened_by_id]::int[];
    NEW.acl_common := NEW.acl;
    NEW.acl_medical := '{}';
    NEW.acl_psychological := '{}';
    NEW.acl_educational := '{}';
    NEW.acl_social := '{}';
  ELSIF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
    NEW.acl := OLD.acl;
    NEW.acl_common := OLD.acl_common;
    NEW.acl_medical := OLD.acl_medical;
    NEW.acl_psychological := OLD.acl_psychological;
    NEW.acl_educational := OLD.acl_educational;
    NEW.acl_social := OLD.acl_social;
  END IF;
  RETURN NEW;
END $$
"""

WALL_CHANGED = """
CREATE FUNCTION wall_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'dossiers_dossier' THEN
    PERFORM wall_refresh(NEW.id);
  ELSE
    PERFORM wall_refresh(COALESCE(NEW.dossier_id, OLD.dossier_id));
  END IF;
  RETURN NULL;
END $$
"""

WALL_INSERTED = """
CREATE FUNCTION wall_inserted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM wall_refresh(dossier_id) FROM (SELECT DISTINCT dossier_id FROM inserted) once;
  RETURN NULL;
END $$
"""

# What changes by the mere passing of a day: the worker calls this after midnight and every hour.
WALL_REFRESH_DUE = """
CREATE FUNCTION wall_refresh_due() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  due uuid;
  refreshed int := 0;
BEGIN
  FOR due IN
    SELECT dossier_id FROM dossiers_circlemember
     WHERE ended_date BETWEEN current_date - 7 AND current_date OR started_date BETWEEN current_date - 7 AND current_date
    UNION SELECT dossier_id FROM dossiers_consentpart WHERE until BETWEEN current_date - 8 AND current_date - 1
    UNION SELECT dossier_id FROM dossiers_emergencyaccess WHERE until BETWEEN now() - interval '2 days' AND now()
  LOOP
    PERFORM wall_refresh(due);
    refreshed := refreshed + 1;
  END LOOP;
  RETURN refreshed;
END $$
"""

# What the gate may learn of a dossier the wall hides: that it exists in the actor's own organisation.
DOSSIER_PRESENCE = """
CREATE FUNCTION dossier_presence(p_dossier uuid) RETURNS TABLE (organisation_id bigint, referent_id bigint, erased bool)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.organisation_id, d.referent_id, d.erased_at IS NOT NULL
    FROM dossiers_dossier d
   WHERE d.id = p_dossier AND d.merged_into_id IS NULL
     AND EXISTS (
       SELECT 1 FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.user_id = NULLIF(current_setting('croisee.actor', true), '')::int AND u.is_active
          AND m.organisation_id = d.organisation_id AND m.started_date <= current_date
          AND (m.ended_date IS NULL OR m.ended_date > current_date))
$$
"""

# Whether a person is already known to the actor's organisation: the dossiers carrying every token asked for. It says
# nothing but that they exist and who to ask.
DOSSIERS_MATCHING = """
CREATE FUNCTION dossiers_matching(p_organisation bigint, p_tokens bigint[])
RETURNS TABLE (dossier_id uuid, referent_id bigint, opened_date date, closed_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.id, d.referent_id, d.opened_date, d.closed_date
    FROM dossiers_dossier d
   WHERE d.organisation_id = p_organisation AND d.erased_at IS NULL AND d.merged_into_id IS NULL
     AND d.id IN (
       SELECT t.dossier_id FROM dossiers_nametoken t WHERE t.token = ANY (p_tokens)
        GROUP BY t.dossier_id HAVING count(DISTINCT t.token) = cardinality(p_tokens))
     AND EXISTS (
       SELECT 1 FROM accounts_membership m
        WHERE m.user_id = NULLIF(current_setting('croisee.actor', true), '')::int
          AND m.organisation_id = p_organisation AND m.started_date <= current_date
          AND (m.ended_date IS NULL OR m.ended_date > current_date))
   LIMIT 20
$$
"""

MAY_SEE = """
CREATE FUNCTION may_see(p_user int, p_dossier uuid) RETURNS bool
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM dossiers_dossier WHERE id = p_dossier AND acl && perimeters_of(p_user) AND erased_at IS NULL)
$$
"""

# Emergency access begins where the actor has no key yet: this is the only door, and it records itself.
OPEN_EMERGENCY = """
CREATE FUNCTION wall_open_emergency(p_access uuid, p_dossier uuid, p_membership bigint, p_reason bytea,
                                    p_opened_at timestamptz, p_until timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_grant bigint;
BEGIN
  IF p_until > now() + interval '61 minutes' OR p_reason IS NULL THEN
    RAISE EXCEPTION 'emergency access needs a reason and lasts one hour at most';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM dossier_presence(p_dossier) p JOIN accounts_membership m ON m.id = p_membership
     WHERE m.organisation_id = p.organisation_id AND NOT p.erased
       AND m.user_id = NULLIF(current_setting('croisee.actor', true), '')::int) THEN
    RAISE EXCEPTION 'emergency access is for members of the same organisation';
  END IF;
  INSERT INTO accounts_perimetergrant (membership_id, until) VALUES (p_membership, p_until) RETURNING id INTO the_grant;
  INSERT INTO dossiers_emergencyaccess
      (id, dossier_id, compartment, acl, membership_id, grant_id, reason, opened_at, until)
    VALUES (p_access, p_dossier, 'minimal', '{}', p_membership, the_grant, p_reason, p_opened_at, p_until);
END $$
"""

# Two dossiers of one person become one: rows move whole, compartments that nobody present may read included, and stay
# sealed with their own key.
WALL_MERGE = """
CREATE FUNCTION wall_merge(p_from uuid, p_into uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t record;
  mine int[] := my_perimeters();
BEGIN
  IF (SELECT count(*) FROM dossiers_dossier a JOIN dossiers_dossier b ON a.organisation_id = b.organisation_id
       WHERE a.id = p_from AND b.id = p_into AND a.id <> b.id AND a.acl && mine AND b.acl && mine
         AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL) = 0 THEN
    RAISE EXCEPTION 'both dossiers must be open to the actor and belong to the same organisation';
  END IF;
  -- One person cannot be twice in a circle.
  UPDATE dossiers_circlemember f SET ended_date = current_date
   WHERE f.dossier_id = p_from AND f.ended_date IS NULL AND EXISTS (
     SELECT 1 FROM dossiers_circlemember i
      WHERE i.dossier_id = p_into AND i.membership_id = f.membership_id AND i.ended_date IS NULL);
  DELETE FROM dossiers_draft f WHERE f.dossier_id = p_from AND EXISTS (
     SELECT 1 FROM dossiers_draft i
      WHERE i.dossier_id = p_into AND i.author_id = f.author_id AND i.place = f.place);
  FOR t IN SELECT p.tablename,
                  EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = 'public'
                           AND c.table_name = p.tablename AND c.column_name = 'key_id') AS has_key
             FROM pg_policies p
            WHERE p.policyname = 'wall' AND p.schemaname = 'public'
              AND p.tablename NOT IN ('dossiers_dossier', 'dossiers_person') LOOP
    IF t.has_key THEN
      EXECUTE format('UPDATE %I SET dossier_id = $2, key_id = COALESCE(key_id, $1) WHERE dossier_id = $1', t.tablename)
        USING p_from, p_into;
    ELSE
      EXECUTE format('UPDATE %I SET dossier_id = $2 WHERE dossier_id = $1', t.tablename) USING p_from, p_into;
    END IF;
  END LOOP;
  UPDATE dossiers_dossier SET merged_into_id = p_into WHERE id = p_from;
  PERFORM wall_refresh(p_into);
  PERFORM wall_refresh(p_from);
END $$
"""

# Numbers without holes are not promised; two dossiers with one number are refused by the unique constraint. Counted
# here because the caller sees only a part of the organisation's dossiers.
NEXT_NUMBER = """
CREATE FUNCTION dossier_next_number(p_organisation bigint, p_year int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('dossier_next_number'), p_organisation::int);
  RETURN (SELECT COALESCE(max(substr(number, 6)::int), 0) + 1 FROM dossiers_dossier
           WHERE organisation_id = p_organisation AND number >= p_year || '-' AND number < p_year || '.');
END $$
"""

FUNCTIONS = [
    (NEXT_NUMBER, "dossier_next_number(bigint, int)"),
    (WALL_ARRAY, "wall_array(dossiers_dossier, text)"),
    (WALL_LEARN, "wall_learn()"),
    (WALL_REFRESH, "wall_refresh(uuid)"),
    (WALL_CHILD, "wall_child()"),
    (WALL_DOSSIER, "wall_dossier()"),
    (WALL_CHANGED, "wall_changed()"),
    (WALL_INSERTED, "wall_inserted()"),
    (WALL_REFRESH_DUE, "wall_refresh_due()"),
    (DOSSIER_PRESENCE, "dossier_presence(uuid)"),
    (DOSSIERS_MATCHING, "dossiers_matching(bigint, bigint[])"),
    (MAY_SEE, "may_see(int, uuid)"),
    (OPEN_EMERGENCY, "wall_open_emergency(uuid, uuid, bigint, bytea, timestamptz, timestamptz)"),
    (WALL_MERGE, "wall_merge(uuid, uuid)"),
]
# Many rows inserted at once refresh each dossier once; an update names the columns that matter, so that the refresh's
# own updates of `acl` start nothing.
SOURCES = {
    "circlemember": "membership_id, started_date, ended_date",
    "consentpart": "agreed, until, withdrawn_at, answered_at",
    "emergencyaccess": "until",
}
TRIGGERS = [
    "CREATE TRIGGER wall_dossier BEFORE INSERT OR UPDATE ON dossiers_dossier "
    "FOR EACH ROW EXECUTE FUNCTION wall_dossier()",
    "CREATE TRIGGER wall_changed AFTER UPDATE OF referent_id, team_id, organisation_id ON dossiers_dossier "
    "FOR EACH ROW EXECUTE FUNCTION wall_changed()",
]
for table, columns in SOURCES.items():
    TRIGGERS += [
        f"CREATE TRIGGER wall_inserted AFTER INSERT ON dossiers_{table} REFERENCING NEW TABLE AS inserted "
        "FOR EACH STATEMENT EXECUTE FUNCTION wall_inserted()",
        f"CREATE TRIGGER wall_changed AFTER DELETE OR UPDATE OF {columns} ON dossiers_{table} "
        "FOR EACH ROW EXECUTE FUNCTION wall_changed()",
    ]
CHILDREN = [
    "person",
    "circlemember",
    "consent",
    "consentpart",
    "emergencyaccess",
    "note",
    "noteversion",
    "draft",
    "outlook",
    "outlookextract",
    "expectation",
    "householdmember",
]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial"), ("accounts", "0002_perimeters")]

    operations = [
        *(migrations.RunSQL(sql, f"DROP FUNCTION {name}") for sql, name in FUNCTIONS),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in TRIGGERS),
        migrations.RunSQL("SELECT wall_learn()", "DROP FUNCTION wall_spread(dossiers_dossier)"),
        Walled("dossiers_dossier", trigger=False),
        *(Walled(f"dossiers_{name}") for name in CHILDREN),
        # Found by equality on the token, never by its array.
        Walled("dossiers_nametoken", gin=False),
    ]
