// What a row of the readings that an automation is tried on says besides values: `scene Evening`, `offline boiler`, `restart`.
import { pointValue } from '#automation/file/point-value.ts';
import { durationMs } from '#automation/duration.ts';
import type { SimulatedEvent } from '#automation/simulate/simulate.ts';
import type { Value } from '#core/expression/tree.ts';
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import { isSetPointId } from '#core/set-points.ts';

/** When it happens, and what devices there are. */
export interface EventOptions {
  readonly atMs: number;
  readonly devices: ReadonlySet<string>;
}

type Read = SimulatedEvent | { readonly kind: 'wrong'; readonly why: Reason };

const wrong = (why: Reason): Read => ({ kind: 'wrong', why });
const told = (text: string): ReturnType<typeof external> => external(text.trim().slice(0, 80));

/** There is none of this name; with the one that was perhaps meant. */
export const noDevice = (device: string, devices: ReadonlySet<string>): Reason =>
  withNearest(because('act.no-device', { device: told(device) }), device, [...devices]);

const variableValue = (text: string): Value =>
  text === 'true' ? true : text === 'false' ? false : Number.isFinite(Number(text)) ? Number(text) : text;

/** Somebody sets something: `boiler relay.on.1 on for 1 h`. */
function set(words: readonly string[], { atMs }: EventOptions): Read | undefined {
  const [device = '', setPoint = '', text = '', word, ...lasting] = words;
  const forMs = durationMs(lasting.join(' '));
  if (!isSetPointId(setPoint) || text === '' || word !== 'for' || forMs === undefined) return undefined;
  const given = pointValue(setPoint, Number.isFinite(Number(text)) ? Number(text) : text);
  if ('why' in given) return wrong(given.why);
  const by = { id: 'person', name: 'person' };
  const { value } = given;
  return {
    kind: 'happening',
    happening: { kind: 'override', target: { device, setPoint }, value, untilMs: atMs + forMs, by },
  };
}

function known(word: string, rest: readonly string[], options: EventOptions): Read | undefined {
  const [first = '', second = '', ...more] = rest;
  switch (word) {
    case 'restart':
      return rest.length === 0 ? { kind: 'restart' } : undefined;
    case 'online':
    case 'offline':
      return { kind: 'online', device: first, isOnline: word === 'online' };
    case 'scene':
      return { kind: 'happening', happening: { kind: 'called', what: word, name: rest.join(' ') } };
    case 'webhook':
    case 'mqtt': {
      const text = [second, ...more].join(' ');
      return { kind: 'happening', happening: { kind: 'called', what: word, name: first, text } };
    }
    case 'variable': {
      const value = rest.slice(1).join(' ');
      if (value === '') return undefined;
      return { kind: 'happening', happening: { kind: 'variable', name: first, value: variableValue(value) } };
    }
    case 'set':
      return set(rest, options);
    case 'release':
      if (!isSetPointId(second) || more.length > 0) return undefined;
      return { kind: 'happening', happening: { kind: 'override-ended', target: { device: first, setPoint: second } } };
    default:
      return undefined;
  }
}

const ofDevices: readonly string[] = ['online', 'offline', 'set', 'release'];

/** What a part of the column `event` says, or why it says nothing that can happen. */
export function eventOf(text: string, options: EventOptions): Read {
  const [written = '', ...rest] = text.trim().split(/\s+/);
  const word = written.toLowerCase();
  const [device = ''] = rest;
  if (ofDevices.includes(word) && !options.devices.has(device)) return wrong(noDevice(device, options.devices));
  return known(word, rest, options) ?? wrong(because('act.no-event', { text: told(text) }));
}
