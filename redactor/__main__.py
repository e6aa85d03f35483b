"""Run the command line as `python -m redactor`."""

from redactor.cli.app import main

if __name__ == "__main__":
    main()
