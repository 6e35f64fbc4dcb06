#!/usr/bin/env bash
# run_while.sh OWNER PID_FILE LOG_FILE FOLDER COMMAND...
#
# Runs COMMAND until it ends or the process OWNER is gone, so that no broker outlives the tests, however they end (a crash and
# SIGKILL included). In the second case nobody is left to clean up, so FOLDER is removed as well. RUN_WHILE_SIGNAL is what COMMAND is
# ended with: KILL unless told, as for programs that have nothing to lose.
owner=$1 pid_file=$2 log_file=$3 folder=$4
shift 4
exec </dev/null >>"$log_file" 2>&1

"$@" &
child=$!
echo "$child" >"$pid_file.new" && mv "$pid_file.new" "$pid_file"
tail --sleep-interval=0.1 --pid="$owner" -f /dev/null &
watch=$!

wait -n "$child" "$watch"
kill -"${RUN_WHILE_SIGNAL:-KILL}" "$child"
# A test may have stopped it, and then no signal but this one reaches it.
kill -CONT "$child" 2>/dev/null
kill -KILL "$watch"
wait "$child" "$watch"
[ -d "/proc/$owner" ] || rm -rf "$folder"
