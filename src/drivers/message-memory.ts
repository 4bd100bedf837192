// What is known of one MQTT device: the newest of every row, as its messages hold only some of them, and what follows from rows that came
// in different messages.
import { isJsonObject } from '#codec/shelly-rpc.ts';
import type { Decoded, FieldValue } from '#codec/table.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import type { MessageState } from '#devices/message-dialect.ts';
import { partsIn } from '#devices/message-parts.ts';
import { laterReadings, type Readings, readings } from '#devices/readings.ts';
import { isClearedAt } from '#devices/state-rows.ts';

/** Parts of a device that are looked at: more are made up. */
const mostParts = 64;

/** What a message changed. */
export interface Taken {
  readonly readings: Readings;
  /** All that is known now, as one answer. */
  readonly shown: Decoded;
  /** Whether any value is another than before. */
  readonly hasChanged: boolean;
}

/** The memory of one device. */
export interface MessageMemory {
  /** As its parts have it. */
  readonly definition: MqttDefinition;
  /** Takes parts of its state at this moment, ms on the monotonic clock. */
  take(state: MessageState, nowMs: number): Taken;
  /** The device is gone: what it said is no longer added to what it says when it is back. */
  forget(): void;
}

/** An empty memory. */
export function makeMessageMemory(plain: MqttDefinition): MessageMemory {
  let definition = plain;
  let parts: ReadonlySet<string> = new Set();
  let shown: readonly FieldValue[] = [];
  let sinceMs: number | undefined;

  const compose = (state: MessageState, nowMs: number): void => {
    const { composedOf } = plain;
    const added = composedOf === undefined ? [] : partsIn(state).filter((name) => !parts.has(name));
    if (composedOf === undefined || added.length === 0 || parts.size >= mostParts) return;
    parts = new Set([...parts, ...added].slice(0, mostParts));
    const next = composedOf(parts);
    if (next === definition) return;
    const placeOf = new Map(definition.rows.map(({ name }, row) => [name, row]));
    shown = next.rows.map(({ name }) => shown[placeOf.get(name) ?? -1]);
    definition = next;
    sinceMs = nowMs;
  };

  return {
    get definition() {
      return definition;
    },
    forget() {
      shown = [];
      sinceMs = undefined;
    },
    take(state, nowMs) {
      compose(state, nowMs);
      sinceMs ??= nowMs;
      const { rows, derive, decode } = definition;
      const decoded = decode(state);
      const before = shown;
      const next = rows.map(
        ({ path }, row) => decoded.values[row] ?? (isClearedAt(state, path) ? undefined : before[row]),
      );
      shown = next;
      const own = readings({ rows }, decoded);
      const later = laterReadings(
        { rows, derive },
        { fresh: decoded.values, known: next, ageMs: nowMs - sinceMs, mayGrow: plain.composedOf !== undefined },
      );
      return {
        readings: {
          metric: [...own.metric, ...later.metric],
          value: [...own.value, ...later.value],
          quality: [...own.quality, ...later.quality],
        },
        shown: { ...decoded, values: next },
        hasChanged: next.some((value, row) => value !== before[row]),
      };
    },
  };
}

/** How deep states are joined; what is deeper replaces. */
const mostDepth = 6;

/** Two parts of a state as one; what the later one says replaces what the earlier said. */
export function joined(earlier: MessageState, later: MessageState, depth = 0): MessageState {
  const both = Object.entries(later).map(([key, value]): [string, unknown] => {
    const held = Object.hasOwn(earlier, key) ? earlier[key] : undefined;
    return [
      key,
      depth < mostDepth && isJsonObject(held) && isJsonObject(value) ? joined(held, value, depth + 1) : value,
    ];
  });
  return Object.fromEntries([...Object.entries(earlier), ...both]);
}
