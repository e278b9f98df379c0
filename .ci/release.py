"""Make everything that a release consists of, in one folder, with nothing but Python installed.

python3 .ci/release.py [FOLDER]     FOLDER is `dist` unless named, and must not exist yet

What is in it: source archive, wheel, bill of materials (CycloneDX JSON) and SHA256SUMS. The
versions of all build tools come from constraints.txt and the time from the last commit, or from
SOURCE_DATE_EPOCH: whoever does it again gets the same bytes.

No release is made while a reviewer disagrees with a rule as it stands or waits for an answer, or
while a signature is missing, void or overdue: what `triage rules review status` ends with 1 for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
EARLIEST_DAY = timezone(timedelta(hours=14))
"""Where a day begins first: nobody's signature is dated ahead because they live in the east."""


def run(*command: str | Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, cwd=ROOT, env=env, check=False
    )
    if done.returncode:
        sys.exit(f"`{' '.join(str(part) for part in command)}` failed")
    return done.stdout.decode().strip()


def time_of_release() -> str:
    """Seconds since 1970: as told by SOURCE_DATE_EPOCH, or of the last commit."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return told
    if run("git", "status", "--porcelain"):
        sys.exit("some files are not committed, nobody could make this release again")
    return run("git", "log", "-1", "--format=%ct")


def check_reviews(python: str | Path, time: str, *rules: str | Path) -> None:
    """Stop where the review of the rules holds a release up; of what is installed, or of a folder.

    The day is that of the release, so that whoever makes it again is told the same.
    """
    day = datetime.fromtimestamp(int(time), EARLIEST_DAY).date().isoformat()
    command = [python, "-I", "-m", "triage", "rules", "review", "status", "--today", day]
    where = ["--rules", *rules] if rules else []
    done = subprocess.run([*command, *where], capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}"
        sys.exit(f"{said}the review of the rules holds the release up, nothing was made")


def release(folder: Path) -> None:
    """Build the archives, write down what they need, and their checksums."""
    time = time_of_release()
    env = os.environ | {"SOURCE_DATE_EPOCH": time, "PIP_CONSTRAINT": str(CONSTRAINTS)}
    with tempfile.TemporaryDirectory() as tools:
        venv.create(tools, with_pip=True)
        python = next(path for path in Path(tools).glob("*/python*") if path.stem == "python")
        run(python, "-m", "pip", "install", "--quiet", "build", "cyclonedx-bom", env=env)
        made = Path(tools, "made")
        run(python, "-m", "build", "--outdir", made, ROOT, env=env)
        wheel = next(made.glob("*.whl"))
        name = "-".join(wheel.name.split("-")[:2])
        run(python, ROOT / ".ci/sbom.py", wheel, made / f"{name}.cdx.json", env=env)
        run(python, "-m", "pip", "install", "--quiet", wheel, env=env)
        check_reviews(python, time)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, folder)
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    sys.stdout.writelines(lines)


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:2] in (["-h"], ["--help"]):
        sys.exit(__doc__)
    wanted = Path(*sys.argv[1:] or ["dist"]).absolute()
    if wanted.exists():
        sys.exit(f"`{wanted.name}` exists already, name a new folder")
    release(wanted)
