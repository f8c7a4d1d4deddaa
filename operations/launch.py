"""`make run`: start every process under supervisord, wait until each is healthy, say where to go.

Ctrl-C stops them all. A port that is taken, or a process that does not come up, is named.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from operations.environment import Ports, local_environment

CONFIGURATION = Path(__file__).parent / "supervisord.conf"
PATIENCE = 120.0  # seconds until every process must be healthy


class LaunchError(RuntimeError):
    """The product cannot start; the message says why and what to do."""


def main() -> int:
    """Run until Ctrl-C or until supervisord ends."""
    os.umask(0o077)  # databases and logs are their owner's alone
    try:
        ports = Ports.from_environment(os.environ)
        refuse_taken_ports(ports)
    except (LaunchError, ValueError) as error:
        print(f"make run: {error}", file=sys.stderr)
        return 2
    for interruption in (signal.SIGINT, signal.SIGTERM):
        # also where the caller ignores them, as shells do for what runs in the background
        signal.signal(interruption, signal.default_int_handler)
    environment = local_environment(Path("var"), ports)
    supervisor = start_supervisor(environment)
    try:
        wait_until_healthy(ports, supervisor, Path(environment["VAR"]) / "log")
        print(f"\n  The chat page:  http://127.0.0.1:{ports.companion}/")
        print(f"  The steering pages:  http://127.0.0.1:{ports.companion}/pilotage")
        print("  Their local account's password: local_password in var/secrets.json")
        print("  Logs: var/log/    Stop: Ctrl-C\n", flush=True)
        return supervisor.wait()
    except KeyboardInterrupt:
        print("\n→ stopping", flush=True)
        return 0
    except LaunchError as error:
        print(f"make run: {error}", file=sys.stderr)
        return 1
    finally:
        stop_supervisor(supervisor)


def refuse_taken_ports(ports: Ports) -> None:
    """Raise `LaunchError` that names the first port somebody else listens on."""
    variables = {"RASA_PORT": ports.rasa, "ACTIONS_PORT": ports.actions, "PORT": ports.companion}
    for variable, port in variables.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise LaunchError(
                    f"port {port} is taken by another program; "
                    f"stop it, or choose another port: {variable}={port + 100} make run"
                ) from error


def start_supervisor(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start supervisord with the processes of `supervisord.conf`."""
    print("→ starting rasa, actions, companion", flush=True)
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(CONFIGURATION)]
    return subprocess.Popen(command, env=dict(environment))


def wait_until_healthy(ports: Ports, supervisor: subprocess.Popen[bytes], logs: Path) -> None:
    """Return when every process answers; raise `LaunchError` when one does not in time."""
    waiting = ports.health_addresses()
    began = time.monotonic()
    while waiting:
        for name in [name for name, address in waiting.items() if answers(address)]:
            print(f"  {name} is ready ({time.monotonic() - began:.0f} s)", flush=True)
            del waiting[name]
        if supervisor.poll() is not None:
            raise LaunchError(f"supervisord ended; see {logs}/supervisord.log")
        if time.monotonic() - began > PATIENCE:
            raise LaunchError(f"{', '.join(waiting)} did not start; see {logs}/")
        time.sleep(0.3)


def stop_supervisor(supervisor: subprocess.Popen[bytes]) -> None:
    """Have supervisord stop its processes, and wait until it is gone."""
    if supervisor.poll() is None:
        supervisor.terminate()
    supervisor.wait(timeout=30)


def answers(address: str) -> bool:
    """Tell whether the process at a health address is ready."""
    try:
        return httpx.get(address, timeout=1.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    sys.exit(main())
