// Where homes are on a map that is drawn from nothing but their places: degrees as a grid, as wide as the homes lie apart. Pure.

/** Degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** A map: places as points of its drawing, and the lines of its grid. */
export interface Projection {
  readonly width: number;
  readonly height: number;
  readonly point: (place: Place) => { readonly x: number; readonly y: number };
  readonly meridians: readonly { readonly degrees: number; readonly x: number }[];
  readonly parallels: readonly { readonly degrees: number; readonly y: number }[];
}

const width = 720;
const [leastHeight, mostHeight] = [200, 420];
/** Around the outermost homes, as a part of the span, and at least, degrees. */
const margin = 0.12;
const leastMargin = 0.05;
const steps = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 45, 60];
const mostLines = 7;

function spanOf(values: readonly number[]): { readonly from: number; readonly to: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const around = Math.max((most - least) * margin, leastMargin);
  return { from: least - around, to: most + around };
}

function lines(from: number, to: number): readonly number[] {
  const step = steps.find((each) => (to - from) / each <= mostLines) ?? 90;
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_none, index) => Number(((first + index) * step).toFixed(2)));
}

/** The map of some places; undefined for none. Degrees east are as long as they are in the middle. */
export function projectionOf(places: readonly Place[]): Projection | undefined {
  if (places.length === 0) return undefined;
  const north = spanOf(places.map(({ latitude }) => latitude));
  const east = spanOf(places.map(({ longitude }) => longitude));
  const shrink = Math.max(0.2, Math.cos((((north.from + north.to) / 2) * Math.PI) / 180));
  const [wide, high] = [(east.to - east.from) * shrink, north.to - north.from];
  const height = Math.min(mostHeight, Math.max(leastHeight, (width * high) / wide));
  const scale = Math.min(width / wide, height / high);
  const left = (width - wide * scale) / 2;
  const top = (height - high * scale) / 2;
  const x = (longitude: number): number => left + (longitude - east.from) * shrink * scale;
  const y = (latitude: number): number => top + (north.to - latitude) * scale;
  // The grid goes on to the edges of the drawing.
  const [restEast, restNorth] = [left / (shrink * scale), top / scale];
  return {
    width,
    height,
    point: ({ latitude, longitude }) => ({ x: x(longitude), y: y(latitude) }),
    meridians: lines(east.from - restEast, east.to + restEast).map((degrees) => ({ degrees, x: x(degrees) })),
    parallels: lines(north.from - restNorth, north.to + restNorth).map((degrees) => ({ degrees, y: y(degrees) })),
  };
}
