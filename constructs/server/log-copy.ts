import { sandbox } from "./sandbox";

/** A part of the journal that is copied to a file. */
export interface LogCopy {
  /** Description of its entries, for people. */
  readonly description: string;
  /** Name of the unit that copies it, and of the folder that remembers how far the copy came. */
  readonly unit: string;
  /** Arguments of `journalctl` that select its entries. */
  readonly selection: string;
  /** Name of the file, below the app's folder of logs. */
  readonly file: string;
}

/** The copy of the app's and the migration's log. */
export function appLog(name: string): LogCopy {
  return {
    description: `Log file of ${name}`,
    unit: `${name}-log`,
    selection: `--output cat --unit ${name} --unit ${name}-migrate`,
    file: `${name}.log`,
  };
}

/** The copy of every other unit's messages of level notice and above. */
export function systemLog(name: string): LogCopy {
  return {
    description: `Log file of what the system around ${name} finds worth a notice`,
    unit: `${name}-system-log`,
    selection: "--output short-iso --priority notice",
    file: "system.log",
  };
}

/** System user that copies the journal: agents of whatever user may read what it writes. */
export function logUser(name: string): string {
  return `${name}-log`;
}

/** Path of the script that {@link logUnit} runs. */
export function copyJournalPath(name: string): string {
  return `/opt/${name}/copy-journal`;
}

/**
 * A bash script that copies what `journalctl` shows to a file, every line once.
 *
 * `journalctl --follow --cursor-file` never writes its cursor (https://github.com/systemd/systemd/issues/26746), and
 * systemd 239 of Oracle Linux 8 has no `--cursor-file`. So this asks again and again for what comes after a cursor of its own.
 * It remembers the file's length with the cursor: whatever the file is longer than that, when it begins, was written by one that
 * was ended before it could remember, and is left out.
 *
 * It keeps the file small itself: `logrotate` looks once a day, and `copytruncate` loses lines that are written meanwhile.
 */
export const copyJournal = `#!/bin/bash
# Copies lines of the journal to a file, every line once: copy-journal FILE FOLDER JOURNALCTL-ARGUMENTS...
set -euo pipefail
file=$1 state=$2/state lines=$2/lines
shift 2

remember() {
  echo "$1 $2" >"$state.new"
  sync "$file" "$state.new"
  mv "$state.new" "$state"
}

copy() {
  local known=0 cursor='' start=--no-tail length last
  [ ! -e "$state" ] || read -r known cursor <"$state"
  [ -z "$cursor" ] || start=--after-cursor=$cursor
  length=$(stat --format %s "$file")
  # Somebody emptied it.
  if [ "$length" -lt "$known" ]; then
    known=$length
    remember "$length" "$cursor"
  fi
  # Agents had a pause to read what was written last.
  if [ "$length" -gt 50000000 ] && [ "$length" -eq "$known" ]; then
    mv "$file" "$file.1"
    touch "$file"
    length=0 known=0
    remember 0 "$cursor"
  fi
  journalctl --quiet --show-cursor "$start" "$@" >"$lines"
  last=$(tail --lines 1 "$lines" | tr --delete '\\0')
  case $last in
    "-- cursor: $cursor") return ;;
    '-- cursor: '*) ;;
    *) return ;;
  esac
  head --lines -1 "$lines" | tail --bytes "+$((length - known + 1))" >>"$file"
  remember "$(stat --format %s "$file")" "$(echo "$last" | cut --delimiter ' ' --fields 3)"
}

stopping= copying=
trap 'stopping=yes' TERM
touch "$file"
while [ -z "$stopping" ]; do
  # In a process of its own: bash 5.2 ends with a syntax error where a trap runs within some command substitutions.
  copy "$@" &
  copying=$!
  # A copy that failed ends this, a signal the waiting alone.
  wait "$copying" || [ -n "$stopping" ]
  if [ -z "$stopping" ]; then
    sleep 2 &
    wait $! || true
  fi
done
trap '' TERM
[ -z "$copying" ] || wait "$copying" || true
# What the app said last.
copy "$@"`;

/** The unit that copies a part of the journal to a file. */
export function logUnit(name: string, { description, unit, selection, file }: LogCopy): string {
  return `[Unit]
Description=${description}
StartLimitIntervalSec=0

[Service]
ExecStart=/bin/bash ${copyJournalPath(name)} /var/log/${name}/${file} /var/lib/${unit} ${selection}
KillMode=mixed
Restart=always
RestartSec=2
User=${logUser(name)}
SupplementaryGroups=systemd-journal
LogsDirectory=${name}
StateDirectory=${unit}
UMask=0022
PrivateNetwork=yes
${sandbox}

[Install]
WantedBy=multi-user.target`;
}
