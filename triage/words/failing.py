"""What is said where the rule book itself cannot be trusted, or the output or the program fails."""

from __future__ import annotations

ADVISORY = (
    "Please see your doctor about these movements, whatever this result says. This is not a "
    "diagnosis. Only a doctor who examines the person can say what the cause is. Do not start, "
    "stop or change a medicine because of this result; ask the doctor or pharmacist first."
)
"""As in the rule book that comes with triage, for when that cannot be trusted."""
EMERGENCY = (
    "If this may be an emergency, do not wait: call 999, 911, 112 or your local emergency number "
    "now. Or go to an emergency department now."
)

# the program or its output fails

NO_RESULT = (
    "no result was given and nobody was judged, so see your doctor; please report the line above"
)
NOT_READABLE = "a result that nobody can read is no result: write it to another place"
CHECK_RIGHTS = "check the rights"
CLOSED = "it is closed"


def program_failed(where: str) -> str:
    """A fault of the program, with the place of it."""
    return f"the program has a fault and has stopped, in {where}"


def not_usable(name: str, reason: str) -> str:
    """A file that was named on the command line."""
    return f"`{name}` cannot be used, `{reason}`"


def output_failed(reason: str) -> str:
    """A result cannot be shown."""
    return f"the output cannot be written, `{reason}`"
