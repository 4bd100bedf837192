// A house on the bench whose meter shows what its loads do: sun and base load are written by hand, the battery follows by itself.
import type { SetPointId } from '#core/set-points.ts';
import { compiled } from '../file/compile.ts';
import type { FileAutomation } from '../file/words.ts';
import { type Bench, type BenchDevice, makeBench } from './bench.ts';

/** What a house is made of. */
export interface SunnyOptions {
  readonly file: FileAutomation;
  /** Loads by device: what they take when they are on; 0 and 1 are set at `relay.on.1`, other values are W. */
  readonly loads: Readonly<
    Record<
      string,
      { readonly watts: number; readonly point?: SetPointId; readonly isOn?: boolean; readonly delayS?: number }
    >
  >;
  readonly battery?:
    | { readonly chargeW: number; readonly dischargeW: number; soc: number; readonly wh: number }
    | undefined;
  readonly start?: string;
  readonly zone?: string;
}

/** The house. Its fields may be written at any time. */
export interface SunnyHouse {
  readonly bench: Bench;
  pvW: number;
  baseW: number;
  /** Loads that take nothing although they are on: their thermostat is off. */
  readonly idle: Set<string>;
  /** The meter says nothing. */
  isMeterSilent: boolean;
  isGridAway: boolean;
  /** What went over the meter, Wh. */
  readonly sums: { importWh: number; exportWh: number };
  gridW(): number;
  batteryW(): number;
  takesW(device: string): number;
  run(seconds: number): readonly string[];
}

/** Builds one. */
export function sunnyHouse({ file, loads, battery, start, zone }: SunnyOptions): SunnyHouse {
  const outcome = compiled(file, { devices: Object.keys(loads) });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const pointOf = (id: string): SetPointId => loads[id]?.point ?? 'relay.on.1';
  const devices = Object.fromEntries(
    Object.entries(loads).map(([id, { isOn = false, delayS }]): [string, BenchDevice] => [
      id,
      { points: { [pointOf(id)]: Number(isOn) }, ...(delayS === undefined ? {} : { delayS }) },
    ]),
  );
  const bench = makeBench(outcome.program, {
    devices,
    ...(start === undefined ? {} : { start }),
    ...(zone === undefined ? {} : { zone }),
  });
  const takesW = (id: string): number => {
    const value = Number(bench.shows(id, pointOf(id)) ?? 0);
    if (value === 0 || house.idle.has(id)) return 0;
    return pointOf(id) === 'relay.on.1' ? (loads[id]?.watts ?? 0) : value;
  };
  const drawsW = (): number => house.baseW + Object.keys(loads).reduce((sum, id) => sum + takesW(id), 0);
  const batteryW = (): number => {
    if (battery === undefined) return 0;
    const overW = house.pvW - drawsW();
    if (overW > 0) return battery.soc >= 100 ? 0 : -Math.min(overW, battery.chargeW);
    return battery.soc <= 10 ? 0 : Math.min(-overW, battery.dischargeW);
  };
  const gridW = (): number => drawsW() - house.pvW - batteryW();
  const second = (): void => {
    const [grid, pack] = [gridW(), batteryW()];
    house.sums[grid > 0 ? 'importWh' : 'exportWh'] += Math.abs(grid) / 3600;
    if (battery !== undefined) {
      battery.soc = Math.min(100, battery.soc - (pack / 3600 / battery.wh) * 100);
      bench.see('', { 'battery.power': pack, 'battery.soc': battery.soc });
    }
    if (!house.isMeterSilent)
      bench.see('', { 'grid.power': house.isGridAway ? 0 : grid, 'grid.connected': house.isGridAway ? 0 : 1 });
  };
  const house: SunnyHouse = {
    bench,
    pvW: 0,
    baseW: 300,
    idle: new Set(),
    isMeterSilent: false,
    isGridAway: false,
    sums: { importWh: 0, exportWh: 0 },
    gridW,
    batteryW,
    takesW,
    run: (seconds) => bench.run(seconds, { isSilent: true, each: second }),
  };
  return house;
}
