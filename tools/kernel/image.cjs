"use strict";
// The parts of a kernel that the small machine needs: the kernel without its packing, and the modules in their order.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { zstdDecompressSync } = require("node:zlib");
const { filesBelow } = require("../prepare.cjs");
const { call, fetchKernel } = require("./packages.cjs");

/** Each after those that it needs; a module that no other names as its need must be named here. */
const MODULES = [
  ...["configfs", "gpio-sim", "i2c-dev", "i2c-stub", "softdog", "evdev", "uinput"],
  ...["cdc-acm", "dummy_hcd", "usb_f_acm", "g_serial", "virtio_pci", "9pnet_virtio", "9p"],
];
const OPTIONS = { "i2c-stub": "chip_addr=0x20,0x21,0x27,0x38,0x39" };

const nameOf = (module) => module.replaceAll("_", "-");

/** "Boot protocol" of the kernel's documents: where the packed kernel lies in the file that a boot loader starts. */
function payloadOf(bzImage) {
  const start = (bzImage.readUInt8(497) + 1) * 512 + bzImage.readUInt32LE(584);
  return bzImage.subarray(start, start + bzImage.readUInt32LE(588));
}

const XZ = 0xfd377a58;
const ZSTD = 0x28b52ffd;
const ELF = 0x7f454c46;

function unpacked(bytes) {
  const kind = bytes.readUInt32BE(0);
  if (kind === XZ) return call("xz", ["-dc", "--single-stream"], { input: bytes });
  // the last four bytes are the size of what is packed
  if (kind === ZSTD) return zstdDecompressSync(bytes.subarray(0, -4));
  return bytes;
}

/** An emulated processor takes 5 s longer to unpack the kernel itself. @throws Error when it is packed in another way */
function kernelOf(bzImage) {
  const kernel = unpacked(payloadOf(bzImage));
  if (kernel.readUInt32BE(0) !== ELF) throw new Error("the kernel is packed in a way that is not known here");
  return kernel;
}

function moduleOf(file) {
  const bytes = fs.readFileSync(file);
  if (file.endsWith(".xz")) return call("xz", ["-dc"], { input: bytes });
  return file.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes;
}

/** Names and contents of the modules, each after those that it needs by its own header. */
function modulesOf(root) {
  const files = new Map();
  for (const file of filesBelow(root, [])) {
    const [, module] = /([^/]+)\.ko(?:\.xz|\.zst)?$/.exec(file) || [];
    if (module !== undefined) files.set(nameOf(module), file);
  }
  const placed = new Map();
  const place = (module) => {
    const name = nameOf(module);
    const file = files.get(name);
    // what is not there is built in
    if (placed.has(name) || file === undefined) return;
    const bytes = moduleOf(file);
    const [, needs = ""] = /\0depends=([^\0]*)\0/.exec(bytes.toString("latin1")) || [];
    for (const need of needs.split(",")) if (need !== "") place(need);
    placed.set(name, bytes);
  };
  for (const module of MODULES) place(module);
  if (!placed.has("gpio-sim")) throw new Error("this kernel has no gpio-sim");
  return placed;
}

/**
 * The kernel and its modules, fetched once and kept.
 * @param cache where it is kept
 * @returns a folder with `vmlinux`, `modules/` and `modules/order`
 */
function image(cache) {
  const kept = path.join(cache, Buffer.from(MODULES.join()).toString("base64url").slice(0, 16));
  if (fs.existsSync(path.join(kept, "vmlinux"))) return kept;
  console.error("Fetching a kernel with simulated pins (once, some 120 MB) …");
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "gleaner-kernel-"));
  try {
    const root = fetchKernel(work);
    const bzImage = filesBelow(root, []).find((file) => /\/vmlinuz[^/]*$/.test(file));
    if (bzImage === undefined) throw new Error("the package holds no kernel");
    const fresh = `${kept}.${process.pid}`;
    fs.mkdirSync(path.join(fresh, "modules"), { recursive: true });
    const modules = modulesOf(root);
    for (const [name, bytes] of modules) fs.writeFileSync(path.join(fresh, "modules", `${name}.ko`), bytes);
    const order = [...modules.keys()].map((name) => `${name}.ko ${OPTIONS[name] || ""}\n`);
    fs.writeFileSync(path.join(fresh, "modules", "order"), order.join(""));
    fs.writeFileSync(path.join(fresh, "vmlinux"), kernelOf(fs.readFileSync(bzImage)));
    fs.rmSync(kept, { recursive: true, force: true });
    fs.renameSync(fresh, kept);
    return kept;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

module.exports = { image };
