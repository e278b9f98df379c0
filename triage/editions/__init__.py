"""Answers of the first edition of the questionnaire, said in the questions of today."""
