"""`python -m generator`, the same as `mulu`."""

import gc
import sys


def main() -> int:
    """Run the command line and give its exit code."""
    gc.disable()  # a run is short and its values hold no cycles: collecting costs a quarter of a check
    from generator.cli import run

    code = run(sys.argv[1:])
    gc.freeze()  # at its end Python would search all that is left, disabled or not
    return code


if __name__ == "__main__":
    sys.exit(main())
