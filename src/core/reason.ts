// Why something is as it is, as a code with parameters. Sentences are made where people read them; English, the source
// of all translations, is here, so that an error has a sentence in every log and in the package without dependencies.
import { isMetricId } from './catalogue.ts';
import { formatMessage } from './message.ts';
import { external, type NestedReason, type Param, type Params, type RestOf } from './message-params.ts';
import { anomalyReasons } from './reasons/anomalies.ts';
import { codecReasons } from './reasons/codec.ts';
import { decodingReasons } from './reasons/decoding.ts';
import { outsideReasons } from './reasons/outside.ts';
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
import { mainReasons } from './reasons/main.ts';
import { suspicionReasons } from './reasons/suspicion.ts';
import { outputReasons } from './reasons/outputs.ts';
import { serverReasons } from './reasons/server.ts';
import { storeReasons } from './reasons/store.ts';
import { transportReasons } from './reasons/transport.ts';
import { uplinkReasons } from './reasons/uplink.ts';
import { isSetPointId } from './set-points.ts';
import { isUnit } from './unit.ts';

/** Every reason in English, as ICU messages by code. Another language is complete when it has the same codes and gaps. */
export const reasons = Object.freeze({
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
} as const);

/** Code of a reason. */
export type ReasonCode = keyof typeof reasons;

/** A reason: plain data, to be stored and sent as it is. A record of another version may hold a code unknown here. */
export interface Reason {
  readonly code: string;
  readonly params: Params;
}

/** A reason of the registry. */
export function because<Code extends ReasonCode>(code: Code, ...params: RestOf<(typeof reasons)[Code]>): Reason;
export function because(code: ReasonCode, params: Params = {}): Reason {
  return { code, params };
}

/** The words of something thrown that has no code of ours, such as those of the operating system. */
export function said(thrown: unknown): Reason {
  if (thrown instanceof Error && 'syscall' in thrown && 'code' in thrown && 'path' in thrown) {
    // What a person most often meets of files, without the system's own words.
    if (thrown.code === 'ENOENT') return because('file.missing');
    if (thrown.code === 'EISDIR') return because('file.folder');
    if (thrown.code === 'ENOTDIR') return because('file.no-folder');
    if (thrown.code === 'EEXIST') return because('file.exists');
  }
  return because('outside.said', { said: external(thrown instanceof Error ? thrown.message : String(thrown)) });
}

/** Whether a code is of this version. */
function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(reasons, code);
}

/** A reason in English, times in UTC; one of another version is shown as its code and parameters. */
export function inEnglish({ code, params }: Reason): string {
  if (!isReasonCode(code)) return `${code} ${JSON.stringify(params)}`;
  return formatMessage(reasons[code], params, { locale: 'en-GB', reason: inEnglish });
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
const deepest = 4;

function isNested(value: unknown, depth: number): value is NestedReason {
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  if (!('code' in value) || typeof value.code !== 'string' || !('params' in value)) return false;
  const { params } = value;
  return typeof params === 'object' && params !== null && Object.values(params).every((each) => isParam(each, depth));
}

/** Whether something read from outside is a reason, of this version or another. */
export const isReason = (value: unknown): value is Reason => isNested(value, 0);
