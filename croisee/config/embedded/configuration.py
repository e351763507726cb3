"""The settings of an embedded server: sockets only, nothing personal in its log, small-machine sizes."""

import os

from croisee.config.embedded.endpoints import PORTS, Cluster
from croisee.config.embedded.places import Places

INCLUDE = "include = 'croisee.conf'"

# No « trust », no « peer »: every way in asks for a password, the superuser's too.
ACCESS = """\
# Written at each start by Croisée.
local all         all            scram-sha-256
local replication croisee_backup scram-sha-256
"""

FIXED = """\
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_wal_senders = 3
wal_level = replica
superuser_reserved_connections = 3
idle_in_transaction_session_timeout = '5min'
dynamic_shared_memory_type = posix
max_parallel_workers_per_gather = 0
max_worker_processes = 4
io_workers = 2
jit = off
random_page_cost = 1.1
checkpoint_completion_target = 0.9
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
# A failed statement carries what people typed: neither it nor its values may reach a log.
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_checkpoints = off
# One file per day of the week: the log never grows beyond seven days.
logging_collector = on
log_truncate_on_rotation = on
log_rotation_age = '1d'
log_rotation_size = 0
log_file_mode = 0600
"""

DURABLE = "fsync = on\nfull_page_writes = on\nsynchronous_commit = on\n"
# For throw-away test clusters only: what is acknowledged survives a kill, not a power cut.
VOLATILE = "fsync = off\nfull_page_writes = off\nsynchronous_commit = on\n"


def fragment(name: Cluster, places: Places, *, durable: bool) -> str:
    """Return the settings of a cluster on this machine."""
    memory = _memory_mb()
    main = name == "main"
    shared = min(1024, max(64, memory // 8)) if main else 32
    sized = {
        "port": PORTS[name],
        "unix_socket_directories": _quoted(str(places.socket_dir)),
        "log_directory": _quoted(str(places.home / "log")),
        "log_filename": _quoted(f"{name}-%a.log"),
        "cluster_name": _quoted(f"croisee {name}"),
        "max_connections": 80 if main else 40,
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(128, memory // 2 if main else memory // 16)}MB",
        "work_mem": "8MB" if main else "4MB",
        "maintenance_work_mem": f"{min(256, max(32, memory // 32))}MB" if main else "32MB",
        "max_wal_size": "1GB" if main else "256MB",
        "min_wal_size": "80MB",
    }
    lines = [f"{setting} = {value}" for setting, value in sized.items()]
    return (
        "# Written at each start by Croisée.\n"
        + "\n".join(lines)
        + "\n"
        + FIXED
        + (DURABLE if durable else VOLATILE)
    )


def _memory_mb() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
