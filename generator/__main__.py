"""`python -m generator`, the same as `mulu`."""

import gc
import sys


def main() -> int:
    """Run the command line and give its exit code."""
    gc.disable()  # a run is short and its values hold no cycles: collecting costs a quarter of a check
    from generator.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
