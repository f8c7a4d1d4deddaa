/** What a page gives a chart to draw. */

export type Unit = "count" | "share" | "seconds";

export interface Series {
  readonly label: string;
  readonly unit: Unit;
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly kind: "line" | "bar";
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

/** Returns what the text describes; null when it describes no chart. */
export function readChart(text: string): ChartData | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  return isChart(found) ? found : null;
}

function isChart(found: unknown): found is ChartData {
  if (!isObject(found)) return false;
  const { kind, labels, series } = found;
  if (kind !== "line" && kind !== "bar") return false;
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === "string")) return false;
  return Array.isArray(series) && series.length > 0 && series.every(isSeries);
}

function isSeries(found: unknown): found is Series {
  if (!isObject(found)) return false;
  const { label, unit, values } = found;
  const known = unit === "count" || unit === "share" || unit === "seconds";
  return typeof label === "string" && known && Array.isArray(values) && values.every(isValue);
}

function isValue(value: unknown): boolean {
  return value === null || typeof value === "number";
}

function isObject(value: unknown): value is Partial<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
