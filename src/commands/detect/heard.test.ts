import assert from "node:assert/strict";
import { test } from "node:test";
import { blockOf, MONITOR_LINE, MPPT_LINE, seeded } from "../../devices/vedirect/testing/frames.ts";
import { speakerOf } from "./heard.ts";

const said = (bytes: Uint8Array | string, baud = 9_600) =>
  speakerOf(Buffer.from(bytes as string, "latin1"), baud)?.title;

/** As a sender with seven bits and an even parity appears to one with eight and none. */
function withParity(text: string): Buffer {
  const isOdd = (byte: number): boolean => byte.toString(2).replaceAll("0", "").length % 2 === 1;
  return Buffer.from([...Buffer.from(text, "latin1")].map((byte) => (isOdd(byte) ? byte | 0x80 : byte)));
}

test("a Victron is called by its product, with its firmware and its number", () => {
  const cut = blockOf(MPPT_LINE).subarray(50);
  assert.deepEqual(speakerOf(Buffer.concat([cut, blockOf(MPPT_LINE)]), 19_200), {
    protocol: "vedirect",
    baud: 19_200,
    title: "SmartSolar MPPT 75/15",
    product: "SmartSolar MPPT 75/15",
    product_id: "0xA053",
    firmware: "1.59",
    serial: "HQ2132QY2KR",
    kind: "mppt",
  });
  assert.equal(speakerOf(blockOf(MONITOR_LINE), 19_200)?.title, "BMV-702");
  assert.equal(speakerOf(blockOf("V 12800, I 10"), 19_200)?.title, "a Victron on VE.Direct");
  assert.match(speakerOf(Buffer.from(":7F0ED0071\n", "latin1"), 19_200)?.title ?? "", /another program asks/);
});

test("the Linky in both of its modes, a right check each, at seven bits", () => {
  const old = ["ADCO 012345678901 E", "OPTARIF BASE 0", "ISOUSC 30 9", "HCHP 001521211  "];
  assert.equal(
    said(withParity(`\x02${old.map((group) => `\n${group}\r`).join("")}\x03`), 1_200),
    "a French Linky meter, TIC historique",
  );
  const standard = ["ADSC\t041876097767\tK", "VTIC\t02\tJ", "EAST\t001234567\t+", "SINSTS\t00390\tR"];
  assert.equal(
    said(withParity(standard.map((group) => `\n${group}\r`).join(""))),
    "a French Linky meter, TIC standard",
  );
  assert.equal(
    said(withParity(standard.map((group) => `\n${group.slice(0, -1)}!\r`).join(""))),
    undefined,
    "wrong checks",
  );
  assert.equal(
    said(
      withParity(
        old
          .slice(0, 2)
          .map((group) => `\n${group}\r`)
          .join(""),
      ),
    ),
    undefined,
    "two may be chance",
  );
});

test("SML, P1 and D0 by what only they send", () => {
  assert.equal(said(Buffer.from("00ff1b1b1b1b010101017605", "hex")), "a German meter's infrared head (SML)");
  assert.equal(said("/ISK5\\2M550T-1012\r\n\r\n1-3:0.2.8(50)\r\n", 115_200), "a smart meter's P1 port (DSMR)");
  assert.equal(said(withParity("/EMH4abc\r\n\r\n1-0:1.8.0*255(000123.4*kWh)\r\n")), "a meter's D0 head (IEC 62056-21)");
});

test("noise is nobody", () => {
  const random = seeded(5);
  const noise = Uint8Array.from({ length: 20_000 }, () => Math.floor(random() * 256));
  for (const baud of [1_200, 9_600, 19_200, 115_200]) assert.equal(speakerOf(noise, baud), undefined);
  assert.equal(speakerOf(new Uint8Array(), 19_200), undefined);
});
