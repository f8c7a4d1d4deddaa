/** Charts in the colours of the page, in French, that never move by themselves. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";

import { dashOf, fillOf, pointOf } from "./marks";
import type { ChartData, Series, Unit } from "./reading";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const LONGEST_LABEL = 40; // characters, on an axis
const SERIES = 6; // colours in the page's style
const BAR = 28; // pixels

interface Colours {
  readonly text: string;
  readonly line: string;
  readonly surface: string;
  readonly series: readonly string[];
}

export function draw(canvas: HTMLCanvasElement, chart: ChartData, page: HTMLElement): Chart {
  const colours = coloursOf(page);
  if (chart.kind === "bar" && canvas.parentElement !== null) {
    canvas.parentElement.style.blockSize = `${String(80 + BAR * chart.labels.length)}px`;
  }
  return new Chart(canvas, configurationOf(chart, colours));
}

export function configurationOf(chart: ChartData, colours: Colours): ChartConfiguration {
  const unit = chart.series[0]?.unit ?? "count";
  const bars = chart.kind === "bar";
  const amounts = {
    beginAtZero: true,
    grid: { color: colours.line },
    ticks: { color: colours.text, callback: (value: string | number) => written(Number(value), unit) },
  };
  const names = {
    grid: { display: false },
    ticks: { color: colours.text, callback: (_: unknown, place: number) => shortened(chart.labels[place] ?? "") },
  };
  return {
    type: chart.kind,
    data: { labels: [...chart.labels], datasets: chart.series.map((series, place) => dataset(chart, series, place, colours)) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      locale: "fr-FR",
      indexAxis: bars ? "y" : "x",
      scales: bars ? { x: amounts, y: names } : { x: names, y: amounts },
      plugins: {
        legend: { display: chart.series.length > 1, labels: { color: colours.text, usePointStyle: !bars } },
        tooltip: {
          callbacks: {
            label: (item) => `${item.dataset.label ?? ""} : ${written(Number(item.raw), chart.series[item.datasetIndex]?.unit ?? unit)}`,
          },
        },
      },
    },
  };
}

function dataset(chart: ChartData, series: Series, place: number, colours: Colours): ChartDataset {
  const colour = colours.series[place % colours.series.length] ?? colours.text;
  const data = [...series.values];
  if (chart.kind === "bar") {
    return { type: "bar", label: series.label, data, backgroundColor: fillOf(place, colour, colours.surface) };
  }
  return {
    type: "line",
    label: series.label,
    data,
    borderColor: colour,
    backgroundColor: colour,
    borderDash: dashOf(place),
    pointStyle: pointOf(place),
    pointRadius: 4,
    spanGaps: false,
  };
}

export function written(value: number, unit: Unit): string {
  const options: Intl.NumberFormatOptions =
    unit === "share" ? { style: "percent", maximumFractionDigits: 1 } : { maximumFractionDigits: 1 };
  const number = new Intl.NumberFormat("fr-FR", options).format(value);
  return unit === "seconds" ? `${number} s` : number;
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

function coloursOf(page: HTMLElement): Colours {
  const style = getComputedStyle(page);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: colour("--text"),
    line: colour("--line"),
    surface: colour("--surface"),
    series: Array.from({ length: SERIES }, (_, place) => colour(`--series-${String(place + 1)}`)),
  };
}
