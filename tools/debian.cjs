"use strict";
// Programs that the tests need beside npm's packages: installed by apt where that is allowed.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { fail } = require("./prepare.cjs");

/** Program or file → Debian package. The compiler and its headers build the recorder of the crash images. */
const NEEDED = {
  "/usr/bin/socat": "socat",
  "/usr/bin/chromium": "chromium",
  "/usr/bin/cc": "gcc",
  "/usr/include/stdlib.h": "libc6-dev",
};

function run(command, args) {
  return spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}

function installPrograms() {
  const missing = Object.entries(NEEDED).filter(([program]) => !fs.existsSync(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const root = process.getuid && process.getuid() === 0;
  const sudo = root ? [] : ["sudo", "-n"];
  const apt = fs.existsSync("/usr/bin/apt-get");
  const allowed = apt && (root || spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0);
  if (!allowed)
    fail(
      `The tests need these Debian packages: ${packages.join(" ")}. Install them: sudo apt install ${packages.join(" ")}`,
    );
  console.log(`Installing for the tests: ${packages.join(" ")} …`);
  const call = (args) => {
    const [command, ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return run(command, rest);
  };
  if (!call(["update", "-qq"]) || !call(["install", "-y", "-qq", "--no-install-recommends", ...packages])) {
    fail(`apt could not install ${packages.join(" ")}; what it says above tells why.`);
  }
}

module.exports = { installPrograms };
