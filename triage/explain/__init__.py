"""Why a result is as it is, why a condition is not suggested, and what would change it."""
