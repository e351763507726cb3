-- The journal: one append-only table in monthly partitions, and the chain of seals beside it.

CREATE SEQUENCE journal_line_id_seq AS bigint;

CREATE TABLE journal_line (
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    xid xid8 NOT NULL,
    user_id integer,
    membership_id integer,
    event text NOT NULL CHECK (event ~ '^[a-z_]+\.[a-z_]+$'),
    dossier_id uuid,
    subject text NOT NULL DEFAULT '' CHECK (subject ~ '^([a-z_]+:[0-9a-f-]+)?$'),
    topics text[] NOT NULL DEFAULT '{}' CHECK (array_to_string(topics, ' ', '?') ~ '^[a-z0-9_ -]*$'),
    labels jsonb NOT NULL DEFAULT '{}',
    hash bytea NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

ALTER SEQUENCE journal_line_id_seq OWNED BY journal_line.id;
CREATE INDEX journal_line_dossier ON journal_line (dossier_id, at DESC) WHERE dossier_id IS NOT NULL;
-- Both readers of the tail, the seals and the live streams, go by transaction number.
CREATE INDEX journal_line_xid ON journal_line (xid);

-- The writer chooses neither the number, nor the transaction, nor the hash of its line.
-- The text hashed here is computed again in Python by croisee/foundation/journal/hashes.py: keep both in step.
CREATE FUNCTION journal_line_stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- The transaction before the number: see `_new_era` in seals/sealing.py.
    NEW.xid := pg_current_xact_id();
    NEW.id := nextval('journal_line_id_seq');
    NEW.hash := sha256(convert_to(concat_ws(E'\x1f',
        NEW.id, (extract(epoch FROM NEW.at) * 1000000)::bigint, NEW.xid,
        coalesce(NEW.user_id::text, ''), coalesce(NEW.membership_id::text, ''), NEW.event,
        coalesce(NEW.dossier_id::text, ''), NEW.subject, array_to_string(NEW.topics, ' '), NEW.labels::text
    ), 'UTF8'));
    RETURN NEW;
END $$;

CREATE TRIGGER journal_line_stamp BEFORE INSERT ON journal_line
    FOR EACH ROW EXECUTE FUNCTION journal_line_stamp();

-- Lines outside the months made ahead (a demo's past, a clock gone wrong) are kept, never refused.
CREATE TABLE journal_line_other PARTITION OF journal_line DEFAULT;

CREATE TABLE journal_seal (
    number bigint PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('lines', 'heartbeat', 'retention', 'era')),
    at timestamptz NOT NULL,
    cluster text NOT NULL,
    era_floor bigint NOT NULL,
    from_xid xid8 NOT NULL,
    to_xid xid8 NOT NULL,
    line_count bigint NOT NULL,
    first_id bigint,
    last_id bigint,
    first_at timestamptz,
    last_at timestamptz,
    months jsonb NOT NULL,
    detail jsonb NOT NULL,
    root bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    signature bytea NOT NULL
);

CREATE FUNCTION journal_month_partition(month date) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN 'journal_line_' || to_char(month, 'YYYY_MM');

-- Makes the months from `since` to two months ahead; lines of these months waiting in the default move there.
CREATE FUNCTION journal_make_partitions(since date DEFAULT NULL) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    month date := date_trunc('month', least(coalesce(since, current_date), current_date))::date;
    name text;
    made integer := 0;
BEGIN
    IF month < current_date - interval '20 years' THEN
        RAISE EXCEPTION 'journal partitions before %', month;
    END IF;
    PERFORM pg_advisory_xact_lock(7021850);
    WHILE month <= current_date + interval '2 months' LOOP
        name := journal_month_partition(month);
        IF to_regclass(name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I (LIKE journal_line INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
            EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', name);
            EXECUTE format('WITH moved AS (DELETE FROM journal_line_other WHERE at >= %L AND at < %L RETURNING *)
                            INSERT INTO %I SELECT * FROM moved',
                           month::timestamptz, (month + interval '1 month')::timestamptz, name);
            EXECUTE format('ALTER TABLE journal_line ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                           name, month::timestamptz, (month + interval '1 month')::timestamptz);
            PERFORM journal_protect(name);
            made := made + 1;
        END IF;
        month := (month + interval '1 month')::date;
    END LOOP;
    RETURN made;
END $$;

-- The application reads and writes through the parent only: a partition by its own name is closed to it.
CREATE FUNCTION journal_protect(name text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'croisee_app') THEN
        EXECUTE format('REVOKE ALL ON %I FROM croisee_app', name);
    END IF;
END $$;

-- Drops the months that a signed retention note of the chain names. Under six months nothing may go:
-- CNIL, délibération 2021-122, access journals are kept from six months to one year.
CREATE FUNCTION journal_drop_partitions(before date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    month date;
    dropped integer := 0;
BEGIN
    IF before > current_date - interval '6 months' THEN
        RAISE EXCEPTION 'the journal is kept six months at least';
    END IF;
    PERFORM pg_advisory_xact_lock(7021850);
    FOR month IN
        SELECT DISTINCT (key || '-01')::date FROM journal_seal, jsonb_object_keys(detail -> 'erased') AS key
        WHERE kind = 'retention' AND (key || '-01')::date + interval '1 month' <= before
    LOOP
        IF to_regclass(journal_month_partition(month)) IS NOT NULL THEN
            EXECUTE format('DROP TABLE %I', journal_month_partition(month));
            dropped := dropped + 1;
        ELSE
            DELETE FROM journal_line_other WHERE at >= month AND at < month + interval '1 month';
            IF FOUND THEN dropped := dropped + 1; END IF;
        END IF;
    END LOOP;
    RETURN dropped;
END $$;

SELECT journal_protect('journal_line_other');
REVOKE ALL ON journal_line, journal_seal FROM PUBLIC;
REVOKE ALL ON FUNCTION journal_protect(text), journal_make_partitions(date), journal_drop_partitions(date) FROM PUBLIC;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'croisee_app') THEN
        REVOKE ALL ON journal_line, journal_seal FROM croisee_app;
        REVOKE ALL ON FUNCTION journal_protect(text) FROM croisee_app;
        REVOKE ALL ON SEQUENCE journal_line_id_seq FROM croisee_app;
        GRANT SELECT, INSERT ON journal_line, journal_seal TO croisee_app;
        GRANT USAGE ON SEQUENCE journal_line_id_seq TO croisee_app;
        GRANT EXECUTE ON FUNCTION journal_make_partitions(date), journal_drop_partitions(date) TO croisee_app;
    END IF;
END $$;

SELECT journal_make_partitions((current_date - interval '13 months')::date);
