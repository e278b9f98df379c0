"""Every word that the program itself says to a patient, one module for each place where it is met.

Who puts the program into another language opens this folder and nothing else: constants, and
functions with named gaps where a sentence has any. What a rule book says stands in its files.
Nothing here knows anything of the program, so everything else may ask for words.
"""
