"""The provisioner by which jupyter_client, and so papermill and nbclient, get a forked kernel without knowing it."""

import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode

from needs.publish.kernels import owner

_ORDINARY = [sys.executable, "-m", "ipykernel_launcher"]


class Provisioner(LocalProvisioner):
    """Forks a kernel where it would be the same as an ordinary one, and otherwise starts an ordinary one."""

    process: Any  # a Popen, or a Kernel, which is asked as one
    folder = Unicode(help="The private folder of the kernel's sockets, removed if we are killed.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel of a command; a kernel that reads settings of its folder, or other streams, is not forked."""
        kernel = None
        folder = Path(kwargs.get("cwd") or Path.cwd())
        if cmd[:3] == _ORDINARY and kwargs.keys() <= {"cwd", "env"} and not (folder / "matplotlibrc").exists():
            kernel = owner.kernel(cmd[3:], kwargs["env"], folder, self.folder)
        if kernel is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid, self.cwd = kernel, kernel.pid, kernel.pid, folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once; a forked one has ended when this returns, so nobody need look again later."""
        await super().kill(restart)
        if isinstance(self.process, owner.Kernel):
            self.process.wait()
