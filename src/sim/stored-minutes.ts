// What an emulated meter of Shelly stores by itself: a row a minute of each phase or channel, given a page at a time. Written from
// [shelly-rpc], EMData.GetData and EM1Data.GetData.
import { minuteMs } from '#core/time.ts';
import type { Json, JsonObject } from './shelly-status.ts';

/** One line at a moment. */
export interface StoredLine {
  readonly importWh: number;
  readonly exportWh: number;
  readonly voltageV: number;
  readonly currentA: number;
}

/** The store of one component. */
export interface MinuteStore {
  /** To be called often: a minute that is over becomes a row. */
  look(atMs: number): void;
  /** `EMData.GetData`, `EM1Data.GetData`. */
  getData(params: JsonObject): JsonObject;
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
/** Rows of one answer. */
const pageRows = 20;

/** An empty store; `letters` are those of its phases, one empty one for a channel. */
export function minuteStore(letters: readonly string[], lines: () => readonly StoredLine[]): MinuteStore {
  const rows = new Map<number, readonly number[]>();
  let minute: number | undefined;
  let before = lines();
  return {
    look(atMs) {
      const now = Math.floor(atMs / minuteMs);
      if (minute !== undefined && now > minute) {
        const then = lines();
        rows.set(
          minute * 60,
          letters.flatMap((_, index) => {
            const [from, to] = [before[index], then[index]];
            if (from === undefined || to === undefined) return [0, 0, 0, 0];
            return [
              round(to.importWh - from.importWh),
              round(to.exportWh - from.exportWh),
              round(to.voltageV),
              round(to.currentA),
            ];
          }),
        );
        before = then;
      }
      minute = now;
    },
    getData({ ts, end_ts: end, add_keys: withKeys }) {
      const from = typeof ts === 'number' ? ts : 0;
      const to = typeof end === 'number' ? end : Number.POSITIVE_INFINITY;
      const times = [...rows.keys()].filter((at) => at >= from && at < to).toSorted((one, other) => one - other);
      const data: { ts: number; period: number; values: (readonly number[])[] }[] = [];
      for (const at of times.slice(0, pageRows)) {
        const block = data.at(-1);
        if (block !== undefined && block.ts + block.values.length * 60 === at) block.values.push(rows.get(at) ?? []);
        else data.push({ ts: at, period: 60, values: [rows.get(at) ?? []] });
      }
      const names = ['total_act_energy', 'total_act_ret_energy', 'avg_voltage', 'avg_current'];
      const next = times[pageRows];
      return {
        ...(withKeys === false ? {} : { keys: letters.flatMap((letter) => names.map((name) => `${letter}${name}`)) }),
        data: data.map((block): Json => ({ ...block })),
        ...(next === undefined ? {} : { next_record_ts: next }),
      };
    },
  };
}
