// What PVOutput is asked: a status, or up to thirty at once. Source: [pvoutput-api], "Add Status Service", "Add Batch Status Service".
import type { Status } from './slots.ts';

/** Most that go at once, and how far back they may lie. */
export const [mostAtOnce, oldestMs] = [30, 14 * 86_400_000];

interface Local {
  readonly date: string;
  readonly time: string;
}

/** Date and time of the home's clock: `20260601`, `10:05`. */
function localOf(atMs: number, timeZone: string): Local {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  return {
    date: local.toPlainDate().toString().replaceAll('-', ''),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}

const whole = (value: number | undefined): string =>
  value === undefined ? '' : String(Math.max(0, Math.round(value)));
const tenths = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toFixed(1)) + 0));

/** v1 to v6. */
const valuesOf = ({ pvWh, pvW, loadWh, loadW, celsius, volts }: Status): readonly string[] => [
  whole(pvWh),
  whole(pvW),
  whole(loadWh),
  whole(loadW),
  tenths(celsius),
  tenths(volts),
];

/** A request of some statuses. */
export interface PvoutputRequest {
  readonly path: '/addstatus.jsp' | '/addbatchstatus.jsp';
  /** As a form. */
  readonly body: string;
}

/** The request of statuses, at most thirty. Counters are for ever, not of the day. */
export function requestOf(statuses: readonly Status[], timeZone: string): PvoutputRequest {
  const hasCounter = statuses.some(({ pvWh, loadWh }) => pvWh !== undefined || loadWh !== undefined);
  const cumulative = hasCounter ? { c1: '1' } : {};
  const [only] = statuses;
  if (statuses.length === 1 && only !== undefined) {
    const { date, time } = localOf(only.atMs, timeZone);
    const values = valuesOf(only).flatMap((text, index) => (text === '' ? [] : [[`v${index + 1}`, text] as const]));
    const named: Readonly<Record<string, string>> = Object.fromEntries(values);
    const form = new URLSearchParams({ d: date, t: time, ...named, ...cumulative });
    return { path: '/addstatus.jsp', body: form.toString() };
  }
  const data = statuses.map((status) => {
    const { date, time } = localOf(status.atMs, timeZone);
    return [date, time, ...valuesOf(status)].join(',').replace(/,+$/, '');
  });
  return { path: '/addbatchstatus.jsp', body: new URLSearchParams({ data: data.join(';'), ...cumulative }).toString() };
}
