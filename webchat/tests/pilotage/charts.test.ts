import { describe, expect, it } from "vitest";

import { configurationOf, written } from "../../pilotage/drawing";
import { dashOf, pointOf } from "../../pilotage/marks";
import { type ChartData, readChart } from "../../pilotage/reading";

const CHART: ChartData = {
  kind: "line",
  labels: ["01/10", "02/10"],
  series: [
    { label: "Satisfaction", unit: "share", values: [0.62, null] },
    { label: "Compréhension", unit: "share", values: [0.9, 0.8] },
  ],
};
const COLOURS = { text: "#111", line: "#ddd", surface: "#fff", series: ["#00f", "#f00"] };

describe("what a page gives to draw", () => {
  it("is read from its JSON", () => {
    expect(readChart(JSON.stringify(CHART))).toEqual(CHART);
  });

  it.each(["", "[]", "null", '{"kind":"pie","labels":[],"series":[]}', '{"kind":"bar","labels":[1],"series":[]}'])(
    "is no chart when it is %s",
    (text) => {
      expect(readChart(text)).toBeNull();
    },
  );

  it("is no chart when a value is no number", () => {
    const text = JSON.stringify({ ...CHART, series: [{ label: "x", unit: "share", values: ["0.1"] }] });
    expect(readChart(text)).toBeNull();
  });
});

describe("a chart", () => {
  it("tells its series apart without their colour", () => {
    const [first, second] = configurationOf(CHART, COLOURS).data.datasets;
    expect(first).toMatchObject({ borderDash: dashOf(0), pointStyle: pointOf(0) });
    expect(second).toMatchObject({ borderDash: dashOf(1), pointStyle: pointOf(1) });
    expect(dashOf(0)).not.toEqual(dashOf(1));
    expect(pointOf(0)).not.toEqual(pointOf(1));
  });

  it("never moves by itself", () => {
    expect(configurationOf(CHART, COLOURS).options?.animation).toBe(false);
  });

  it("keeps a missing value missing", () => {
    expect(configurationOf(CHART, COLOURS).data.datasets[0]?.data).toEqual([0.62, null]);
  });

  it("draws bars from left to right, so that long names can be read", () => {
    expect(configurationOf({ ...CHART, kind: "bar" }, COLOURS).options?.indexAxis).toBe("y");
  });
});

describe("a figure", () => {
  it("is written in French", () => {
    expect(written(0.623, "share").replace(/\s/gu, " ")).toBe("62,3 %");
    expect(written(1234, "count").replace(/\s/gu, " ")).toBe("1 234");
    expect(written(2.5, "seconds")).toBe("2,5 s");
  });
});
