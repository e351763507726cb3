"""The four database roles and what each may do, as SQL for the embedded and for an external server."""

from collections.abc import Iterable, Mapping

import psycopg
from psycopg import sql

from croisee.config.embedded.endpoints import DATABASES, Cluster

ATTRIBUTES = {
    "croisee_owner": "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    "croisee_app": "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT",
    "croisee_backup": "LOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE REPLICATION",
}

# Rights of each new database. The application's role owns nothing; migrations take back what it must not do.
DATABASE_RIGHTS = (
    "ALTER SCHEMA public OWNER TO croisee_owner",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO croisee_app, croisee_backup",
    "ALTER DEFAULT PRIVILEGES FOR ROLE croisee_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE croisee_owner IN SCHEMA public "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO croisee_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE croisee_owner IN SCHEMA public "
    "GRANT USAGE ON SEQUENCES TO croisee_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE croisee_owner IN SCHEMA public "
    "GRANT EXECUTE ON FUNCTIONS TO croisee_app",
)


def prepare_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Create the roles that are missing and put the others back to what they must be."""
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    for role, attributes in ATTRIBUTES.items():
        verb = "ALTER" if role in known else "CREATE"
        connection.execute(
            sql.SQL(f"{verb} ROLE {{}} {attributes} PASSWORD {{}}").format(
                sql.Identifier(role), sql.Literal(passwords[role])
            )
        )
    # A role that inherited another's rights could pass the wall by the side door.
    for granted, member in connection.execute(
        "SELECT g.rolname, m.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid "
        "JOIN pg_roles m ON m.oid = a.member WHERE m.rolname IN ('croisee_app', 'croisee_owner')"
    ).fetchall():
        connection.execute(
            sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(granted), sql.Identifier(member))
        )
    connection.execute("GRANT pg_read_all_data TO croisee_backup")


def prepare_database(connection: psycopg.Connection) -> None:
    """Give the connected database its rights; done on template1 so that every later database has them too."""
    for statement in DATABASE_RIGHTS:
        connection.execute(statement)


def create_database(connection: psycopg.Connection, name: str) -> None:
    """Create a database of the software's owner, closed to everyone but the three roles."""
    identifier = sql.Identifier(name)
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER croisee_owner").format(identifier))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(identifier))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO croisee_app, croisee_backup").format(identifier)
    )


def external_sql(clusters: Iterable[Cluster] = ("main", "vault")) -> str:
    """Return the psql script that prepares an external server; its administrator chooses the passwords."""
    lines = [
        "-- À exécuter avec psql par un administrateur, sur chaque serveur (PostgreSQL 15 ou plus récent)."
    ]
    lines.append("-- psql -v owner=… -v app=… -v backup=… -f roles.sql")
    for role, attributes in ATTRIBUTES.items():
        variable = role.removeprefix("croisee_")
        lines.append(f"CREATE ROLE {role} {attributes} PASSWORD :'{variable}';")
    lines.append("GRANT pg_read_all_data TO croisee_backup;")
    for cluster in clusters:
        name = DATABASES[cluster]
        lines.append(f"\nCREATE DATABASE {name} OWNER croisee_owner ENCODING 'UTF8' TEMPLATE template0;")
        lines.append(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;")
        lines.append(f"GRANT CONNECT ON DATABASE {name} TO croisee_app, croisee_backup;")
        lines.append(f"\\connect {name}")
        lines.extend(f"{statement};" for statement in DATABASE_RIGHTS)
    return "\n".join(lines) + "\n"
