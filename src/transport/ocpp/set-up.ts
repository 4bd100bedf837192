// What a charge point is asked and told when it has come: how it wants to be told limits, and what it measures how often. What it does not
// know it refuses, and does without. Source: OCPP 1.6 edition 2, section 9 (configuration keys).
import { isSolsteadError } from '#core/errors.ts';
import type { Payload } from './frames.ts';
import type { ProfileWords } from './profiles.ts';

/** Asks it. Errors: `link.closed`, `link.timeout`, `command.refused`. */
export type Call = (action: string, payload: Payload) => Promise<Payload>;

/** How often it measures while a car charges, s. */
const sampleSeconds = 10;
const measurands = [
  'Power.Active.Import',
  'Energy.Active.Import.Register',
  'Current.Import',
  'Voltage',
  'SoC',
] as const;
const unitKey = 'ChargingScheduleAllowedChargingRateUnit';

/** Undefined: it does not know, or does not answer that. */
async function asked(call: Call, [action, payload]: readonly [string, Payload]): Promise<Payload | undefined> {
  try {
    return await call(action, payload);
  } catch (error) {
    if (isSolsteadError(error, 'command.refused', 'link.timeout')) return undefined;
    throw error;
  }
}

/** What it says of its keys. */
function valuesIn(answer: Payload | undefined): ReadonlyMap<string, string> {
  const keys: unknown = answer?.['configurationKey'];
  if (!Array.isArray(keys)) return new Map();
  const list: readonly unknown[] = keys.slice(0, 100);
  return new Map(
    list.flatMap((one) => {
      const { key, value }: { key?: unknown; value?: unknown } = typeof one === 'object' && one !== null ? one : {};
      return typeof key === 'string' && typeof value === 'string' ? [[key, value] as const] : [];
    }),
  );
}

const isAccepted = (answer: Payload | undefined): boolean =>
  answer?.['status'] === 'Accepted' || answer?.['status'] === 'RebootRequired';

/** Tells it what to measure: all of it, else the parts that most know. */
async function chooseValues(call: Call, now: string | undefined): Promise<void> {
  const missing = measurands.filter((one) => now?.split(',').every((part) => part.trim() !== one) ?? true);
  if (missing.length === 0) return;
  for (const wanted of [measurands, measurands.slice(0, 3), measurands.slice(0, 2)]) {
    const payload = { key: 'MeterValuesSampledData', value: wanted.join(',') };
    if (isAccepted(await asked(call, ['ChangeConfiguration', payload]))) return;
  }
}

/** Does all of it. Errors: `link.closed`. */
export async function setUp(call: Call, { isUnknown }: { readonly isUnknown: boolean }): Promise<ProfileWords> {
  const trigger = (requestedMessage: string, more: Payload = {}) =>
    asked(call, ['TriggerMessage', { requestedMessage, ...more }]);
  if (isUnknown) await trigger('BootNotification');
  const key = [unitKey, 'MeterValueSampleInterval', 'MeterValuesSampledData'];
  const values = valuesIn(await asked(call, ['GetConfiguration', { key }]));
  if (values.get('MeterValueSampleInterval') !== String(sampleSeconds))
    await asked(call, ['ChangeConfiguration', { key: 'MeterValueSampleInterval', value: String(sampleSeconds) }]);
  await chooseValues(call, values.get('MeterValuesSampledData'));
  await trigger('StatusNotification');
  await trigger('MeterValues', { connectorId: 1 });
  // `Current`, `Power`, `Current,Power`; some write the units themselves.
  const isByPower = /^\s*(?:power|w)\s*$/i.test(values.get(unitKey) ?? '');
  return { by: isByPower ? 'power' : 'current', voltage: 230 };
}
