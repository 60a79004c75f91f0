"""`python -m generator`, the same as `mulu`; told to end, its exit code is 128 and the number of the signal."""

import gc
import signal
import sys


def main() -> int:
    """Run the command line and give its exit code."""
    gc.disable()  # a run is short and its values hold no cycles: collecting costs a quarter of a check
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has the second one ignored
            signal.signal(number, _end)
    from generator.cli import interrupted, run

    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = interrupted()
    gc.freeze()  # at its end Python would search all that is left, disabled or not
    return code


def _end(number: int, _: object) -> None:
    """End as after an error: what was begun is taken away, here and in the folder for temporary files."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
