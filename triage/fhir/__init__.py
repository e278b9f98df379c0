"""HL7 FHIR R4: the questionnaire as a form, answers as its response, and a result as a bundle."""
