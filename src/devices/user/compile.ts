// What Modbus and text devices of users have in common when they become definitions.
import type { FieldValue } from '#codec/table.ts';
import type { Derivation, RequestDefinition } from '../definition.ts';
import { round } from '../define.ts';
import { nameOf } from './meaning.ts';
import type { WrittenDevice, WrittenSum } from './written.ts';

/** Digits a computed value keeps behind the point. */
const digits = 6;

function derivationOf(row: WrittenSum): Derivation {
  const terms = row.sum.map(({ of = [], times = 1 }) => ({ of, times }));
  const from = [...new Set(terms.flatMap(({ of }) => of))];
  const places = terms.map(({ of, times }) => ({ times, places: of.map((name) => from.indexOf(name)) }));
  return {
    metric: row.metric,
    name: nameOf(row),
    label: row.label,
    unit: row.unit ?? '',
    from,
    calc(...values: NonNullable<FieldValue>[]) {
      const factor = (place: number): number => Number(values[place]);
      const sum = places.reduce(
        (total, { times, places: own }) => total + own.reduce((product, place) => product * factor(place), times),
        0,
      );
      return Number.isFinite(sum) ? round(sum, digits) : undefined;
    },
  };
}

/** The derivations of a device. */
export function derivationsOf({ computed = [] }: Pick<WrittenDevice, 'computed'>): readonly Derivation[] {
  return computed.map(derivationOf);
}

type Common = Pick<
  RequestDefinition,
  | 'id'
  | 'aliases'
  | 'version'
  | 'kind'
  | 'maker'
  | 'title'
  | 'models'
  | 'verified'
  | 'sources'
  | 'responseMs'
  | 'serial'
> &
  Partial<Pick<RequestDefinition, 'pauseMs' | 'sums'>>;

/** What every device says of itself; the speed of a line is 9600 or, for text, what the maker says. */
export function commonOf(device: WrittenDevice): Common {
  const { sums, pause_ms: pauseMs } = device;
  return {
    id: device.id,
    aliases: device.aliases ?? [],
    version: device.version ?? 1,
    kind: device.kind,
    maker: device.maker,
    title: device.title,
    models: device.models ?? [device.title],
    verified: 'unverified',
    sources: [device.source ?? 'written down by the owner'],
    serial: {
      baud: device.baud ?? 9600,
      dataBits: 8,
      parity: device.parity ?? 'none',
      stopBits: device.stop_bits ?? 1,
    },
    responseMs: device.response_ms ?? 1000,
    ...(pauseMs === undefined ? {} : { pauseMs }),
    ...(sums === undefined ? {} : { sums }),
  };
}
