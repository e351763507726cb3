"""The environment of a test run, set before Django reads its settings."""

from collections.abc import MutableMapping
from pathlib import Path

from croisee.config.keys import ensure_keys

ROOT = Path(__file__).resolve().parents[2]
OURS = ("CROISEE_", "DATABASE_", "VAULT_DATABASE_", "DJANGO_")
KEPT = ("CROISEE_TEST_DIR", "CROISEE_CHROMIUM", "CROISEE_TEST_")


def prepare(environ: MutableMapping[str, str]) -> None:
    """Nothing of the machine's own installation may reach the tests, nor the tests reach it."""
    folder = environ.get("CROISEE_TEST_DIR") or str(ROOT / "var" / "test")
    for name in list(environ):
        if name.startswith(OURS) and not name.startswith(KEPT):
            del environ[name]
    environ["CROISEE_TEST_DIR"] = folder
    environ["CROISEE_DATA_DIR"] = folder
    environ["CROISEE_SECRET_KEY"] = "only-for-tests"
    environ["CROISEE_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
    environ["DJANGO_SETTINGS_MODULE"] = "croisee.config.settings"
    ensure_keys(Path(folder).resolve() / "keys")
    ensure_keys(Path(folder) / "keys")
    # WhiteNoise warns about a missing folder.
    (Path(folder) / "static").mkdir(exist_ok=True)
