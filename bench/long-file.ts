// Rows "energy of … readings" and "import of … readings": `solstead energy` and `solstead import` as processes of their own over a file of
// minutes with six columns. Readings a second, and the most memory it had: a month and a year tell whether both grow with the file as they should.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minuteMs } from '#core/time.ts';
import { openHome } from '#main/testing/home-contents.ts';
import type { Place } from './place.ts';
import type { Contest } from './contest.ts';

const startMs = Date.UTC(2024, 0, 1);
const columns = 6;

/** A house with sun, battery and grid; counters in tenths of a watt-hour. */
async function writeFile(path: string, minutes: number): Promise<void> {
  const out = createWriteStream(path);
  let text = 'time,pv.power,pv.energy,grid.power,grid.energy.import,grid.energy.export,battery.power\n';
  let [made, taken, given] = [0, 1000, 500];
  for (let minute = 0; minute < minutes; minute += 1) {
    const sun = Math.max(0, Math.round(4000 * Math.sin((((minute % 1440) / 60 - 6) / 12) * Math.PI)));
    const battery = sun > 1500 ? -1000 : 400;
    const grid = 300 + ((minute * 7919) % 500) - sun - battery;
    const time = new Date(startMs + minute * minuteMs).toISOString();
    text += `${time},${sun},${made.toFixed(1)},${grid},${taken.toFixed(1)},${given.toFixed(1)},${battery}\n`;
    made += sun / 60;
    taken += Math.max(0, grid) / 60;
    given += Math.max(0, -grid) / 60;
    if (text.length < 65_536 && minute < minutes - 1) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end();
  await once(out, 'close');
}

/** The most memory a process had so far, MB; undefined once it is gone. */
function mostMb(pid: number): number | undefined {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
  } catch {
    return undefined;
  }
}

async function ran(command: readonly string[]): Promise<{ readonly tookMs: number; readonly mb: number }> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, ['bin/solstead.js', ...command], { stdio: 'ignore' });
  let mb = 0;
  const timer = setInterval(() => {
    const most = child.pid === undefined ? undefined : mostMb(child.pid);
    if (most !== undefined && most > mb) mb = most;
  }, 20);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`solstead ${command.join(' ')} ended with ${code}`);
  return { tookMs: performance.now() - beganMs, mb };
}

/** What is done with a file of so many days. */
interface Job {
  readonly name: string;
  readonly days: number;
  readonly most?: number;
  command(place: Place, path: string): readonly string[] | Promise<readonly string[]>;
}

const energyOf = (_place: Place, path: string): readonly string[] =>
  `energy --readings ${path} --by month --timezone UTC`.split(' ');

/** Into a home without history. */
async function importOf(place: Place, path: string): Promise<readonly string[]> {
  const home = await openHome(place.folder());
  await home.records.sites.save({ id: 'home', name: 'Home', timeZone: 'UTC' });
  await home.close();
  return ['import', path, '--data', home.path, '--timezone', 'UTC', '--device', 'house', '--yes'];
}

function contest({ name: verb, days, most, command }: Job): Contest {
  const readings = days * 1440 * columns;
  const name = `${verb} of ${(readings / 1e6).toFixed(2)} M readings`;
  return {
    figures: [
      { name, unit: 'readings/s', note: 'a process of its own, from its start on' },
      {
        name: `${name}, memory`,
        unit: 'MB',
        ...(most === undefined ? {} : { goal: { of: 'ours', is: 'at most', bound: most } as const }),
        note: 'most resident memory',
      },
    ],
    rounds: 1,
    async open(place: Place) {
      if (process.platform !== 'linux') place.skip('memory of a process is read from /proc');
      const path = join(place.folder(), `readings-${days}.csv`);
      await writeFile(path, (place.isQuick ? Math.ceil(days / 10) : days) * 1440);
      const words = await command(place, path);
      return {
        async ours() {
          const { tookMs, mb } = await ran(words);
          return [((place.isQuick ? readings / 10 : readings) / tookMs) * 1000, mb];
        },
      };
    },
  };
}

/** Rows "energy of … readings" and "import of … readings". */
export const longFileContests: readonly Contest[] = [
  contest({ name: 'energy', days: 31, command: energyOf }),
  contest({ name: 'energy', days: 365, most: 200, command: energyOf }),
  contest({ name: 'energy', days: 1826, command: energyOf }),
  contest({ name: 'import', days: 31, command: importOf }),
  contest({ name: 'import', days: 365, most: 200, command: importOf }),
];
