"use strict";
// Gets a Debian kernel whose modules simulate GPIO chips (gpio-sim): only the backports for Debian 13 have them. The
// machine's own package sources stay as they are.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const SUITE = "trixie-backports";
const KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** @throws Error with what the program said when it fails */
function call(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { ...options, maxBuffer: 2 ** 30 });
  if (status === 0) return stdout;
  throw new Error(
    `${program} ${args.slice(-3).join(" ")}: ${error ? error.message : String(stderr).trim().slice(-500)}`,
  );
}

/** The mirror that this machine installs from. */
function mirror() {
  const targets = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
  const found = String(call("apt-get", targets))
    .split("\n")
    .filter((address) => address !== "" && !/security/.test(address));
  if (found[0] === undefined) throw new Error("apt knows no mirror: see /etc/apt/sources.list");
  return found[0];
}

/**
 * Fetches and unpacks the newest kernel of the backports.
 * @param folder an empty one, for the package lists and the packages
 * @returns the folder into which they were unpacked
 */
function fetchKernel(folder) {
  const root = path.join(folder, "root");
  for (const place of ["lists/partial", "cache/archives/partial", "root"]) {
    fs.mkdirSync(path.join(folder, place), { recursive: true });
  }
  const sources = path.join(folder, "sources.list");
  fs.writeFileSync(sources, `deb [signed-by=${KEYS}] ${mirror()} ${SUITE} main\n`);
  const own = {
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": path.join(folder, "lists"),
    "Dir::Cache": path.join(folder, "cache"),
    "APT::Sandbox::User": "root",
  };
  const options = Object.entries(own).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const apt = (program, ...args) => String(call(program, [...options, ...args], { cwd: folder }));
  const dependsOn = (name, wanted) =>
    apt("apt-cache", "depends", name)
      .split("\n")
      .flatMap((line) => wanted.exec(line)?.[1] ?? []);
  apt("apt-get", "-qq", "update");
  const [image] = dependsOn("linux-image-amd64", /Depends: (linux-image-[0-9]\S*)/);
  if (image === undefined) throw new Error(`${SUITE} has no kernel`);
  // image and modules were one package up to Linux 6.12, and are two since
  const parts = dependsOn(image, /Depends: (linux-(?:binary|modules)-\S+)/);
  apt("apt-get", "-qq", "download", ...(parts.length > 0 ? parts : [image]));
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".deb"))) {
    call("dpkg-deb", ["-x", path.join(folder, file), root]);
  }
  return root;
}

module.exports = { call, fetchKernel };
