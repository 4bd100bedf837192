// What the far side keeps of each account, so that nothing counts twice across a restart: which positions are stored, and what its
// devices are.
import { isRecord } from '#core/entries.ts';
import { Positions, type Span } from './positions.ts';
import { type SentDevice, sentDeviceIn, wireBounds } from './wire.ts';

/** Where it is kept, by account. Errors: `store.failed`. */
export interface FarPlace {
  /** Undefined if nothing was kept, or it cannot be read. */
  load(account: string): Promise<unknown>;
  /** Durable when it resolves. */
  save(account: string, content: unknown): Promise<void>;
  remove(account: string): Promise<void>;
}

/** Counts since the beginning. */
export interface FarCounts {
  taken: number;
  repeated: number;
  refused: number;
}

/** The state of an account. */
export interface FarState {
  /** Of which start of the sender its newest positions are. */
  start: string;
  received: Positions;
  heardMs: number | undefined;
  devices: readonly SentDevice[];
  readonly counts: FarCounts;
}

/** Of one that never sent. */
function freshState(): FarState {
  return {
    start: '',
    received: new Positions(),
    heardMs: undefined,
    devices: [],
    counts: { taken: 0, repeated: 0, refused: 0 },
  };
}

const isCount = (found: unknown): found is number => Number.isSafeInteger(found) && Number(found) >= 0;
const isSpan = (found: unknown): found is Span => Array.isArray(found) && found.length === 2 && found.every(isCount);

/** What was kept; what is damaged begins anew: what is sent again is stored again in its place. */
export function stateIn(found: unknown): FarState {
  const state = freshState();
  if (!isRecord(found) || found['v'] !== 1) return state;
  const { start, upTo, spans, heardMs, devices, counts } = found;
  if (typeof start === 'string') state.start = start;
  if (isCount(upTo) && Array.isArray(spans)) state.received = new Positions(upTo, spans.filter(isSpan));
  if (isCount(heardMs)) state.heardMs = heardMs;
  if (Array.isArray(devices))
    state.devices = devices.slice(0, wireBounds.devices).flatMap((one) => {
      try {
        return sentDeviceIn(one);
      } catch {
        return [];
      }
    });
  if (isRecord(counts))
    for (const key of ['taken', 'repeated', 'refused'] as const) {
      const count = counts[key];
      if (isCount(count)) state.counts[key] = count;
    }
  return state;
}

/** As it is kept. */
export function keptState({ start, received, heardMs, devices, counts }: FarState): unknown {
  // What can be set is said anew with each connection.
  const known = devices.map(({ capabilities: _capabilities, ...device }) => device);
  return { v: 1, start, upTo: received.upTo, spans: received.spans, heardMs, devices: known, counts };
}
