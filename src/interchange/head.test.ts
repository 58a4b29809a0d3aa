import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnclearText } from "./layout.ts";
import { taken } from "./testing/taken.ts";

const AT = "2026-05-01T00:00:00Z";
const saying = (words: RegExp) => (error: unknown) =>
  (error instanceof UnclearText || error instanceof Error) && words.test(error.message);

describe("a header behind #", () => {
  it("is one where it stands just above the rows, with a field for each of theirs and the time in its place", () => {
    for (const header of ["# time,pv [W],grid", "#time,pv [W],grid", "# made by x\n## Zeit,pv [W],grid"]) {
      const { values, loader } = taken("csv", `${header}\n${AT},100,5\n`, { columns: "time,*" });
      assert.deepEqual(values, { pv: { [AT]: 100 }, grid: { [AT]: 5 } }, header);
      assert.equal(loader.units.get("pv"), "W");
    }
    assert.deepEqual(taken("csv", `# time,channel,value\n${AT},pv,1\n`).values, { pv: { [AT]: 1 } });
    assert.deepEqual(taken("csv", `# value,time,channel\n1,${AT},pv\n`).values, { pv: { [AT]: 1 } });
  });

  it("is a remark where that is not certain", () => {
    for (const remark of ["# time,pv", "# pv,time,grid", "# a,b,c", "# time,2,3", "# time,pv,grid\nx,y,z"]) {
      const whole = () => taken("csv", `${remark}\n${AT},100,5\n`, { columns: "time=time,pv=a" });
      assert.throws(whole, saying(/^--columns: (?:this table has no header|no column is called)/), remark);
    }
    const both = taken("csv", `# time,a,b\ntime,channel,value\n${AT},pv,1\n`);
    assert.deepEqual(both.values, { pv: { [AT]: 1 } });
  });
});

describe("times that are no instants", () => {
  it("stand side by side, days or months: to be turned, whatever is said of its columns", () => {
    for (const columns of [undefined, "time,*"])
      for (const head of [
        "time,2025-01,2025-02,2025-03",
        "time,2025-01-01,2025-01-02,2025-01-03",
        "x;01/2025;02/2025;03/2025",
      ])
        assert.throws(
          () => taken("csv", `${head}\npv,1,2,3\n`.replaceAll(head.includes(";") ? "," : "\0", ";"), { columns }),
          saying(/side by side.*transpose/),
          head,
        );
  });

  it("are months: refused with what to do", () => {
    for (const columns of [undefined, "time,*", "Monat=time,Bezug=grid[kWh]"])
      for (const month of ["2025-01", "01.2025", "1/2025"])
        assert.throws(
          () => taken("csv", `Monat;Bezug\n${month};100\n${month};120\n`, { columns }),
          saying(/are months .*no instant: write a day/),
          month,
        );
  });

  it("are none of that in rows with several times, or with a month beside its time", () => {
    const three = `start,end,made,pv\n${AT},${AT},${AT},1\n`;
    assert.deepEqual(taken("csv", three, { columns: "time,-,-,pv" }).values, { pv: { [AT]: 1 } });
    assert.deepEqual(taken("csv", `time,pv,month\n${AT},1,2025-01\n`, { columns: "time,pv,-" }).values, {
      pv: { [AT]: 1 },
    });
  });
});
