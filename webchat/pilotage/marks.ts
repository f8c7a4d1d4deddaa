/** Marks that tell series apart without their colour: dashes and points for lines, hatches for bars. */

const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const POINTS = ["circle", "triangle", "rect", "rectRot", "star", "crossRot"] as const;
const TILE = 8; // pixels

export function dashOf(place: number): number[] {
  return [...(DASHES[place % DASHES.length] ?? [])];
}

export function pointOf(place: number): (typeof POINTS)[number] {
  return POINTS[place % POINTS.length] ?? "circle";
}

/** Returns a fill of one colour, hatched but for the first series. */
export function fillOf(place: number, colour: string, surface: string): string | CanvasPattern {
  if (place === 0) return colour;
  const tile = document.createElement("canvas");
  tile.width = tile.height = TILE;
  const pen = tile.getContext("2d");
  if (pen === null) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, TILE, TILE);
  pen.strokeStyle = surface;
  pen.lineWidth = 2;
  pen.beginPath();
  const [from, to] = place % 2 === 1 ? [0, TILE] : [TILE, 0];
  pen.moveTo(from, 0);
  pen.lineTo(to, TILE);
  pen.stroke();
  return pen.createPattern(tile, "repeat") ?? colour;
}
