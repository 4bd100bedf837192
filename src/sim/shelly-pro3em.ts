// The emulated Shelly Pro 3EM in its three-phase profile: `em:0` on changes and at a pace, `emdata:0` once a minute.
import { minuteMs } from '#core/time.ts';
import { componentId } from './shelly-rpc.ts';
import { type ShellyDevice, type ShellyOptions, shellyDevice } from './shelly-device.ts';
import { emDataStatus, emStatus, type JsonObject } from './shelly-status.ts';
import type { PlantSnapshot } from './plant.ts';
import { minuteStore } from './stored-minutes.ts';

/** A Pro 3EM at the grid connection. */
export interface Pro3emOptions extends Omit<ShellyOptions, 'kind'> {
  /** Longest pause between two measurements sent, ms; 5 s where absent. */
  readonly paceMs?: number;
}

/** Whether a power moved enough to be sent at once: more than 5 % and more than 10 W ([shelly-rpc]). */
export function hasMoved(change: { readonly fromW: number; readonly toW: number }): boolean {
  const byW = Math.abs(change.toW - change.fromW);
  return byW > 10 && byW > 0.05 * Math.abs(change.fromW);
}

/** Makes an emulated Pro 3EM. */
export function createShellyPro3em(options: Pro3emOptions): ShellyDevice {
  const { read, paceMs = 5000 } = options;
  let sent: { readonly atMs: number; readonly powersW: readonly number[] } | undefined;
  let countedMinute = -1;
  const stored = minuteStore(['a_', 'b_', 'c_'], () => read().grid.phases);
  const one = (status: (home: PlantSnapshot) => JsonObject) => (params: JsonObject) => {
    componentId(params, 1);
    return status(read());
  };
  const isDue = (home: PlantSnapshot, powersW: readonly number[]): boolean => {
    if (sent === undefined || home.atMs - sent.atMs >= paceMs) return true;
    const before = sent.powersW;
    return powersW.some((toW, index) => hasMoved({ fromW: before[index] ?? 0, toW }));
  };
  return shellyDevice(
    { ...options, kind: 'shelly-pro3em' },
    {
      components: () =>
        new Map([
          ['em:0', emStatus(read())],
          ['emdata:0', emDataStatus(read())],
        ]),
      methods: {
        'EM.GetStatus': one(emStatus),
        'EMData.GetStatus': one(emDataStatus),
        'EMData.GetData': stored.getData,
      },
      news(home) {
        stored.look(home.atMs);
        const news = new Map<string, JsonObject>();
        const powersW = home.grid.phases.map((phase) => phase.powerW);
        if (isDue(home, powersW)) {
          news.set('em:0', emStatus(home));
          sent = { atMs: home.atMs, powersW };
        }
        const minute = Math.floor(home.atMs / minuteMs);
        if (minute > countedMinute) news.set('emdata:0', emDataStatus(home));
        countedMinute = Math.max(countedMinute, minute);
        return news;
      },
    },
  );
}
