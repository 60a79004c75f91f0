"""`python -m generator`, the same as `mulu`."""

import sys


def main() -> int:
    """Run the command line and give its exit code."""
    from generator.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
