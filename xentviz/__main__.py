"""`python -m xentviz` does what `xentviz` does."""

from xentviz.server.command_line import main

if __name__ == "__main__":
    main()
