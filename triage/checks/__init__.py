"""What can be said about a rule book without any patient: exact, over all answers."""
