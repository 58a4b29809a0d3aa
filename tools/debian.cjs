"use strict";
// Programs that the tests need beside npm's packages: installed by apt where that is allowed.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { fail } = require("./prepare.cjs");

/** Program → Debian package. */
const NEEDED = { "/usr/bin/socat": "socat", "/usr/bin/chromium": "chromium" };

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
  const call = (args) =>
    run(
      [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args][0],
      [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args].slice(1),
    );
  if (!call(["update", "-qq"]) || !call(["install", "-y", "-qq", "--no-install-recommends", ...packages])) {
    fail(`apt could not install ${packages.join(" ")}; what it says above tells why.`);
  }
}

module.exports = { installPrograms };
