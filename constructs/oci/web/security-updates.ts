/**
 * Shell commands that have a server install security updates by itself, every day at a time of its own, and start again when there were
 * any: a pool knows no greatest age, and keeps a server for as long as nothing about it changes.
 *
 * `when-needed` would be rarer, but does not know Oracle's kernel (https://github.com/oracle/oracle-linux/issues/204) nor that Node runs.
 *
 * @see https://dnf.readthedocs.io/en/latest/automatic.html
 */
export const securityUpdates = `# Security updates, each server at another time of the day.
retry dnf install dnf-automatic
cat >/etc/dnf/automatic.conf <<'EOF'
[commands]
upgrade_type = security
apply_updates = yes
reboot = when-changed
reboot_command = "systemctl reboot"

[emitters]
emit_via = stdio
EOF
mkdir -p /etc/systemd/system/dnf-automatic.timer.d
cat >/etc/systemd/system/dnf-automatic.timer.d/spread.conf <<'EOF'
[Timer]
RandomizedDelaySec=24h
EOF
systemctl daemon-reload
systemctl enable --quiet --now dnf-automatic.timer`;
