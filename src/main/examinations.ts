// Looks at the installation that runs, by a process of its own: the same look as `solstead doctor`, so that a page and the command line
// say the same. Nothing of this process is opened twice (a second handle on a locked file would end its lock), and nobody waits for it.
import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import { type CheckArea, checkAreas, type CheckLine, type Examination, type ExaminationDesk } from '#core/check-up.ts';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { because, isReason, type Reason } from '#core/reason.ts';
import type { DoctorFlags } from '#cli/flags.ts';
import { environmentWith } from './environment.ts';

/** How long a look may take, and how long it is the answer to the next question, ms; most that it may say, bytes. */
export const examinationBounds = Object.freeze({ longestMs: 120_000, keptMs: 10_000, mostBytes: 1024 * 1024 });

const program = fileURLToPath(new URL('../../bin/solstead.js', import.meta.url));
const states = ['ok', 'warn', 'fail', 'skipped'] as const;

/** Flag and value, where there is one. */
const flag = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : [`--${name}`, String(value)];

function argumentsOf({ data, host, port, mqttPort, ...more }: DoctorFlags): readonly string[] {
  return [
    ...flag('data', data),
    ...flag('host', host),
    ...flag('port', port),
    ...flag('mqtt-port', mqttPort),
    ...flag('mqtt-bridge', more.mqttBridge),
    ...flag('uplink-file', more.uplinkFile),
    ...flag('output-files', more.outputFiles),
    ...flag('devices', more.devices),
    ...flag('update-check', more.updateCheck),
  ];
}

/** What may hold a password: every user of this computer can read the arguments of a process, and nobody its environment. */
const environmentOf = ({ history, records, mqttBroker, plugins }: DoctorFlags) =>
  environmentWith({
    SOLSTEAD_HISTORY: history?.reveal(),
    SOLSTEAD_RECORDS: records?.reveal(),
    SOLSTEAD_MQTT_BROKER: mqttBroker,
    SOLSTEAD_PLUGINS: plugins,
  });

/** A line of a report as it was printed; undefined if it is none. */
function lineOf(area: CheckArea, given: unknown): CheckLine | undefined {
  if (!isRecord(given)) return undefined;
  const { reason: what, advice: help } = given;
  const state = states.find((each) => each === given['state']);
  if (state === undefined || !isReason(what)) return undefined;
  return { area, state, what, ...(isReason(help) ? { help } : {}) };
}

/** What is printed of an area; undefined if it is something else. */
export function printedArea(
  text: string,
): { readonly area: CheckArea; readonly lines: readonly CheckLine[] } | undefined {
  try {
    const said: unknown = JSON.parse(text);
    if (!isRecord(said) || !Array.isArray(said['lines'])) return undefined;
    const area = checkAreas.find((each) => each === said['area']);
    if (area === undefined) return undefined;
    return { area, lines: said['lines'].flatMap((one: unknown) => lineOf(area, one) ?? []) };
  } catch {
    return undefined;
  }
}

type Work = Pick<Examination, 'areas' | 'lines'>;

/** In the order in which it is told, whichever was ready first. */
const ordered = (lines: readonly CheckLine[]): readonly CheckLine[] =>
  checkAreas.flatMap((area) => lines.filter((line) => line.area === area));

/** Makes the desk; `flags` are asked for when it looks, as ports are known only then. It is closed with the home. */
export function openExaminations(
  flags: () => DoctorFlags,
  { clock, command = [process.execPath, program] }: { readonly clock: Clock; readonly command?: readonly string[] },
): ExaminationDesk & { close(): void } {
  let last: Examination = { state: 'none', areas: [], lines: [] };
  let child: ChildProcess | undefined;
  const end = (change: Pick<Examination, 'state'> & { readonly failure?: Reason }): void => {
    if (last.state !== 'running') return;
    last = { ...last, ...change, endedMs: clock.nowMs() };
    child?.kill('SIGKILL');
    child = undefined;
  };
  const heard = (text: string): void => {
    const found = printedArea(text);
    if (found === undefined || last.state !== 'running' || last.areas.includes(found.area)) return;
    const work: Work = { areas: [...last.areas, found.area], lines: ordered([...last.lines, ...found.lines]) };
    last = { ...last, ...work };
  };
  const start = (): void => {
    const given = flags();
    const [node = process.execPath, ...before] = command;
    const started = spawn(node, [...before, 'doctor', '--jsonl', ...argumentsOf(given)], {
      env: environmentOf(given),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child = started;
    const { longestMs, mostBytes } = examinationBounds;
    const cancel = clock.after(longestMs, () =>
      end({ state: 'failed', failure: because('doctor.late', { seconds: longestMs / 1000 }) }),
    );
    const decoder = new StringDecoder('utf8');
    let [rest, bytes] = ['', 0];
    started.stdout.on('data', (more: Buffer) => {
      bytes += more.length;
      if (bytes > mostBytes) return end({ state: 'failed', failure: because('doctor.ended') });
      const lines = (rest + decoder.write(more)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) heard(line);
    });
    const isAll = (): boolean => last.areas.length === checkAreas.length;
    const over = (): void => {
      cancel();
      end(isAll() ? { state: 'done' } : { state: 'failed', failure: because('doctor.ended') });
    };
    started.once('error', over);
    started.once('close', over);
  };
  const isKept = (): boolean => {
    const { state, endedMs = 0 } = last;
    if (state === 'running') return true;
    const sinceMs = clock.nowMs() - endedMs;
    return state === 'done' && sinceMs >= 0 && sinceMs < examinationBounds.keptMs;
  };
  return {
    view: () => last,
    begin() {
      if (isKept()) return { ...last, isNew: false };
      last = { state: 'running', beganMs: clock.nowMs(), areas: [], lines: [] };
      start();
      return { ...last, isNew: true };
    },
    close: () => end({ state: 'failed', failure: because('doctor.ended') }),
  };
}
