"""What a change of a rule book does: by rule, by patient, and to saved cases."""
