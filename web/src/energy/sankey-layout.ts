// Places of bars and bands: across as shares of the width, so that the picture fits any, down in pixels. Pure.
import type { Sankey, SankeyLink, SankeyNode } from './sankey.ts';

/** A bar in its place. */
export interface PlacedNode extends SankeyNode {
  /** From the left, 0 to 1. */
  readonly x: number;
  readonly top: number;
  readonly height: number;
}

/** A band in its place: the outline of an SVG path, 1000 wide. */
export interface PlacedLink extends SankeyLink {
  readonly path: string;
}

/** All in its place. */
export interface PlacedSankey {
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

/** A label of two lines fits beside each bar. */
const slotPx = 44;
const gapPx = 10;
const leastPx = 3;
/** Height of the bars of the largest column together. */
const barsPx = 260;
/** Width of the drawing of the bands. */
const drawnWidth = 1000;

const columnsOf = (nodes: readonly SankeyNode[]): readonly (readonly SankeyNode[])[] =>
  [0, 1, 2].map((column) => nodes.filter((node) => node.column === column)).filter(({ length }) => length > 0);

const sumOf = (nodes: readonly SankeyNode[]): number => nodes.reduce((sum, { energyWh }) => sum + energyWh, 0);

interface Slot {
  readonly node: SankeyNode;
  readonly bar: number;
  readonly slot: number;
}

/** One band, from edge to edge. */
function bandPath(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  [from, to]: readonly [number, number],
): string {
  const middle = (x1 + x2) / 2;
  const at = (...places: readonly number[]): string => places.map((place) => place.toFixed(1)).join(' ');
  return [
    `M${at(x1, y1)}`,
    `C${at(middle, y1, middle, y2, x2, y2)}`,
    `L${at(x2, y2 + to)}`,
    `C${at(middle, y2 + to, middle, y1 + from, x1, y1 + from)}Z`,
  ].join('');
}

/** Bars in columns, each in a slot that has room for its label; columns are centred. */
function placedNodes({ nodes }: Sankey): { readonly height: number; readonly placed: readonly PlacedNode[] } {
  const columns = columnsOf(nodes);
  const scale = barsPx / Math.max(...columns.map(sumOf), Number.MIN_VALUE);
  const slots = columns.map((column) =>
    column.map((node): Slot => {
      const bar = Math.max(leastPx, node.energyWh * scale);
      return { node, bar, slot: Math.max(bar, slotPx) };
    }),
  );
  const heightOf = (column: readonly Slot[]): number =>
    column.reduce((sum, { slot }) => sum + slot, 0) + gapPx * (column.length - 1);
  const height = Math.max(0, ...slots.map(heightOf));
  const last = Math.max(1, columns.length - 1);
  const placed = slots.flatMap((column, index) => {
    let top = (height - heightOf(column)) / 2;
    return column.map(({ node, bar, slot }): PlacedNode => {
      const place = { ...node, x: index / last, top: top + (slot - bar) / 2, height: bar };
      top += slot + gapPx;
      return place;
    });
  });
  return { height, placed };
}

/** The picture. Bands leave and reach a bar one below the other, in the order of the bars at their other end. */
export function placedSankey(sankey: Sankey): PlacedSankey {
  const { height, placed } = placedNodes(sankey);
  const byId = new Map(placed.map((node) => [node.id, node]));
  const used = { from: new Map<string, number>(), to: new Map<string, number>() };
  const links = sankey.links.flatMap((link): PlacedLink[] => {
    const [from, to] = [byId.get(link.from), byId.get(link.to)];
    if (from === undefined || to === undefined) return [];
    const ends = [
      { node: from, used: used.from },
      { node: to, used: used.to },
    ] as const;
    const [start, end] = ends.map(({ node, used: edge }) => {
      const done = edge.get(node.id) ?? 0;
      const size = node.energyWh === 0 ? 0 : (link.energyWh / node.energyWh) * node.height;
      edge.set(node.id, done + size);
      return { y: node.top + done, size };
    });
    if (start === undefined || end === undefined) return [];
    const path = bandPath([from.x * drawnWidth, start.y], [to.x * drawnWidth, end.y], [start.size, end.size]);
    return [{ ...link, path }];
  });
  return { height, nodes: placed, links };
}
