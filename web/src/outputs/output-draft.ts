// An output as it is typed: every entry is text or yes and no, and becomes what the contract takes when it is sent.
import type { Output, OutputChange, OutputFilter, OutputKinds } from '#api/outputs.ts';
import { isRecord } from '#core/entries.ts';

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
  readonly isOn: boolean;
  readonly filter: FilterDraft;
}

/** A field of a kind, from its schema. */
export interface SettingField {
  readonly name: string;
  readonly control: 'text' | 'long' | 'number' | 'check' | 'choice';
  readonly isOptional: boolean;
  readonly options: readonly (string | number)[];
  readonly start: string | boolean;
}

/** A text that is longer than this is no line. */
const longText = 1000;

function fieldOf(name: string, schema: unknown, isOptional: boolean): SettingField | undefined {
  if (!isRecord(schema) || 'const' in schema) return undefined;
  const { type, anyOf, default: usual, maxLength } = schema;
  const start =
    typeof usual === 'boolean' ? usual : typeof usual === 'string' || typeof usual === 'number' ? `${usual}` : '';
  if (Array.isArray(anyOf)) {
    const options = anyOf.flatMap((one: unknown) => {
      const value = isRecord(one) ? one['const'] : undefined;
      return typeof value === 'string' || typeof value === 'number' ? [value] : [];
    });
    return { name, control: 'choice', isOptional, options, start };
  }
  if (type === 'boolean') return { name, control: 'check', isOptional, options: [], start: start === true };
  if (type === 'integer' || type === 'number') return { name, control: 'number', isOptional, options: [], start };
  const isLong = typeof maxLength === 'number' && maxLength > longText;
  return { name, control: isLong ? 'long' : 'text', isOptional, options: [], start };
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

const emptyFilter: FilterDraft = {
  exceptDevices: [],
  metrics: '',
  exceptMetrics: '',
  every: '',
  changesOnly: false,
  bands: '',
  again: '',
  rest: {},
};

function filterDraft({ devices, ...filter }: OutputFilter): FilterDraft {
  return {
    exceptDevices: filter.exceptDevices ?? [],
    metrics: (filter.metrics ?? []).join(', '),
    exceptMetrics: (filter.exceptMetrics ?? []).join(', '),
    every: String(filter.everySeconds ?? ''),
    changesOnly: filter.changesOnly ?? false,
    bands: (filter.deadBands ?? []).map(({ metrics, by }) => `${metrics} ${by}`).join(', '),
    again: String(filter.againSeconds ?? ''),
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
    isOn: output?.isOn ?? true,
    filter: output === undefined ? emptyFilter : filterDraft(output.filter),
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

/** Whether seconds are empty or can be taken. */
export const isSeconds = (text: string): boolean =>
  text.trim() === '' || (/^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 86_400);

/** Whether a draft can be sent. */
export function isWhole({ name, filter }: OutputDraft): boolean {
  return name.trim() !== '' && isFilterWhole(filter);
}

/** Whether a filter can be sent. */
export const isFilterWhole = ({ every, again, bands }: FilterDraft): boolean =>
  isSeconds(every) && isSeconds(again) && bandsOf(bands) !== undefined;

function filterOf({ exceptDevices, metrics, exceptMetrics, every, changesOnly, bands, again, rest }: FilterDraft) {
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
  };
}
