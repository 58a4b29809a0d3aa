"use strict";
// Programs that tests and benches need beside npm's packages: installed by apt where that is allowed.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { fail } = require("./prepare.cjs");

/**
 * Program or file → Debian package. The compiler and its headers build the recorder of the crash images;
 * the last three start the machine with pins.
 */
const NEEDED = {
  "/usr/bin/socat": "socat",
  "/usr/bin/chromium": "chromium",
  "/usr/bin/cc": "gcc",
  "/usr/include/stdlib.h": "libc6-dev",
  "/usr/bin/qemu-system-x86_64": "qemu-system-x86",
  "/bin/busybox": "busybox-static",
  "/usr/bin/xz": "xz-utils",
};

function run(command, args) {
  return spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}

/** How a command is given the right to install; `undefined` where that cannot be. */
function rights() {
  if (!fs.existsSync("/usr/bin/apt-get")) return undefined;
  if (process.getuid && process.getuid() === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : undefined;
}

/**
 * @param wanted programs by their paths, with their packages
 * @param refuse what to do when they cannot be installed: gets a sentence
 */
function installPrograms(wanted = NEEDED, refuse = fail) {
  const missing = Object.entries(wanted).filter(([program]) => !fs.existsSync(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const names = packages.join(" ");
  const sudo = rights();
  if (!sudo) return refuse(`These Debian packages are needed: ${names}. Install them: sudo apt install ${names}`);
  console.error(`Installing ${names} …`);
  const call = (args) => {
    const [command, ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return run(command, rest);
  };
  if (!call(["update", "-qq"]) || !call(["install", "-y", "-qq", "--no-install-recommends", ...packages])) {
    refuse(`apt could not install ${names}; what it says above tells why.`);
  }
}

module.exports = { installPrograms };
