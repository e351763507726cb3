"""The three keys of an installation, made once and kept outside the databases."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# Wraps the dossiers' keys (32 bytes); signs the journal's seals (Ed25519 seed, 32 bytes); signs sessions.
MASTER, SEAL, DJANGO = "master.key", "seal.key", "django.key"
MAKERS: dict[str, Callable[[], bytes]] = {
    MASTER: lambda: secrets.token_bytes(32),
    SEAL: lambda: Ed25519PrivateKey.generate().private_bytes_raw(),
    DJANGO: lambda: secrets.token_urlsafe(64).encode("ascii"),
}


class KeysMissing(Exception):
    """The data need keys that are not there; the message is the French sentence shown."""


def ensure_keys(folder: Path | str, *, in_use: Callable[[], bool] = lambda: False) -> Path:
    """Create the keys that are missing, except the master key of data that already exist.

    A new master key would open nothing of what the old one closed: `in_use` says whether there is such data.
    """
    keys = Path(folder)
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (keys / MASTER).exists() and in_use():
        raise KeysMissing(
            f"La clé principale {keys / MASTER} a disparu alors que des dossiers existent. Sans elle, leur "
            "contenu est illisible. Reprenez-la dans votre sauvegarde des clés : rien n’a été modifié."
        )
    for name, make in MAKERS.items():
        if not (keys / name).exists():
            _write(keys / name, make())
    return keys


def _write(path: Path, content: bytes) -> None:
    # Written whole beside, synced, then linked: neither half a key nor a second one replacing the first.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
