// Where the parts of the power-flow picture are, and how its dots move. Pure.
import type { ArmName } from './flow-arms.ts';

/** A point of the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One arrangement of the picture. */
export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly hub: Point;
  /** Radius of a node's ring. */
  readonly radius: number;
  readonly nodes: Readonly<Record<ArmName, Point>>;
  /** Height of the ground line at the sides. */
  readonly groundY: number;
}

/** For desktops and tablets. */
export const wideLayout: FlowLayout = {
  width: 720,
  height: 474,
  hub: { x: 360, y: 236 },
  radius: 68,
  nodes: { pv: { x: 360, y: 80 }, grid: { x: 104, y: 236 }, battery: { x: 360, y: 392 }, load: { x: 616, y: 236 } },
  groundY: 292,
};

/** For phones. */
export const tallLayout: FlowLayout = {
  width: 360,
  height: 414,
  hub: { x: 180, y: 207 },
  radius: 52,
  nodes: { pv: { x: 180, y: 62 }, grid: { x: 60, y: 207 }, battery: { x: 180, y: 352 }, load: { x: 300, y: 207 } },
  groundY: 250,
};

/** Radius of the joint in the middle, where branches end. */
export const hubRadius = 17;

/** Ends of a branch's line, from the node's ring to the joint. */
export function armEnds(layout: FlowLayout, name: ArmName): { readonly from: Point; readonly to: Point } {
  const node = layout.nodes[name];
  const { hub } = layout;
  const length = Math.hypot(hub.x - node.x, hub.y - node.y);
  const along = (px: number): Point => ({
    x: node.x + ((hub.x - node.x) * px) / length,
    y: node.y + ((hub.y - node.y) * px) / length,
  });
  return { from: along(layout.radius + 7), to: along(length - hubRadius - 3) };
}

const fullW = 10_000;

/** Grows with the square root: 100 W is visible beside 10 kW. */
function strength(powerW: number): number {
  return Math.sqrt(Math.min(Math.abs(powerW), fullW) / fullW);
}

/** Width of a branch's line, px of the picture: 4 to 14. */
export function armWidth(powerW: number | undefined): number {
  // Whole pixels: each change is drawn over half a second, and no eye follows the fractions.
  return powerW === undefined ? 4 : Math.round(4 + 10 * strength(powerW));
}

/** Speed of the dots, px of the picture a second: 14 to 94; 0 is at rest. */
export function dotSpeed(powerW: number | undefined): number {
  return powerW === undefined || powerW === 0 ? 0 : 14 + 80 * strength(powerW);
}

/** Distance between dots, px of the picture. */
export const dotGap = 22;

/** A part of a ring from one share to another (0 to 1, clockwise from the top) as an SVG path. */
export function ringPart(center: Point, radius: number, { from, to }: { from: number; to: number }): string {
  const end = Math.min(to, from + 0.9999);
  const at = (share: number): string => {
    const angle = 2 * Math.PI * share - Math.PI / 2;
    return `${(center.x + radius * Math.cos(angle)).toFixed(2)} ${(center.y + radius * Math.sin(angle)).toFixed(2)}`;
  };
  return `M ${at(from)} A ${radius} ${radius} 0 ${end - from > 0.5 ? 1 : 0} 1 ${at(end)}`;
}

/** Where a node's words are: beneath it, or beside it if its branch leaves downwards or upwards. */
export function wordsAt(layout: FlowLayout, name: ArmName): Point & { readonly anchor: 'start' | 'middle' } {
  const { x, y } = layout.nodes[name];
  const small = layout.radius < 60;
  return x === layout.hub.x
    ? { x: x + layout.radius + (small ? 12 : 18), y: y - 2, anchor: 'start' }
    : { x, y: y + layout.radius + (small ? 20 : 26), anchor: 'middle' };
}
