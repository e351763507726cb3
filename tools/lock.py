"""Compiles the lock files: pinned, hashed, valid on every platform, without any index address."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
    "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header",
]  # fmt: skip


def compile_lock(name: str, *arguments: str, stdin: str = "") -> None:
    target = REQUIREMENTS / f"{name}.txt"
    command = [*COMPILE, *arguments, "--output-file", str(target)]
    subprocess.run(command, cwd=ROOT, input=stdin, text=True, check=True, stdout=subprocess.DEVNULL)
    refuse_addresses(target)


def refuse_addresses(lock: Path) -> None:
    """A lock that names an index, a mirror or a folder would only work on the machine that made it."""
    for number, line in enumerate(lock.read_text().splitlines(), start=1):
        if re.search(r"[a-z+]+://|^--|@ ?/", line):
            sys.exit(f"{lock.relative_to(ROOT)}:{number}: an address in a lock file: {line}")


def main(options: list[str]) -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    compile_lock("runtime", "pyproject.toml", *options)
    compile_lock("dev", "pyproject.toml", "--group", "dev", "-c", "requirements/runtime.txt", *options)
    compile_lock("node", "--group", "node", *options)
    compile_lock("build", "-", *options, stdin="\n".join(build))


if __name__ == "__main__":
    main(sys.argv[1:])
