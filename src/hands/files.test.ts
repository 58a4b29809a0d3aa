import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { FileTrouble } from "../model/index.ts";
import { readNow } from "./read-now.ts";
import { HandsHere } from "./testing/here.ts";

const { files } = new HandsHere();
/** Nobody of the machine. */
const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;

describe("files of users", () => {
  let folder = "";
  const path = (name: string): string => join(folder, name);
  const text = (name: string): string => readFileSync(path(name), "utf8");
  const pipe = (name: string): string => {
    execFileSync("mkfifo", [path(name)]);
    return path(name);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gleaner-hands-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  describe("are read", () => {
    const BOTH = [
      ["by the hands", (name: string, most: number) => files.read(path(name), most)],
      ["at once", async (name: string, most: number) => readNow(path(name), most)],
    ] as const;
    for (const [how, read] of BOTH) {
      test(`${how}, whole, also those of /proc, which do not say their size`, async () => {
        writeFileSync(path("a"), "12345");
        assert.equal(Buffer.from(await read("a", 5)).toString(), "12345");
        symlinkSync("/proc/self/status", path("status"));
        assert.match(Buffer.from(await read("status", 10_000)).toString(), /^Name:/);
      });

      test(`${how}, but no pipe, folder or device, nothing that is too large, and nothing that is not there`, async () => {
        writeFileSync(path("large"), "123456");
        pipe("pipe");
        symlinkSync("/dev/zero", path("zero"));
        for (const [name, code] of [
          ["large", "TOO_LARGE"],
          ["pipe", "NOT_ORDINARY"],
          [".", "NOT_ORDINARY"],
          ["zero", "NOT_ORDINARY"],
          ["none", "ENOENT"],
        ] as const) {
          await assert.rejects(read(name, 5), { code }, name);
        }
      });
    }

    test("in pieces, which tell another file of the same name apart", async () => {
      writeFileSync(path("a"), "12345");
      const { bytes, inode, size } = await files.part(path("a"), 3, 10);
      assert.deepEqual([Buffer.from(bytes).toString(), size], ["45", 5]);
      assert.equal((await files.part(path("a"), 9, 10)).bytes.length, 0);
      renameSync(path("a"), path("b"));
      writeFileSync(path("a"), "1");
      assert.equal((await files.part(path("b"), 0, 1)).inode, inode);
      assert.notEqual((await files.part(path("a"), 0, 1)).inode, inode);
      await assert.rejects(files.part(path("."), 0, 1), { code: "NOT_ORDINARY" });
      await assert.rejects(files.part(pipe("pipe"), 0, 1), { code: "NOT_ORDINARY" });
      await assert.rejects(files.part(path("none"), 0, 1), { code: "ENOENT" });
    });

    test("by their first bytes, whatever they are", async () => {
      writeFileSync(path("a"), "12345");
      assert.equal(Buffer.from((await files.peek(path("a"), 2)) ?? "").toString(), "12");
      assert.equal(await files.peek(pipe("pipe"), 2), null);
      assert.ok((await files.age(path("a"))) < 60_000);
      await assert.rejects(files.age(path("nowhere")), { code: "ENOENT" });
      assert.deepEqual([...((await files.peek("/dev/zero", 2)) ?? [])], [0, 0]);
    });
  });

  describe("are replaced", () => {
    test("in one instant, and nothing is left beside", async () => {
      await files.replace(path("a"), "1\n");
      const before = lstatSync(path("a")).ino;
      await files.replace(path("a"), "0\n");
      assert.equal(text("a"), "0\n");
      assert.notEqual(lstatSync(path("a")).ino, before);
      assert.deepEqual(readdirSync(folder), ["a"]);
    });

    test("on a disk that has no room for another", { skip: !isRoot && "only root may mount" }, async () => {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
      try {
        await files.replace(path("a"), "switched on\n");
        assert.throws(() => writeFileSync(path("ballast"), Buffer.alloc(1_000_000)), { code: "ENOSPC" });
        await files.replace(path("a"), "0\n");
        assert.equal(text("a"), "0\n");
        assert.deepEqual(readdirSync(folder).sort(), ["a", "ballast"]);
        await assert.rejects(files.replace(path("b"), "0\n"), { code: "ENOSPC" });
      } finally {
        execFileSync("umount", [folder]);
      }
    });

    test("where no longer name is possible beside them", async () => {
      const name = "a".repeat(255);
      writeFileSync(path(name), "switched on\n");
      await files.replace(path(name), "0\n");
      assert.equal(text(name), "0\n");
      assert.deepEqual(readdirSync(folder), [name]);
    });

    test("never through a name that somebody could foresee", async () => {
      writeFileSync(path("victim"), "precious");
      // what earlier versions wrote to, and whatever a name with the process id may be
      for (const name of [`.a.${process.pid}.tmp`, `.a.${process.pid}.part`]) symlinkSync("victim", path(name));
      await files.replace(path("a"), "1\n");
      assert.equal(text("victim"), "precious");
      assert.equal(lstatSync(path("a")).isSymbolicLink(), false);
    });

    test("through a link of one's own", async () => {
      writeFileSync(path("real"), "0\n");
      symlinkSync("real", path("link"));
      await files.replace(path("link"), "1\n");
      assert.equal(text("real"), "1\n");
      assert.equal(readlinkSync(path("link")), "real");
    });

    test("not through a link in a folder where others may write", async () => {
      writeFileSync(path("victim"), "precious");
      symlinkSync("victim", path("link"));
      chmodSync(folder, 0o777);
      await assert.rejects(files.replace(path("link"), "1\n"), { code: "FOREIGN_LINK" });
      assert.equal(text("victim"), "precious");
      // where nobody may take away what is another's, one's own link may be followed
      chmodSync(folder, 0o1777);
      await files.replace(path("link"), "1\n");
      assert.equal(text("victim"), "1\n");
    });

    test("not through a link that somebody else has laid", {
      skip: !isRoot && "only root may give files away",
    }, async () => {
      writeFileSync(path("victim"), "precious");
      symlinkSync("victim", path("link"));
      lchownSync(path("link"), NOBODY, NOBODY);
      chmodSync(folder, 0o1777);
      await assert.rejects(files.replace(path("link"), "1\n"), { code: "FOREIGN_LINK" });
      assert.equal(text("victim"), "precious");
    });

    test("not while nobody waits for it any more", async () => {
      const limit = new AbortController();
      limit.abort();
      await assert.rejects(files.replace(path("a"), "1\n", limit.signal));
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  describe("are laid", () => {
    const place = ["node_modules", "gleaner"];
    const lay = (words: string): Promise<boolean> => files.lay(folder, place, { "a.js": words, "b.js": "b" });

    test("where they are missing or different", async () => {
      assert.equal(await lay("1"), true);
      assert.equal(await lay("1"), false);
      writeFileSync(path("node_modules/gleaner/b.js"), "other");
      assert.equal(await lay("1"), true);
      assert.equal(text("node_modules/gleaner/b.js"), "b");
      assert.deepEqual(readdirSync(path("node_modules/gleaner")).sort(), ["a.js", "b.js"]);
    });

    test("over a link, and never through one", async () => {
      writeFileSync(path("victim"), "precious");
      mkdirSync(path("node_modules/gleaner"), { recursive: true });
      symlinkSync("../../victim", path("node_modules/gleaner/a.js"));
      assert.equal(await lay("1"), true);
      assert.equal(text("victim"), "precious");
      assert.equal(text("node_modules/gleaner/a.js"), "1");
    });

    test("not into a folder that a link stands for", async () => {
      mkdirSync(path("elsewhere"));
      symlinkSync("elsewhere", path("node_modules"));
      await assert.rejects(lay("1"), { name: "FileTrouble" });
      assert.deepEqual(readdirSync(path("elsewhere")), []);
    });
  });

  test("tell their folder's trouble", async () => {
    await files.enter(folder);
    await assert.rejects(files.enter(path("none")), { code: "ENOENT" });
    writeFileSync(path("a"), "");
    await assert.rejects(files.enter(path("a")), { code: "ENOTDIR" });
  });

  test("that are programs are found as the system finds them", async () => {
    writeFileSync(path("run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(path("plain"), "");
    assert.equal(await files.find("./run.sh", folder), true);
    assert.equal(await files.find("./plain", folder), false);
    assert.equal(await files.find("sh", folder), true);
    assert.equal(await files.find("no-such-program", folder), false);
  });

  describe("are followed", () => {
    test("now and after each change, each content once, and their loss too", async () => {
      const told: string[] = [];
      const heard: (() => void)[] = [];
      const next = (): Promise<void> => new Promise((resolve) => heard.push(resolve));
      writeFileSync(path("a"), "one");
      let coming = next();
      const end = files.follow(path("a"), 100, (content) => {
        told.push(content instanceof FileTrouble ? content.code : Buffer.from(content).toString());
        heard.shift()?.();
      });
      for (const change of [
        () => writeFileSync(path("a"), "two"),
        () => writeFileSync(path("a"), "2".repeat(101)),
        () => rmSync(path("a")),
        () => pipe("a"),
      ]) {
        await coming;
        coming = next();
        change();
      }
      await coming;
      end();
      assert.deepEqual(
        told.filter((words) => words !== ""),
        ["one", "two", "TOO_LARGE", "ENOENT", "NOT_ORDINARY"],
      );
    });
  });
});
