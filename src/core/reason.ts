// Why something is as it is, as a code with parameters. Sentences are made where people read them; English, the source
// of all translations, is here, so that an error has a sentence in every log and in the package without dependencies.
import { isMetricId } from './catalogue.ts';
import { formatMessage } from './message.ts';
import { external, type NestedReason, type Param, type Params, type RestOf } from './message-params.ts';
import { alertReasons } from './reasons/alerts.ts';
import { anomalyReasons } from './reasons/anomalies.ts';
import { codecReasons } from './reasons/codec.ts';
import { decodingReasons } from './reasons/decoding.ts';
import { outsideReasons } from './reasons/outside.ts';
import { automationReasons } from './reasons/automation.ts';
import { backupReasons } from './reasons/backup.ts';
import { cliReasons } from './reasons/cli.ts';
import { coreReasons } from './reasons/core.ts';
import { devicesReasons } from './reasons/devices.ts';
import { driversReasons } from './reasons/drivers.ts';
import { energyReasons } from './reasons/energy.ts';
import { filesReasons } from './reasons/files.ts';
import { hubReasons } from './reasons/hub.ts';
import { ledgerReasons } from './reasons/ledger.ts';
import { exchangeReasons } from './reasons/exchange.ts';
import { expressionReasons } from './reasons/expressions.ts';
import { mainReasons } from './reasons/main.ts';
import { suspicionReasons } from './reasons/suspicion.ts';
import { daemonReasons } from './reasons/daemon.ts';
import { doctorReasons } from './reasons/doctor.ts';
import { outputReasons } from './reasons/outputs.ts';
import { serverReasons } from './reasons/server.ts';
import { spokenReasons } from './reasons/spoken.ts';
import { storeReasons } from './reasons/store.ts';
import { transportReasons } from './reasons/transport.ts';
import { uplinkReasons } from './reasons/uplink.ts';
import { isSetPointId } from './set-points.ts';
import { isUnit } from './unit.ts';

const merged = () =>
  Object.freeze({
    ...outsideReasons,
    ...coreReasons,
    ...transportReasons,
    ...serverReasons,
    ...ledgerReasons,
    ...suspicionReasons,
    ...energyReasons,
    ...filesReasons,
    ...devicesReasons,
    ...driversReasons,
    ...hubReasons,
    ...storeReasons,
    ...exchangeReasons,
    ...mainReasons,
    ...cliReasons,
    ...codecReasons,
    ...decodingReasons,
    ...anomalyReasons,
    ...backupReasons,
    ...uplinkReasons,
    ...outputReasons,
    ...expressionReasons,
    ...automationReasons,
    ...spokenReasons,
    ...alertReasons,
    ...daemonReasons,
    ...doctorReasons,
  } as const);

/** The same one after the other, those first that a device's silence or refusal is told with. */
function* tables(): Generator<Readonly<Record<string, string>>> {
  yield driversReasons;
  yield devicesReasons;
  yield transportReasons;
  yield outsideReasons;
  yield coreReasons;
  yield cliReasons;
  yield serverReasons;
  yield ledgerReasons;
  yield suspicionReasons;
  yield energyReasons;
  yield filesReasons;
  yield hubReasons;
  yield storeReasons;
  yield exchangeReasons;
  yield mainReasons;
  yield codecReasons;
  yield decodingReasons;
  yield anomalyReasons;
  yield backupReasons;
  yield uplinkReasons;
  yield outputReasons;
  yield expressionReasons;
  yield automationReasons;
  yield spokenReasons;
  yield alertReasons;
  yield daemonReasons;
  yield doctorReasons;
}

/** Put together when they are first wanted: most starts of the command line say none, or one. */
let all: ReturnType<typeof merged> | undefined;

/** Every reason in English, as ICU messages by code. Another language is complete when it has the same codes and gaps. */
export const everyReason = (): ReturnType<typeof merged> => (all ??= merged());

type Reasons = ReturnType<typeof merged>;

/** Code of a reason. */
export type ReasonCode = keyof Reasons;

/** A reason: plain data, to be stored and sent as it is. A record of another version may hold a code unknown here. */
export interface Reason {
  readonly code: string;
  readonly params: Params;
}

/** A reason of the registry. */
export function because<Code extends ReasonCode>(code: Code, ...params: RestOf<Reasons[Code]>): Reason;
export function because(code: ReasonCode, params: Params = {}): Reason {
  return { code, params };
}

/** The words of something thrown that has no code of ours, such as those of the operating system. */
export function said(thrown: unknown): Reason {
  // A write names no path.
  if (isFullDisk(thrown)) return because('file.disk-full');
  if (thrown instanceof Error && 'syscall' in thrown && 'code' in thrown && 'path' in thrown) {
    // What a person most often meets of files, without the system's own words.
    if (thrown.code === 'ENOENT') return because('file.missing');
    if (thrown.code === 'EISDIR') return because('file.folder');
    if (thrown.code === 'ENOTDIR') return because('file.no-folder');
    if (thrown.code === 'EEXIST') return because('file.exists');
    if (thrown.code === 'EACCES' || thrown.code === 'EPERM') return because('file.forbidden');
    if (thrown.code === 'EROFS') return because('file.read-only');
  }
  if (isAboutUrl(thrown)) return because('address.no-url');
  return because('outside.said', { said: external(thrown instanceof Error ? thrown.message : String(thrown)) });
}

/** Whether it is the system's word that a disk has no room left, or none for this user. */
const isFullDisk = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT');

/** Whether it is the system's complaint about a URL: it repeats the text, in which a password may be. */
export function isAboutUrl(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const isInvalid = 'code' in thrown && thrown.code === 'ERR_INVALID_URL';
  return isInvalid || /^Failed to parse URL from |from a URL that includes credentials/.test(thrown.message);
}

/** Sentences that were said. */
const saidBefore = new Map<string, string>();

/** The sentence of a code; undefined: it is of another version. */
function sentenceOf(code: string): string | undefined {
  const known = saidBefore.get(code);
  if (known !== undefined) return known;
  for (const table of tables()) {
    const sentence = Object.hasOwn(table, code) ? table[code] : undefined;
    if (sentence === undefined) continue;
    saidBefore.set(code, sentence);
    return sentence;
  }
  return undefined;
}

/** A reason in English, times in UTC; one of another version is shown as its code and parameters. */
export function inEnglish({ code, params }: Reason): string {
  const sentence = sentenceOf(code);
  if (sentence === undefined) return `${code} ${JSON.stringify(params)}`;
  return formatMessage(sentence, params, { locale: 'en-GB', reason: inEnglish });
}

/** The same with times by the clocks of a place. */
export function inEnglishAt({ code, params }: Reason, timeZone: string): string {
  const sentence = sentenceOf(code);
  if (sentence === undefined) return inEnglish({ code, params });
  const reason = (inner: Reason): string => inEnglishAt(inner, timeZone);
  return formatMessage(sentence, params, { locale: 'en-GB', timeZone, reason });
}

function isParam(value: unknown, depth: number): value is Param {
  if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  if ('external' in value) return typeof value.external === 'string';
  if ('oneOf' in value) return Array.isArray(value.oneOf) && value.oneOf.every((item) => typeof item === 'string');
  if ('metric' in value) return typeof value.metric === 'string' && isMetricId(value.metric);
  if ('setPoint' in value) return typeof value.setPoint === 'string' && isSetPointId(value.setPoint);
  if ('setting' in value) return typeof value.setting === 'string';
  if ('unit' in value) return 'value' in value && Number.isFinite(value.value) && isUnit(String(value.unit));
  return isNested(value, depth + 1);
}

/** Deepest nesting of reasons. */
const deepest = 12;

function isNested(value: unknown, depth: number): value is NestedReason {
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  if (!('code' in value) || typeof value.code !== 'string' || !('params' in value)) return false;
  const { params } = value;
  return typeof params === 'object' && params !== null && Object.values(params).every((each) => isParam(each, depth));
}

/** Whether something read from outside is a reason, of this version or another. */
export const isReason = (value: unknown): value is Reason => isNested(value, 0);

/** What is said as it is, or as a reason, for programs and logs. */
export const plainly = (said: string | Reason, sayIt: (reason: Reason) => string = inEnglish): string =>
  typeof said === 'string' ? said : sayIt(said);
