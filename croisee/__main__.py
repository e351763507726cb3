"""`python -m croisee` is the `croisee` command."""

from croisee.config.cli import main

if __name__ == "__main__":
    main(prog_name="croisee")
