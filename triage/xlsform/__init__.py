"""The questionnaire as an XLSForm, for field programmes that work with ODK or KoboToolbox."""
