// What tells the lines and areas of a chart apart where colour alone must not: the tile of an area, the dashes of a line.

/** How a tile is drawn. */
export type TileKind = 'plain' | 'slanted' | 'back' | 'dots' | 'level' | 'cross';
/** How a line is drawn, as ECharts takes it. */
export type LineDash = 'solid' | number[];

const tiles: Readonly<Record<string, TileKind>> = {
  pv: 'dots',
  battery: 'slanted',
  grid: 'back',
  generator: 'cross',
  load: 'level',
};

/** Long, short, both: what may stand in one panel. */
const dashes: Readonly<Record<string, LineDash>> = {
  load: [10, 4],
  battery: [3, 4],
  grid: [12, 4, 3, 4],
  'line-2': [10, 5],
  'line-3': [3, 4],
  'line-4': [12, 4, 3, 4],
  'line-5': [18, 5],
  'line-6': [6, 3],
  'line-7': [12, 4, 3, 4, 3, 4],
  'line-8': [2, 7],
};

/** Of what leaves the home or is stored, below the line. */
const tilesBelow: Readonly<Record<string, TileKind>> = { battery: 'level', grid: 'cross' };

/** The tile of a tone. */
export const tileOf = (tone: string): TileKind => tiles[tone] ?? 'plain';

/** The tile of a tone below the line. */
export const tileBelow = (tone: string): TileKind => tilesBelow[tone] ?? 'slanted';

/** The dashes of a tone. */
export const dashOf = (tone: string): LineDash => dashes[tone] ?? 'solid';

const side = 8;

function strokes(pen: CanvasRenderingContext2D, lines: readonly (readonly [number, number, number, number])[]): void {
  for (const [fromX, fromY, toX, toY] of lines) {
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
    pen.stroke();
  }
}

const shifts = [-side, 0, side] as const;
const slanted = shifts.map((shift) => [shift - 2, side + 2, shift + side + 2, -2] as const);
const back = shifts.map((shift) => [shift - 2, -2, shift + side + 2, side + 2] as const);

/** A seamless tile of a colour on a ground. */
export function tile(kind: TileKind, { colour, ground }: { readonly colour: string; readonly ground: string }) {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext('2d');
  if (pen === null) return canvas;
  pen.fillStyle = kind === 'plain' ? colour : ground;
  pen.fillRect(0, 0, side, side);
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.lineWidth = kind === 'cross' ? 1.6 : 3.6;
  if (kind === 'slanted' || kind === 'cross') strokes(pen, slanted);
  if (kind === 'back' || kind === 'cross') strokes(pen, back);
  if (kind === 'level') pen.fillRect(0, 0, side, side / 2);
  if (kind === 'dots') for (const at of [0, side / 2]) pen.fillRect(at, at, side / 2 - 1, side / 2 - 1);
  return canvas;
}
