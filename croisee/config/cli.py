"""The `croisee` command."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from croisee.config import embedded
from croisee.config.embedded import roles
from croisee.config.embedded.places import places
from croisee.config.keys import KeysMissing
from croisee.config.serve import installation
from croisee.config.serve.installation import ServeError

# Arguments go on to Django's command, `--help` included.
PASS_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}
arguments = click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Dossier de données (sinon CROISEE_DATA_DIR).",
)


def say(message: str) -> None:
    """Print a line at once, whatever the output is."""
    click.echo(message)
    sys.stdout.flush()


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Show the errors we expect as one sentence, without a traceback."""
    try:
        yield
    except (ServeError, KeysMissing, embedded.EmbeddedError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error


def with_database(work: Callable[[], Any]) -> None:
    """Do something with the databases up; those we started alone are stopped afterwards."""
    data = installation.select()
    with plain_errors(), installation.databases(data, lambda line: click.echo(line, err=True)):
        try:
            work()
        finally:
            _close_connections()


def _close_connections() -> None:
    from croisee.config.serve.prepare import close

    with contextlib.suppress(Exception):
        close()


def django_command(*words: str) -> None:
    """Run a Django command with the databases up."""
    from django.core.management import execute_from_command_line

    with_database(lambda: execute_from_command_line(["croisee", *words]))


@click.group()
@data_option
def main(data: Path | None) -> None:
    """Croisée : le système d’information des équipes d’action sociale."""
    installation.select(data)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port d’écoute.")
@click.option("--demo", is_flag=True, help="Charge le territoire de démonstration si tout est vide.")
@data_option
def serve(host: str, port: int, demo: bool, data: Path | None) -> None:
    """Démarre tout et sert les pages."""
    from croisee.config.serve.command import Service

    with plain_errors():
        Service(installation.select(data), host, port, demo, say).run()


@main.command()
def migrate() -> None:
    """Met à jour la structure des deux bases."""

    def work() -> None:
        import django
        from django.core.management import CommandError

        from croisee.config.serve import prepare

        django.setup(set_prefix=False)
        try:
            prepare.migrate()
        except CommandError as error:
            raise ServeError(str(error)) from error

    with_database(work)


@main.command(context_settings=PASS_ON)
@arguments
def demo(arguments: tuple[str, ...]) -> None:
    """Charge le territoire de démonstration."""
    django_command("demo", *arguments)


@main.command("django", context_settings=PASS_ON)
@arguments
def django_(arguments: tuple[str, ...]) -> None:
    """Passe une commande à Django."""
    django_command(*arguments)


@main.group()
def journal() -> None:
    """Journal des accès et des actes."""


@journal.command("verify", context_settings=PASS_ON)
@arguments
def journal_verify(arguments: tuple[str, ...]) -> None:
    """Vérifie que le journal n’a pas été altéré."""
    django_command("journal_verify", *arguments)


@journal.command("restored", context_settings=PASS_ON)
@arguments
def journal_restored(arguments: tuple[str, ...]) -> None:
    """Rouvre la chaîne des sceaux après la restauration d’une sauvegarde."""
    django_command("journal_restored", *arguments)


@main.group()
def directory() -> None:
    """Répertoire des structures et des services."""


@directory.command("import", context_settings=PASS_ON)
@arguments
def directory_import(arguments: tuple[str, ...]) -> None:
    """Importe un fichier data·inclusion (JSON, CSV, XLSX ou Parquet)."""
    django_command("directory_import", *arguments)


@main.group()
def database() -> None:
    """Bases de données embarquées."""


@database.command("sql-roles")
def sql_roles() -> None:
    """Écrit le SQL qui prépare un serveur PostgreSQL externe."""
    click.echo(roles.external_sql(), nl=False)


@database.command("start")
def database_start() -> None:
    """Démarre les bases et les laisse en marche."""
    with plain_errors():
        found = embedded.ensure_started(installation.data_dir(), say=say)
    say(f"Les bases répondent dans {found.socket_dir}.")


@database.command("stop")
def database_stop() -> None:
    """Arrête les bases proprement."""
    with plain_errors():
        embedded.stop(installation.data_dir(), say=say)


@database.command("psql", context_settings=PASS_ON)
@click.option("--cluster", type=click.Choice(["main", "vault"]), default="main", show_default=True)
@click.option("--role", type=click.Choice(["app", "owner", "backup"]), default="app", show_default=True)
@arguments
def database_psql(cluster: Any, role: Any, arguments: tuple[str, ...]) -> None:
    """Ouvre psql sur une base en marche."""
    found = embedded.endpoints(installation.data_dir())
    if found is None:
        raise click.ClickException("Les bases n’ont jamais été démarrées : voyez « croisee database start ».")
    binary = places(installation.data_dir()).binaries / "psql"
    # In the environment, not in the arguments: these can be read by every account of the machine.
    address = found.django(cluster, role)
    os.environ.update(
        PGHOST=address["HOST"],
        PGPORT=address["PORT"],
        PGUSER=address["USER"],
        PGPASSWORD=address["PASSWORD"],
        PGDATABASE=address["NAME"],
    )
    os.execv(binary, [str(binary), *arguments])  # noqa: S606
