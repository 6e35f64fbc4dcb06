"""Runs a program that may make only some system calls, as systemd would with SystemCallFilter= and RestrictAddressFamilies=.

under_seccomp.py CALLS FAMILIES PROGRAM ARGUMENT...: names of calls and numbers of families, each with commas between. Others fail
with EPERM. Names that this machine's kernel or libseccomp do not know are left out, as systemd does.
"""

import errno
import os
import sys

import seccomp

calls, families, program = sys.argv[1].split(","), sys.argv[2].split(","), sys.argv[3:]
rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
for call in calls:
    if call == "socket":
        for family in families:
            rules.add_rule(seccomp.ALLOW, call, seccomp.Arg(0, seccomp.EQ, int(family)))
        continue
    try:
        rules.add_rule(seccomp.ALLOW, call)
    except (RuntimeError, OSError):
        pass
rules.load()
os.execvp(program[0], program)
