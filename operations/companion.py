"""A command of the companion on this machine's databases."""

import os
import subprocess
import sys
from pathlib import Path

from operations.environment import Ports, local_environment

if __name__ == "__main__":
    os.umask(0o077)
    environment = local_environment(Path("var"), Ports.from_environment(os.environ))
    command = [sys.executable, "-m", "companion", *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)
