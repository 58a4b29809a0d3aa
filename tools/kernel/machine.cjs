"use strict";
// A small virtual machine with an unmodified Debian kernel, whose modules simulate GPIO chips, an I²C bus, a USB cable with
// a serial line, and a watchdog. Runs one command there, in the folder where it is called. It sees this
// machine's files at the same paths, and can change none but in /dev/shm. With --restarts first it may restart: the command
// is run anew then, and finds in /dev/shm/kept what it left there.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { archive } = require("./archive.cjs");
const { image } = require("./image.cjs");

const CACHE = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "gleaner-kernel");
const LONGEST_MS = 15 * 60_000;
const MEMORY_MB = 512;

const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** What the machine's first process hands to a shell, with the variables that tests are told by: GLEANER_…. */
function commandOf(command, cwd) {
  const asked = Object.entries(process.env).filter(([name]) => name.startsWith("GLEANER_"));
  const env = {
    ...Object.fromEntries(asked),
    PATH: process.env.PATH,
    HOME: os.homedir(),
    TMPDIR: "/dev/shm",
    LANG: "C.UTF-8",
    NO_COLOR: "1",
  };
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [...exports, `cd ${quoted(cwd)}`, `exec ${command.map(quoted).join(" ")}`, ""].join("\n");
}

function fileSystem(kept, command, cwd) {
  const files = {
    init: fs.readFileSync(path.join(__dirname, "init.sh")),
    command: commandOf(command, cwd),
    "bin/busybox": fs.readFileSync("/bin/busybox"),
  };
  for (const name of fs.readdirSync(path.join(kept, "modules"))) {
    files[`modules/${name}`] = fs.readFileSync(path.join(kept, "modules", name));
  }
  return archive(files);
}

/**
 * One processor: an edge's interrupt is through then before whoever made the edge goes on. With two, edges that are made
 * faster than that are merged before they get a number. Emulated: /dev/kvm does not start every kernel.
 */
function machineOf(kept, work, restarts) {
  return [
    ...(restarts ? [] : ["-no-reboot"]),
    ...["-nodefaults", "-no-user-config", "-display", "none", "-machine", "q35"],
    ...["-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "1", "-m", String(MEMORY_MB)],
    ...["-kernel", path.join(kept, "vmlinux"), "-initrd", path.join(work, "initrd")],
    ...["-append", "console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off tsc=reliable no_timer_check"],
    ...["-serial", "stdio"],
    ...["-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap"],
    ...["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"],
    ...["-fsdev", `local,id=kept,path=${path.join(work, "kept")},security_model=none`],
    ...["-device", "virtio-9p-pci,fsdev=kept,mount_tag=kept"],
  ];
}

/**
 * Runs a command in the machine and shows what it prints.
 * @param restarts it may restart
 * @returns its exit code; 1 where the machine did not get so far
 */
function runInMachine(command, cwd, restarts) {
  const kept = image(CACHE);
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "gleaner-machine-"));
  fs.writeFileSync(path.join(work, "initrd"), fileSystem(kept, command, cwd));
  fs.mkdirSync(path.join(work, "kept"));
  return new Promise((resolve) => {
    const qemu = spawn("qemu-system-x86_64", machineOf(kept, work, restarts), {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: LONGEST_MS,
    });
    let last = "";
    qemu.stdout.setEncoding("latin1");
    qemu.stdout.on("data", (text) => {
      process.stdout.write(Buffer.from(text.replaceAll("\r", ""), "latin1"));
      last = (last + text).slice(-200);
    });
    qemu.on("error", (error) => console.error(`qemu-system-x86_64: ${error.message}`));
    qemu.on("close", () => {
      fs.rmSync(work, { recursive: true, force: true });
      const [, code] = /kernel machine: exit (\d+)/.exec(last) || [];
      if (code === undefined) console.error("The machine ended before its command did.");
      resolve(code === undefined ? 1 : Number(code));
    });
  });
}

const words = process.argv.slice(2);
const restarts = words[0] === "--restarts";
runInMachine(restarts ? words.slice(1) : words, process.cwd(), restarts).then((code) => {
  process.exitCode = code;
});
