"""Starts one command and writes down what it cost: `python -I -S launch.py ACCOUNT COMMAND…`.

On Linux the peak memory of a child is never below that of the process it was forked from. So this process stands
between the harness and what is measured, and stays smaller than any Python program: it imports nothing but the
built-in modules below. The account holds seconds of CPU, seconds elapsed, and peak memory in the system's unit.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

import os
import sys
import time


def main() -> int:
    """Run the command with this process's folder, environment and streams; its exit code, or 127."""
    account, command = sys.argv[1], sys.argv[2:]
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            os.execvp(command[0], command)  # noqa: S606 - the command is what is measured
        except OSError as problem:
            os.write(2, f"cannot be started: {problem.strerror}\n".encode())
            os._exit(127)
    _, status, used = os.wait4(child, 0)
    elapsed = time.perf_counter() - began
    with open(account, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib would be most of its memory
        file.write(f"{used.ru_utime + used.ru_stime} {elapsed} {used.ru_maxrss}\n")
    return os.waitstatus_to_exitcode(status) & 0xFF


if __name__ == "__main__":
    sys.exit(main())
