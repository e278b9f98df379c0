"""Write the bill of materials of the program as it runs: what it needs, and nothing of the tests.

python .ci/sbom.py WHEEL OUT        CycloneDX JSON; needs cyclonedx-bom, see the extra `test`

The wheel is installed alone in an empty environment, with the versions of constraints.txt, and
cyclonedx-bom writes down what it finds there. The same wheel and versions give the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parent.parent

# name, version and declared licence, from the mouth of the environment itself
LOOK = """
import json
from importlib.metadata import distributions
print(json.dumps({d.name: [d.version, d.metadata["License"]] for d in distributions()}))
"""


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stderr.decode(errors="replace") or f"`{command[0]}` failed")
    return done.stdout.decode()


def found_in(environment: Path) -> tuple[dict[str, Any], dict[str, list[str | None]]]:
    """What cyclonedx-bom says about an environment, and what its packages say themselves."""
    python = next(path for path in environment.glob("*/python*") if path.stem == "python")
    tool = (sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible")
    bill = run(*tool, "--spec-version", "1.6", "--pyproject", ROOT / "pyproject.toml", python)
    return json.loads(bill), json.loads(run(python, "-c", LOOK))


def completed(bill: dict[str, Any], said: dict[str, list[str | None]]) -> dict[str, Any]:
    """The bill with what cyclonedx-bom leaves out: our version, and licences in free words."""
    ours = bill["metadata"]["component"]
    ours["version"] = said[ours["name"]][0]
    ours["purl"] = f"pkg:pypi/{ours['name']}@{ours['version']}"
    for component in bill["components"]:
        words = said[component["name"]][1]
        if not component.get("licenses") and words:
            licence = {"name": words, "acknowledgement": "declared"}
            component["licenses"] = [{"license": licence}]
    return bill


def bill_of(wheel: Path) -> str:
    """The bill of materials of a wheel, checked against the schema of CycloneDX 1.6."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "env"
        venv.create(environment)
        pip = (sys.executable, "-m", "pip", "--python", environment, "install", "--quiet")
        run(*pip, "--constraint", ROOT / "constraints.txt", wheel)
        bill = completed(*found_in(environment))
    text = json.dumps(bill, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    slip = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if slip is not None:
        sys.exit(f"the bill of materials does not fit the schema: {slip}")
    return text


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    Path(sys.argv[2]).write_text(bill_of(Path(sys.argv[1]).resolve()), "utf-8")
