/**
 * Settings of a systemd unit that leave a process no privilege and nothing to write but its own folders. The user is the unit's
 * matter.
 */
// MemoryDenyWriteExecute is missing on purpose: V8 compiles to memory that it writes and then executes, and guards it by
// memory protection keys, which no group of system calls for services has.
export const sandbox = `CapabilityBoundingSet=
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service pkey_alloc pkey_free pkey_mprotect
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM`;
