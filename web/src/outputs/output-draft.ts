// An output as it is typed: every entry is text or yes and no, and becomes what the contract takes when it is sent.
import type { Output, OutputChange, OutputFilter, OutputKinds } from '#api/outputs.ts';
import { isRecord } from '#core/entries.ts';
import { readExpression } from '#core/expression/expression.ts';
import { homeScope } from '#core/expression/scope.ts';
import { waitingMb } from '#core/output.ts';

/** What is typed of a filter. */
export interface FilterDraft {
  /** Devices that get nothing. */
  readonly exceptDevices: readonly string[];
  readonly metrics: string;
  readonly exceptMetrics: string;
  readonly every: string;
  readonly changesOnly: boolean;
  readonly bands: string;
  readonly again: string;
  readonly onlyWhen: string;
  readonly deviceNames: string;
  readonly metricNames: string;
  /** Most that waits on the disk, MiB. */
  readonly waiting: string;
  /** What the page has no field for, and leaves as it is. */
  readonly rest: Pick<OutputFilter, 'devices'>;
}

/** What is typed of an output. */
export interface OutputDraft {
  readonly name: string;
  readonly kind: string;
  /** Of the fields of the kind. */
  readonly settings: Readonly<Record<string, string | boolean>>;
  readonly secret: string;
  /** Key of the certificate of this side. */
  readonly clientKey: string;
  readonly isOn: boolean;
  readonly filter: FilterDraft;
}

/** A field of a kind, from its schema. */
export interface SettingField {
  readonly name: string;
  readonly control: 'text' | 'long' | 'number' | 'check' | 'choice';
  readonly isOptional: boolean;
  /** A text that may not be empty. */
  readonly isNeeded: boolean;
  readonly options: readonly (string | number)[];
  readonly start: string | boolean;
  /** What a plug-in calls it. */
  readonly said?: { readonly label: string; readonly hint: string };
}

/** A text that is longer than this is no line. */
const longText = 1000;

function fieldOf(name: string, schema: unknown, isOptional: boolean): SettingField | undefined {
  if (!isRecord(schema) || 'const' in schema) return undefined;
  const { type, anyOf, default: usual, minLength, maxLength } = schema;
  const isNeeded = !isOptional && typeof minLength === 'number' && minLength > 0;
  const { title, description } = schema;
  const said =
    typeof title === 'string'
      ? { said: { label: title, hint: typeof description === 'string' && description !== title ? description : '' } }
      : {};
  const about = { name, isOptional, isNeeded, ...said };
  const start =
    typeof usual === 'boolean' ? usual : typeof usual === 'string' || typeof usual === 'number' ? `${usual}` : '';
  if (Array.isArray(anyOf)) {
    const options = anyOf.flatMap((one: unknown) => {
      const value = isRecord(one) ? one['const'] : undefined;
      return typeof value === 'string' || typeof value === 'number' ? [value] : [];
    });
    return { ...about, control: 'choice', options, start };
  }
  if (type === 'boolean') return { ...about, control: 'check', options: [], start: start === true };
  if (type === 'integer' || type === 'number') return { ...about, control: 'number', options: [], start };
  const isLong = typeof maxLength === 'number' && maxLength > longText;
  return { ...about, control: isLong ? 'long' : 'text', options: [], start };
}

/** The fields of a kind in the order of its schema. */
export function fieldsOf({ kinds }: OutputKinds, kind: string): readonly SettingField[] {
  const schema = kinds.find((one) => one.kind === kind)?.settings ?? {};
  const { properties, required } = schema;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(isRecord(properties) ? properties : {}).flatMap(
    ([name, one]) => fieldOf(name, one, !needed.includes(name)) ?? [],
  );
}

/** What a kind begins with. */
export const startOf = (fields: readonly SettingField[]): OutputDraft['settings'] =>
  Object.fromEntries(fields.map(({ name, start }) => [name, start]));

/** A filter that narrows nothing. */
export const emptyFilter: FilterDraft = {
  exceptDevices: [],
  metrics: '',
  exceptMetrics: '',
  every: '',
  changesOnly: false,
  bands: '',
  again: '',
  onlyWhen: '',
  deviceNames: '',
  metricNames: '',
  waiting: '',
  rest: {},
};

/** What is typed of a filter that is there. */
export function filterDraft({ devices, ...filter }: OutputFilter): FilterDraft {
  return {
    exceptDevices: filter.exceptDevices ?? [],
    metrics: (filter.metrics ?? []).join(', '),
    exceptMetrics: (filter.exceptMetrics ?? []).join(', '),
    every: String(filter.everySeconds ?? ''),
    changesOnly: filter.changesOnly ?? false,
    bands: (filter.deadBands ?? []).map(({ metrics, by }) => `${metrics} ${by}`).join(', '),
    again: String(filter.againSeconds ?? ''),
    onlyWhen: filter.onlyWhen ?? '',
    deviceNames: (filter.names?.devices ?? []).map(({ from, to }) => `${from} = ${to}`).join(', '),
    metricNames: (filter.names?.metrics ?? []).map(({ from, to }) => `${from} = ${to}`).join(', '),
    waiting: String(filter.waitingMb ?? ''),
    rest: devices === undefined ? {} : { devices },
  };
}

/** A draft of an output that is there, or of a new one of a kind. */
export function draftOf(kinds: OutputKinds, output: Output | undefined, kind: string): OutputDraft {
  const fields = fieldsOf(kinds, kind);
  const known: Readonly<Record<string, unknown>> = { ...output?.settings };
  const entryOf = ({ name, start }: SettingField): string | boolean => {
    const value = known[name];
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string' || typeof value === 'number') return `${value}`;
    return output === undefined ? start : '';
  };
  return {
    name: output?.name ?? '',
    kind,
    settings: Object.fromEntries(fields.map((field) => [field.name, entryOf(field)])),
    secret: '',
    clientKey: '',
    isOn: output?.isOn ?? true,
    filter: output === undefined ? emptyFilter : filterDraft(output.filter),
  };
}

/** Whether a device is let through. */
export const isDeviceIn = ({ exceptDevices, rest: { devices } }: FilterDraft, id: string): boolean =>
  devices?.includes(id) !== false && !exceptDevices.includes(id);

/** A filter that lets a device through, or does not. */
export function withDevice(filter: FilterDraft, id: string, isIn: boolean): FilterDraft {
  const { exceptDevices, rest } = filter;
  const others = exceptDevices.filter((one) => one !== id);
  if (!isIn) return { ...filter, exceptDevices: [...others, id] };
  const isLeftOut = rest.devices?.includes(id) === false;
  return {
    ...filter,
    exceptDevices: others,
    rest: isLeftOut ? { devices: [...(rest.devices ?? []), id] } : rest,
  };
}

const listed = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Dead bands as they were typed; undefined if they are none. */
export function bandsOf(text: string): OutputFilter['deadBands'] {
  const bands = listed(text).map((one) => {
    const [metrics = '', by = '', ...more] = one.split(/[\s:=]+/);
    return { metrics, by: more.length > 0 || by === '' ? Number.NaN : Number(by) };
  });
  return bands.every(({ by }) => Number.isFinite(by) && by >= 0) ? bands : undefined;
}

/** Names as they were typed, `roof = Dach`; undefined if they are none. */
export function namesOf(text: string): readonly { readonly from: string; readonly to: string }[] | undefined {
  const lines = listed(text).map((one) => one.split('=').map((part) => part.trim()));
  return lines.every((line) => line.length === 2 && line.every((part) => part !== ''))
    ? lines.map(([from = '', to = '']) => ({ from, to }))
    : undefined;
}

/** Whether a condition is empty or is one. */
export const isCondition = (text: string): boolean =>
  text.trim() === '' || 'expression' in readExpression(text, homeScope());

/** Whether seconds are empty or can be taken. */
export const isSeconds = (text: string): boolean =>
  text.trim() === '' || (/^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 86_400);

/** Whether a bound of what waits is empty or can be taken. */
export const isWaiting = (text: string): boolean =>
  text.trim() === '' ||
  (/^\d{1,5}$/.test(text.trim()) && Number(text) >= waitingMb.least && Number(text) <= waitingMb.most);

const mebibyte = 1024 * 1024;

/** What waits now, MiB, if it is more than would be kept. */
export function tooMuchFor(text: string, waitingBytes: number): number | undefined {
  const most = text.trim() === '' ? waitingMb.usual : Number(text);
  return isWaiting(text) && waitingBytes > most * mebibyte ? Math.round(waitingBytes / mebibyte) : undefined;
}

/** Whether a draft can be sent. */
export function isWhole({ name, filter }: OutputDraft): boolean {
  return name.trim() !== '' && isFilterWhole(filter);
}

/** The names of fields that have to be filled in and are not. */
export const missingOf = (
  { settings }: Pick<OutputDraft, 'settings'>,
  fields: readonly SettingField[],
): SettingField[] => fields.filter(({ name, isNeeded }) => isNeeded && String(settings[name] ?? '').trim() === '');

/** Whether a filter can be sent. */
export const isFilterWhole = (draft: FilterDraft): boolean =>
  isSeconds(draft.every) &&
  isWaiting(draft.waiting) &&
  isSeconds(draft.again) &&
  bandsOf(draft.bands) !== undefined &&
  isCondition(draft.onlyWhen) &&
  namesOf(draft.deviceNames) !== undefined &&
  namesOf(draft.metricNames) !== undefined;

function namesFrom({ deviceNames, metricNames }: FilterDraft): Pick<OutputFilter, 'names'> {
  const [devices, metrics] = [namesOf(deviceNames) ?? [], namesOf(metricNames) ?? []];
  if (devices.length + metrics.length === 0) return {};
  return { names: { ...(devices.length > 0 ? { devices } : {}), ...(metrics.length > 0 ? { metrics } : {}) } };
}

/** What is sent of a filter. */
export function filterOf(draft: FilterDraft) {
  const { exceptDevices, metrics, exceptMetrics, every, changesOnly, bands, again, onlyWhen, waiting, rest } = draft;
  const [those, notThose, deadBands] = [listed(metrics), listed(exceptMetrics), bandsOf(bands) ?? []];
  return {
    ...rest,
    ...(exceptDevices.length === 0 ? {} : { exceptDevices: [...exceptDevices] }),
    ...(those.length === 0 ? {} : { metrics: those }),
    ...(notThose.length === 0 ? {} : { exceptMetrics: notThose }),
    ...(every.trim() === '' ? {} : { everySeconds: Number(every) }),
    ...(changesOnly ? { changesOnly } : {}),
    ...(changesOnly && deadBands.length > 0 ? { deadBands } : {}),
    ...(changesOnly && again.trim() !== '' ? { againSeconds: Number(again) } : {}),
    ...(onlyWhen.trim() === '' ? {} : { onlyWhen: onlyWhen.trim() }),
    ...namesFrom(draft),
    ...(waiting.trim() === '' ? {} : { waitingMb: Number(waiting) }),
  };
}

function valueOf({ control, options }: SettingField, entry: string | boolean): unknown {
  if (typeof entry === 'boolean') return entry;
  if (control === 'number') return Number(entry);
  return options.find((one) => String(one) === entry) ?? entry.trim();
}

/** What is sent of it. */
export function changeOf(draft: OutputDraft, fields: readonly SettingField[]): OutputChange {
  const entries = fields.flatMap((field): readonly (readonly [string, unknown])[] => {
    const entry = draft.settings[field.name] ?? '';
    return entry === '' && field.isOptional ? [] : [[field.name, valueOf(field, entry)]];
  });
  // The server checks it against the schema that the fields are made from.
  const settings = { kind: draft.kind, ...Object.fromEntries(entries) } as OutputChange['settings'];
  return {
    name: draft.name.trim(),
    settings,
    filter: filterOf(draft.filter),
    isOn: draft.isOn,
    ...(draft.secret === '' ? {} : { secret: draft.secret }),
    ...(draft.clientKey === '' ? {} : { clientKey: draft.clientKey }),
  };
}
