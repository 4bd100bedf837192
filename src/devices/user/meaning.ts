// What a schema cannot see in a user's device: units of metrics, names, signs, what a type needs.
import { metricOf } from '#core/catalogue.ts';
import { fieldName } from '#codec/table.ts';
import { nearest } from '../nearest.ts';
import type { DocumentProblem, Path } from './check.ts';
import { type ServedSoFar, servesProblems } from './serves.ts';
import type {
  WrittenDevice,
  WrittenField,
  WrittenModbus,
  WrittenRegister,
  WrittenRow,
  WrittenSetting,
  WrittenText,
} from './written.ts';

/** Name of a row: its own, or made from its label. */
export const nameOf = ({ name, label = '' }: Pick<WrittenRow, 'name' | 'label'>): string => name ?? fieldName(label);

/** Names and metrics that were given, by where they stand. */
interface Seen {
  readonly names: Map<string, string>;
  readonly metrics: Map<string, string>;
}

const words: Readonly<Record<string, string>> = { registers: 'row', questions: 'question', fields: 'field' };

/** A path as people say it: `question 1 field 2`. */
const place = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? part + 1 : (words[part] ?? part))).join(' ');

/** A row, and whether its value is words. */
type JudgedRow = WrittenRow & { readonly givesWords: boolean };

/** A row among others: its name and metric are its own, its unit is the metric's. */
function rowProblems(row: JudgedRow, path: Path, { names, metrics }: Seen): DocumentProblem[] {
  const { label, name, unit = '', metric, flip, scale } = row;
  const at = (key: string, why: string): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  const own = nameOf(row);
  const twin = names.get(own);
  if (label === undefined) found.push({ path, why: 'the key label is missing' });
  else if (own === '') found.push(at('label', 'a name cannot be made from it: give the key name'));
  if (twin !== undefined) found.push(at(name === undefined ? 'label' : 'name', `${twin} has the same name ${own}`));
  names.set(own, place(path));
  if (scale === 0) found.push(at('scale', 'nothing is left of a number times 0'));
  if (metric === undefined) {
    if (flip === true) found.push(at('flip', 'only a metric has a sign to turn'));
    return found;
  }
  const { unit: needed, sign, kind } = metricOf(metric);
  if (kind === 'text' && !row.givesWords)
    found.push(at('metric', `${metric} is a text: give the row options, bits or a type of text`));
  if (kind !== 'text' && row.givesWords) found.push(at('metric', `${metric} is a number: this row gives words`));
  if (unit !== needed) {
    const why = `${metric} is in ${needed === '' ? 'no unit' : needed}: set unit and scale so that this is`;
    found.push(at(row.unit === undefined ? 'metric' : 'unit', why));
  }
  if (flip === true && sign === undefined) found.push(at('flip', `${metric} has no sign to turn`));
  const other = metrics.get(metric);
  if (other !== undefined) found.push(at('metric', `${other} gives ${metric} already`));
  metrics.set(metric, place(path));
  return found;
}

const noneSeen = (): Seen => ({ names: new Map(), metrics: new Map() });

/** Names of fields that other keys speak of, and metrics that are computed. */
function deviceProblems({ identity = {}, computed = [], sums = [] }: WrittenDevice, seen: Seen): DocumentProblem[] {
  const fields = [...seen.names.keys()];
  const known = (name: string, path: Path): DocumentProblem[] =>
    fields.includes(name) ? [] : [{ path, why: `there is no field ${name}${nearest(name, fields)}` }];
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
      other === undefined ? [] : [{ path: ['sums', index, 'metric'], why: `${other} gives ${metric} already` }];
    const missing = of.flatMap((part, at): DocumentProblem[] =>
      seen.metrics.has(part) ? [] : [{ path: ['sums', index, 'of', at], why: `no field gives ${part}` }],
    );
    return [...twin, ...missing];
  });
  return [...unknown, ...rows, ...totals];
}

function typeProblems(row: WrittenRegister, path: Path): DocumentProblem[] {
  const at = (key: string, why: string): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  const { type, options } = row;
  if (type === 'string' && row.length === undefined) found.push(at('type', 'a text needs its length in registers'));
  if (type === 'bit' && row.bit === undefined) found.push(at('type', 'one bit needs its number: bit'));
  if (type === 'bits' && row.bits === undefined) found.push(at('type', 'bits need their labels: bits'));
  if (options !== undefined && (type === 'string' || type === 'bits' || type === 'bit' || type === 'f32'))
    found.push(at('options', `options go with whole numbers, not with ${type}`));
  for (const key of ['mask', 'clock'] as const)
    if (row[key] !== undefined && type !== 'u16') found.push(at(key, `it goes with u16, not with ${type}`));
  if (row.otherwise !== undefined && options === undefined)
    found.push(at('otherwise', 'a word for other numbers needs the words of options'));
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
  const at = (why: string): DocumentProblem[] => [{ path: [...path, 'write'], why }];
  if (kind !== 'holding') return at('only a holding register can be set');
  if (!['u16', 'i16', 'u32', 'i32'].includes(type) || row.scale_factor !== undefined || row.high_word !== undefined)
    return at(`a value of the type ${type} cannot be set; u16, i16, u32 and i32 can`);
  if (row.clock !== undefined) return [];
  const { min, max, step, words = [] } = write;
  if (options !== undefined) {
    const known = Object.values(options);
    return words.flatMap((word, index) =>
      known.includes(word)
        ? []
        : [{ path: [...path, 'write', 'words', index], why: `${word} is none of the options${nearest(word, known)}` }],
    );
  }
  if (min === undefined || max === undefined) return at('a number that can be set needs its limits: min and max');
  return min > max || (step !== undefined && step <= 0) ? at('min must not be above max, and step be above 0') : [];
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
    if (!fields.includes(field))
      return [{ path: ['probe', index, 'field'], why: `there is no field ${field}${nearest(field, fields)}` }];
    return equals === undefined && min === undefined && max === undefined
      ? [{ path: ['probe', index], why: 'it needs equals, or min and max' }]
      : [];
  });
  return [...rows, ...marks, ...deviceProblems(device, seen)];
}

/** The rows of a field: one, or one a flag and the list of those that are set. */
function fieldProblems(field: WrittenField, path: Path, seen: Seen): DocumentProblem[] {
  const { type, flags, options, metric } = field;
  if (type === 'skip') return [];
  const at = (key: string, why: string): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  if (type === 'choice' && options === undefined) found.push(at('type', 'a choice needs its words: options'));
  if (type === 'flags' && flags === undefined) found.push(at('type', 'flags need their labels: flags'));
  if (type !== 'number' && (field.scale !== undefined || (field.unit ?? '') !== ''))
    found.push(at(field.scale === undefined ? 'unit' : 'scale', 'only a number has it'));
  for (const [bit, label] of Object.entries(flags ?? {}))
    found.push(...rowProblems({ label, givesWords: false }, [...path, 'flags', bit], seen));
  const isBare = type === 'flags' && field.label === undefined && metric === undefined;
  return isBare ? found : [...found, ...rowProblems({ ...field, givesWords: type !== 'number' }, path, seen)];
}

function settingProblems(setting: WrittenSetting, path: Path, fields: readonly string[]): DocumentProblem[] {
  const { send, options, min, max, step = 1, shown_by: shownBy } = setting;
  const at = (key: string, why: string): DocumentProblem => ({ path: [...path, key], why });
  const found: DocumentProblem[] = [];
  const takesValue = send.includes('{value}');
  const isNumber = min !== undefined || max !== undefined;
  if (takesValue && options === undefined && !isNumber)
    found.push(at('send', 'a value needs its words (options) or its limits (min and max)'));
  if (!takesValue && (options !== undefined || isNumber))
    found.push(at('send', 'the value has no place: write {value}'));
  if (options !== undefined && isNumber) found.push(at('options', 'it has either options or min and max'));
  if (isNumber && (min === undefined || max === undefined || min > max || step <= 0))
    found.push({ path, why: 'a number needs min and max; min must not be above max, and step be above 0' });
  if (setting.scale !== undefined && !(setting.scale > 0)) found.push(at('scale', 'it must be above 0'));
  if (shownBy !== undefined && !fields.includes(shownBy))
    found.push(at('shown_by', `there is no field ${shownBy}${nearest(shownBy, fields)}`));
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
    if (twin !== undefined) found.push({ path: [...path, 'ask'], why: `question ${twin + 1} is the same` });
    if (rest >= 0 && rest !== fields.length - 1)
      found.push({ path: [...path, 'fields', rest, 'type'], why: 'only the last field takes the rest' });
    return found;
  });
  const names = new Set<string>();
  const served: ServedSoFar = new Map();
  const writes = settings.flatMap((setting, index): DocumentProblem[] => {
    const path = ['settings', index];
    const found = settingProblems(setting, path, [...seen.names.keys()]);
    if (names.has(setting.name))
      found.push({ path: [...path, 'name'], why: `another setting is named ${setting.name}` });
    names.add(setting.name);
    const { options, unit = '', serves, name } = setting;
    const takes =
      options === undefined ? { unit, min: setting.min, max: setting.max } : { words: Object.values(options) };
    return [...found, ...servesProblems({ serves, path: [...path, 'serves'], name }, takes, served)];
  });
  const mixed =
    lines.like !== undefined && Object.keys(lines).some((key) => key !== 'like' && key !== 'separator')
      ? [{ path: ['lines', 'like'], why: `${lines.like} says all of it: leave out the other keys` }]
      : [];
  return [...rows, ...writes, ...mixed, ...deviceProblems(device, seen)];
}
