// What a schema cannot see in a user's device: units of metrics, names, signs, what a type needs.
import { metricOf } from '#core/catalogue.ts';
import { fieldName } from '#codec/table.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { type DocumentProblem, type Path, withNear } from '#core/schema-check.ts';
import { type ServedSoFar, servesProblems } from './serves.ts';
import type {
  WrittenDevice,
  WrittenField,
  WrittenModbus,
  WrittenRegister,
  WrittenRow,
  WrittenSetting,
  WrittenText,
  WrittenTopic,
  WrittenTopics,
} from './written.ts';

/** Name of a row: its own, or made from its label. */
export const nameOf = ({ name, label = '' }: Pick<WrittenRow, 'name' | 'label'>): string => name ?? fieldName(label);

/** Names and metrics that were given, by where they stand. */
interface Seen {
  readonly names: Map<string, Reason>;
  readonly metrics: Map<string, Reason>;
}

/** A path as people say it: `question 1 field 2`. */
function place(path: Path): Reason {
  const [top, index, , field, , flag] = path;
  const nth = (part: string | number | undefined): number => Number(part) + 1;
  if (top === 'registers') return because('place.row', { row: nth(index) });
  if (top === 'topics') return because('place.topic', { topic: nth(index) });
  if (top === 'computed') return because('place.computed', { computed: nth(index) });
  const at = { question: nth(index), field: nth(field) };
  return flag === undefined ? because('place.field', at) : because('place.flag', { ...at, flag });
}

/** A row, and whether its value is words. */
type JudgedRow = WrittenRow & { readonly givesWords: boolean };

/** A row among others: its name and metric are its own, its unit is the metric's. */
function rowProblems(row: JudgedRow, path: Path, { names, metrics }: Seen): DocumentProblem[] {
  const { label, name, unit = '', metric, flip, scale } = row;
  const at = (key: string, why: Reason): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  const own = nameOf(row);
  const twin = names.get(own);
  if (label === undefined) found.push({ path, why: because('file.no-key', { key: 'label' }) });
  else if (own === '') found.push(at('label', because('device-file.no-name')));
  if (twin !== undefined)
    found.push(at(name === undefined ? 'label' : 'name', because('device-file.same-name', { place: twin, name: own })));
  names.set(own, place(path));
  if (scale === 0) found.push(at('scale', because('device-file.times-zero')));
  if (metric === undefined) {
    if (flip === true) found.push(at('flip', because('device-file.flip-alone')));
    return found;
  }
  const { unit: needed, sign, kind } = metricOf(metric);
  if (kind === 'text' && !row.givesWords) found.push(at('metric', because('device-file.metric-text', { metric })));
  if (kind !== 'text' && row.givesWords) found.push(at('metric', because('device-file.metric-number', { metric })));
  if (unit !== needed) {
    const why = because('device-file.metric-unit', { metric, unit: needed === '' ? 'none' : needed });
    found.push(at(row.unit === undefined ? 'metric' : 'unit', why));
  }
  if (flip === true && sign === undefined) found.push(at('flip', because('device-file.no-sign', { metric })));
  const other = metrics.get(metric);
  if (other !== undefined) found.push(at('metric', because('device-file.metric-twice', { place: other, metric })));
  metrics.set(metric, place(path));
  return found;
}

const noneSeen = (): Seen => ({ names: new Map(), metrics: new Map() });

/** There is no field of this name. */
const noField = (name: string, fields: readonly string[]): Reason =>
  withNear(because('device-file.no-field', { name }), name, fields);

/** Names of fields that other keys speak of, and metrics that are computed. */
function deviceProblems(
  { identity = {}, computed = [], sums = [] }: Partial<WrittenDevice>,
  seen: Seen,
): DocumentProblem[] {
  const fields = [...seen.names.keys()];
  const known = (name: string, path: Path): DocumentProblem[] =>
    fields.includes(name) ? [] : [{ path, why: noField(name, fields) }];
  const unknown = [
    ...Object.entries(identity).flatMap(([key, name]) => known(name, ['identity', key])),
    ...computed.flatMap(({ sum }, index) =>
      sum.flatMap(({ of = [] }, term) =>
        of.flatMap((name, factor) => known(name, ['computed', index, 'sum', term, 'of', factor])),
      ),
    ),
  ];
  const rows = computed.flatMap((row, index) => rowProblems({ ...row, givesWords: false }, ['computed', index], seen));
  const totals = sums.flatMap(({ metric, of }, index): DocumentProblem[] => {
    const other = seen.metrics.get(metric);
    const twin =
      other === undefined
        ? []
        : [{ path: ['sums', index, 'metric'], why: because('device-file.metric-twice', { place: other, metric }) }];
    const missing = of.flatMap((part, at): DocumentProblem[] =>
      seen.metrics.has(part)
        ? []
        : [{ path: ['sums', index, 'of', at], why: because('device-file.no-source', { metric: part }) }],
    );
    return [...twin, ...missing];
  });
  return [...unknown, ...rows, ...totals];
}

function typeProblems(row: WrittenRegister, path: Path): DocumentProblem[] {
  const at = (key: string, why: Reason): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  const { type, options } = row;
  if (type === 'string' && row.length === undefined) found.push(at('type', because('device-file.text-length')));
  if (type === 'bit' && row.bit === undefined) found.push(at('type', because('device-file.bit-number')));
  if (type === 'bits' && row.bits === undefined) found.push(at('type', because('device-file.bit-labels')));
  if (options !== undefined && (type === 'string' || type === 'bits' || type === 'bit' || type === 'f32'))
    found.push(at('options', because('device-file.options-type', { type })));
  for (const key of ['mask', 'clock'] as const)
    if (row[key] !== undefined && type !== 'u16') found.push(at(key, because('device-file.only-u16', { type })));
  if (row.otherwise !== undefined && options === undefined)
    found.push(at('otherwise', because('device-file.otherwise')));
  return found;
}

/** What a register that can be set is in the catalogue. */
function servedByRow(row: WrittenRegister, path: Path, served: ServedSoFar): DocumentProblem[] {
  const { write, options, unit = '' } = row;
  const words = options === undefined ? undefined : (write?.words ?? Object.values(options));
  const at = { serves: write?.serves, path: [...path, 'write', 'serves'], name: nameOf(row) };
  const limits = { min: write?.min, max: write?.max };
  return servesProblems(at, { unit, ...limits, ...(words === undefined ? {} : { words }) }, served);
}

function writeProblems(row: WrittenRegister, path: Path): DocumentProblem[] {
  const { write, kind, options, type } = row;
  if (write === undefined) return [];
  const at = (why: Reason): DocumentProblem[] => [{ path: [...path, 'write'], why }];
  if (kind !== 'holding') return at(because('device-file.only-holding'));
  if (!['u16', 'i16', 'u32', 'i32'].includes(type) || row.scale_factor !== undefined || row.high_word !== undefined)
    return at(because('device-file.type-not-set', { type }));
  if (row.clock !== undefined) return [];
  const { min, max, step, words = [] } = write;
  if (options !== undefined) {
    const known = Object.values(options);
    return words.flatMap((word, index) =>
      known.includes(word)
        ? []
        : [
            {
              path: [...path, 'write', 'words', index],
              why: withNear(because('device-file.no-option', { word }), word, known),
            },
          ],
    );
  }
  if (min === undefined || max === undefined) return at(because('device-file.needs-limits'));
  return min > max || (step !== undefined && step <= 0) ? at(because('device-file.limit-order')) : [];
}

/** What is wrong with the meaning of a Modbus device. */
export function modbusProblems(device: WrittenModbus): DocumentProblem[] {
  const seen = noneSeen();
  const served: ServedSoFar = new Map();
  const rows = device.registers.flatMap((row, index) => {
    const path = ['registers', index];
    const givesWords = row.options !== undefined || row.type === 'string' || row.type === 'bits';
    return [
      ...rowProblems({ ...row, givesWords }, path, seen),
      ...typeProblems(row, path),
      ...writeProblems(row, path),
      ...servedByRow(row, path, served),
    ];
  });
  const fields = [...seen.names.keys()];
  const marks = (device.probe ?? []).flatMap(({ field, equals, min, max }, index): DocumentProblem[] => {
    if (!fields.includes(field)) return [{ path: ['probe', index, 'field'], why: noField(field, fields) }];
    return equals === undefined && min === undefined && max === undefined
      ? [{ path: ['probe', index], why: because('device-file.mark') }]
      : [];
  });
  return [...rows, ...marks, ...deviceProblems(device, seen)];
}

/** The rows of a field: one, or one a flag and the list of those that are set. */
function fieldProblems(field: WrittenField, path: Path, seen: Seen): DocumentProblem[] {
  const { type, flags, options, metric } = field;
  if (type === 'skip') return [];
  const at = (key: string, why: Reason): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  if (type === 'choice' && options === undefined) found.push(at('type', because('device-file.choice-words')));
  if (type === 'flags' && flags === undefined) found.push(at('type', because('device-file.flag-labels')));
  if (type !== 'number' && (field.scale !== undefined || (field.unit ?? '') !== ''))
    found.push(at(field.scale === undefined ? 'unit' : 'scale', because('device-file.only-number')));
  for (const [bit, label] of Object.entries(flags ?? {}))
    found.push(...rowProblems({ label, givesWords: false }, [...path, 'flags', bit], seen));
  const isBare = type === 'flags' && field.label === undefined && metric === undefined;
  return isBare ? found : [...found, ...rowProblems({ ...field, givesWords: type !== 'number' }, path, seen)];
}

function settingProblems(setting: WrittenSetting, path: Path, fields: readonly string[]): DocumentProblem[] {
  const { send, options, min, max, step = 1, shown_by: shownBy } = setting;
  const at = (key: string, why: Reason): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  const takesValue = send.includes('{value}');
  const isNumber = min !== undefined || max !== undefined;
  if (takesValue && options === undefined && !isNumber) found.push(at('send', because('device-file.needs-words')));
  if (!takesValue && (options !== undefined || isNumber))
    found.push(at('send', because('device-file.no-place', { placeholder: '{value}' })));
  if (options !== undefined && isNumber) found.push(at('options', because('device-file.words-or-limits')));
  if (isNumber && (min === undefined || max === undefined || min > max || step <= 0))
    found.push({ path, why: because('device-file.number-limits') });
  if (setting.scale !== undefined && !(setting.scale > 0)) found.push(at('scale', because('device-file.scale')));
  if (shownBy !== undefined && !fields.includes(shownBy)) found.push(at('shown_by', noField(shownBy, fields)));
  return found;
}

/** What is wrong with the meaning of a text device. */
export function textProblems(device: WrittenText): DocumentProblem[] {
  const { questions, settings = [], lines = {} } = device;
  const seen = noneSeen();
  const asked = new Map<string, number>();
  const rows = questions.flatMap(({ ask, fields }, index): DocumentProblem[] => {
    const path = ['questions', index];
    const twin = asked.get(ask);
    asked.set(ask, index);
    const rest = fields.findIndex(({ type }) => type === 'rest');
    const found = fields.flatMap((field, at) => fieldProblems(field, [...path, 'fields', at], seen));
    if (twin !== undefined)
      found.push({ path: [...path, 'ask'], why: because('device-file.same-question', { question: twin + 1 }) });
    if (rest >= 0 && rest !== fields.length - 1)
      found.push({ path: [...path, 'fields', rest, 'type'], why: because('device-file.rest-last') });
    return found;
  });
  const names = new Set<string>();
  const served: ServedSoFar = new Map();
  const writes = settings.flatMap((setting, index): DocumentProblem[] => {
    const path = ['settings', index];
    const found = settingProblems(setting, path, [...seen.names.keys()]);
    if (names.has(setting.name))
      found.push({ path: [...path, 'name'], why: because('device-file.same-setting', { name: setting.name }) });
    names.add(setting.name);
    const { options, unit = '', serves, name } = setting;
    const takes =
      options === undefined ? { unit, min: setting.min, max: setting.max } : { words: Object.values(options) };
    return [...found, ...servesProblems({ serves, path: [...path, 'serves'], name }, takes, served)];
  });
  const mixed =
    lines.like !== undefined && Object.keys(lines).some((key) => key !== 'like' && key !== 'separator')
      ? [{ path: ['lines', 'like'], why: because('device-file.like', { like: lines.like }) }]
      : [];
  return [...rows, ...writes, ...mixed, ...deviceProblems(device, seen)];
}

/** A value of a topic: what its type needs, and that it stands where the others of its topic do. */
function topicProblem(row: WrittenTopic, path: Path, all: readonly WrittenTopic[]): DocumentProblem[] {
  const { type = 'number', unit = '', scale, offset, on, off, topic } = row;
  const at = (key: string, why: Reason): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  if (type !== 'number' && (scale !== undefined || unit !== ''))
    found.push(at(scale === undefined ? 'unit' : 'scale', because('device-file.only-number')));
  if (type !== 'number' && offset !== undefined) found.push(at('offset', because('device-file.only-number')));
  if (type !== 'switch' && (on ?? off) !== undefined)
    found.push(at(on === undefined ? 'off' : 'on', because('device-file.switch-words')));
  if (row.path === undefined && all.some((other) => other.topic === topic && other.path !== undefined))
    found.push(at('topic', because('device-file.value-beside-path', { topic: external(topic) })));
  return found;
}

/** What is wrong with the meaning of an MQTT device. */
export function topicProblems(device: WrittenTopics): DocumentProblem[] {
  const { topics, settings = [], examples = [] } = device;
  const seen = noneSeen();
  const rows = topics.flatMap((row, index) => {
    const path = ['topics', index];
    return [
      ...rowProblems({ ...row, givesWords: row.type === 'text' }, path, seen),
      ...topicProblem(row, path, topics),
    ];
  });
  const fields = [...seen.names.keys()];
  const served: ServedSoFar = new Map();
  const names = new Set<string>();
  const writes = settings.flatMap((setting, index): DocumentProblem[] => {
    const path = ['settings', index];
    const { name, options, unit = '', min, max, serves } = setting;
    const twin = names.has(name)
      ? [{ path: [...path, 'name'], why: because('device-file.same-setting', { name }) }]
      : [];
    names.add(name);
    const takes = options === undefined ? { unit, min, max } : { words: Object.values(options) };
    return [
      ...twin,
      ...settingProblems({ ...setting, send: setting.send ?? '{value}' }, path, fields),
      ...servesProblems({ serves, path: [...path, 'serves'], name }, takes, served),
    ];
  });
  const unheard = examples.flatMap(({ topic }, index): DocumentProblem[] =>
    topics.some((row) => row.topic === topic)
      ? []
      : [{ path: ['examples', index, 'topic'], why: because('device-file.no-example-topic') }],
  );
  return [...rows, ...writes, ...unheard, ...deviceProblems(device, seen)];
}
