// What is known of one MQTT device: the newest of every row, as its messages hold only some of them, and what follows from rows that came
// in different messages.
import { isJsonObject } from '#codec/shelly-rpc.ts';
import type { Decoded, FieldValue } from '#codec/table.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import type { MessageState } from '#devices/message-dialect.ts';
import { partsIn } from '#devices/message-parts.ts';
import { laterReadings, type Readings, readings } from '#devices/readings.ts';
import { clearsAny, isClearedAt } from '#devices/state-rows.ts';

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
  /** Parts that are expected and were not shown yet. */
  readonly missing: readonly string[];
  /**
   * Takes parts of its state at this moment, ms on the monotonic clock. `ofMs`: when it was so, where that is earlier. What came late, or once
   * more, is read, and does not take the place of anything newer.
   */
  take(state: MessageState, nowMs: number, ofMs?: number): Taken;
  /** The device is gone: what it said is no longer added to what it says when it is back. */
  forget(): void;
}

/** A memory of all that a device shows. */
function wholeMemory(plain: MqttDefinition): Omit<MessageMemory, 'missing'> {
  let definition = plain;
  let parts: ReadonlySet<string> = new Set();
  let shown: readonly FieldValue[] = [];
  /** Of when each of them is. */
  let shownOfMs: (number | undefined)[] = [];
  let sinceMs: number | undefined;

  const compose = (state: MessageState, nowMs: number): void => {
    const { composedOf } = plain;
    const added = composedOf === undefined ? [] : partsIn(state).filter((name) => !parts.has(name));
    if (composedOf === undefined || added.length === 0 || parts.size >= mostParts) return;
    parts = new Set([...parts, ...added].slice(0, mostParts));
    const next = composedOf(parts);
    if (next === definition) return;
    const placeOf = new Map(definition.rows.map(({ name }, row) => [name, row]));
    const places = next.rows.map(({ name }) => placeOf.get(name) ?? -1);
    shown = places.map((place) => shown[place]);
    shownOfMs = places.map((place) => shownOfMs[place]);
    definition = next;
    sinceMs = nowMs;
  };

  return {
    get definition() {
      return definition;
    },
    forget() {
      shown = [];
      shownOfMs = [];
      sinceMs = undefined;
    },
    take(state, nowMs, ofMs = nowMs) {
      compose(state, nowMs);
      sinceMs ??= nowMs;
      const { rows, derive, decode } = definition;
      const decoded = decode(state);
      const { values } = decoded;
      const mayClear = clearsAny(state);
      // What was handed out before stays as it is.
      const next = shown.length === 0 ? values.map((): FieldValue => undefined) : [...shown];
      if (shownOfMs.length === 0) shownOfMs = values.map((): undefined => undefined);
      let fresh = values;
      let hasChanged = false;
      for (let row = 0; row < values.length; row += 1) {
        const value = values[row];
        if (value === undefined && !(mayClear && isClearedAt(state, rows[row]?.path ?? ''))) continue;
        const knownOfMs = shownOfMs[row];
        if (knownOfMs !== undefined && ofMs < knownOfMs) {
          fresh = fresh.with(row, undefined);
          continue;
        }
        if (value !== next[row]) hasChanged = true;
        next[row] = value;
        shownOfMs[row] = ofMs;
      }
      shown = next;
      const own = readings({ rows }, decoded);
      const later = laterReadings(
        { rows, derive },
        { fresh, known: next, ageMs: nowMs - sinceMs, mayGrow: plain.composedOf !== undefined },
      );
      return { readings: both(own, later), shown: { ...decoded, values: next }, hasChanged };
    },
  };
}

/** Two parts of one batch. */
function both(one: Readings, other: Readings): Readings {
  if (other.metric.length === 0) return one;
  return {
    metric: [...one.metric, ...other.metric],
    value: [...one.value, ...other.value],
    quality: [...one.quality, ...other.quality],
  };
}

/** An empty memory. `expects`: the only parts that are taken of a family whose devices differ in them; absent: all. */
export function makeMessageMemory(plain: MqttDefinition, expects?: readonly string[]): MessageMemory {
  const memory = wholeMemory(plain);
  const { composedOf } = plain;
  const expected = new Set(composedOf === undefined ? [] : expects);
  const missing = new Set(expected);
  const isOut = (name: string): boolean =>
    expects !== undefined && composedOf !== undefined && !expected.has(name) && composedOf(new Set([name])) !== plain;
  return {
    get definition() {
      return memory.definition;
    },
    get missing() {
      return [...missing];
    },
    forget: () => memory.forget(),
    take(state, nowMs, ofMs) {
      const out = expects === undefined ? [] : partsIn(state).filter(isOut);
      for (const name of missing.size === 0 ? [] : partsIn(state)) missing.delete(name);
      if (out.length === 0) return memory.take(state, nowMs, ofMs);
      const own = Object.entries(state).filter(([name]) => !out.includes(name));
      return memory.take(Object.fromEntries(own), nowMs, ofMs);
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

/** Whether a part of a state says something of which the earlier one has said something, too. */
export function repeats(earlier: MessageState, later: MessageState, depth = 0): boolean {
  for (const key in later) {
    if (!Object.hasOwn(earlier, key)) continue;
    const [held, value] = [earlier[key], later[key]];
    if (depth >= mostDepth || !isJsonObject(held) || !isJsonObject(value)) return true;
    if (repeats(held, value, depth + 1)) return true;
  }
  return false;
}
