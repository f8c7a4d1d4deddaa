/** Draws the charts of the steering pages; without it their tables say the same. */
import { draw } from "./drawing";
import { readChart } from "./reading";

const dark = matchMedia("(prefers-color-scheme: dark)");

for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) {
  const chart = readChart(figure.querySelector("script")?.textContent ?? "");
  if (chart === null) continue;
  const frame = document.createElement("div");
  frame.className = "frame";
  const canvas = document.createElement("canvas");
  // The table below is the chart in words.
  canvas.setAttribute("aria-hidden", "true");
  frame.append(canvas);
  figure.prepend(frame);
  let drawn = draw(canvas, chart, figure);
  dark.addEventListener("change", () => {
    drawn.destroy();
    drawn = draw(canvas, chart, figure);
  });
}
