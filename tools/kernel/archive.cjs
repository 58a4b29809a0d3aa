"use strict";
// A first file system for a kernel: a cpio archive of the form "newc" (the kernel's initramfs documents).

const FOLDER = 0o040755;
const FILE = 0o100755;

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function entry(name, mode, content, number) {
  const named = Buffer.from(`${name}\0`);
  const fields = [number, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, named.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, "0")).join("")}`;
  return Buffer.concat([padded(Buffer.concat([Buffer.from(header), named])), padded(content)]);
}

/**
 * @param files name to content; folders are made
 * @returns the archive; every file may be run by everybody
 */
function archive(files) {
  const folders = new Set();
  for (const name of Object.keys(files)) {
    const parts = name.split("/").slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) folders.add(parts.slice(0, depth).join("/"));
  }
  let number = 1;
  const entries = [
    ...[...folders].map((name) => entry(name, FOLDER, Buffer.alloc(0), number++)),
    ...Object.entries(files).map(([name, content]) => entry(name, FILE, Buffer.from(content), number++)),
  ];
  return Buffer.concat([...entries, entry("TRAILER!!!", 0, Buffer.alloc(0), 0)]);
}

module.exports = { archive };
