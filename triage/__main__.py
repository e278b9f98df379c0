"""`python -m triage` does the same as the command `triage`."""

from triage.cli.main import main

if __name__ == "__main__":
    main(prog_name="triage")
