// From a device that a person wrote down to a definition like the built-in ones. Pure: who reads the file turns the paths
// of the problems into lines and columns.
import type { RegisterRow } from '#codec/register-rows.ts';
import { fieldName } from '#codec/table.ts';
import { metricOf } from '#core/catalogue.ts';
import type { PolledDefinition } from '../definition.ts';
import { modbusDefinition, type ModbusDevice } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { check, type DocumentProblem } from './check.ts';
import { userDeviceSchema } from './schema.ts';

/** The definition, or what is wrong with the document. */
export type UserOutcome = { readonly definition: PolledDefinition } | { readonly problems: readonly DocumentProblem[] };

interface Written {
  readonly title?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly block?: boolean;
  readonly dangerous?: boolean;
}

/** A row as it was written, after the schema has passed it. */
type UserRow = Omit<RegisterRow, 'name' | 'unit' | 'kind' | 'bits'> &
  Partial<Pick<RegisterRow, 'name' | 'unit' | 'kind' | 'bits'>> & { readonly write?: Written };

/** A document after the schema has passed it. */
interface UserDevice {
  readonly id: string;
  readonly kind: ModbusDevice['kind'];
  readonly maker: string;
  readonly title: string;
  readonly models?: readonly string[];
  readonly source?: string;
  readonly unit?: number;
  readonly over_tcp?: 'rtu' | 'tcp';
  readonly baud?: number;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stop_bits?: 1 | 2;
  readonly response_ms?: number;
  readonly pause_ms?: number;
  readonly live_seconds?: number;
  readonly max_registers?: number;
  readonly max_gap?: number;
  readonly registers: readonly UserRow[];
}

function rowOf({ write: _, ...row }: UserRow): RegisterRow {
  return { kind: 'input', unit: '', ...row, name: row.name ?? fieldName(row.label) };
}

/** What the schema cannot see: units of metrics, names, signs, what a type needs. */
function meaningProblems(rows: readonly UserRow[]): DocumentProblem[] {
  const names = new Map<string, number>();
  const metrics = new Map<string, number>();
  return rows.flatMap((row, index): DocumentProblem[] => {
    const at = (key: string, why: string): DocumentProblem => ({ path: ['registers', index, key], why });
    const found: DocumentProblem[] = [];
    const name = row.name ?? fieldName(row.label);
    const twin = names.get(name);
    if (name === '') found.push(at('label', 'a name cannot be made from it: give the key name'));
    if (twin !== undefined)
      found.push(at(row.name === undefined ? 'label' : 'name', `row ${twin + 1} has the same name ${name}`));
    names.set(name, index);
    if (row.metric !== undefined) {
      const { unit, sign } = metricOf(row.metric);
      const other = metrics.get(row.metric);
      if ((row.unit ?? '') !== unit)
        found.push(
          at(
            row.unit === undefined ? 'metric' : 'unit',
            `${row.metric} is in ${unit === '' ? 'no unit' : unit}: set unit and scale so that this is`,
          ),
        );
      if (row.flip === true && sign === undefined) found.push(at('flip', `${row.metric} has no sign to turn`));
      if (other !== undefined) found.push(at('metric', `row ${other + 1} gives ${row.metric} already`));
      metrics.set(row.metric, index);
    } else if (row.flip === true) found.push(at('flip', 'only a metric has a sign to turn'));
    if (row.type === 'string' && row.length === undefined)
      found.push(at('type', 'a text needs its length in registers'));
    if (row.type === 'bit' && row.bit === undefined) found.push(at('type', 'one bit needs its number: bit'));
    if (row.type === 'bits' && row.bits === undefined) found.push(at('type', 'bits need their labels: bits'));
    if (row.scale === 0) found.push(at('scale', 'nothing is left of a number times 0'));
    return [...found, ...writeProblems(row, index)];
  });
}

function writeProblems({ write, kind, options }: UserRow, index: number): DocumentProblem[] {
  if (write === undefined) return [];
  const at = (why: string): DocumentProblem => ({ path: ['registers', index, 'write'], why });
  if (kind !== 'holding') return [at('only a holding register can be set')];
  const { min, max, step } = write;
  if (options !== undefined) return [];
  if (min === undefined || max === undefined) return [at('a number that can be set needs its limits: min and max')];
  return min > max || (step !== undefined && step <= 0) ? [at('min must not be above max, and step be above 0')] : [];
}

function writesOf(rows: readonly UserRow[]): RegisterWrite[] {
  return rows.flatMap((row): RegisterWrite[] => {
    const { write } = row;
    if (write === undefined) return [];
    const { title = row.label, min, max, step = row.scale ?? 1, block, dangerous } = write;
    return [
      {
        field: row.name ?? fieldName(row.label),
        title,
        ...(min === undefined || max === undefined ? {} : { limits: { min, max, step } }),
        ...(block === true ? { asBlock: true } : {}),
        ...(dangerous === true ? { dangerous: true } : {}),
      },
    ];
  });
}

function deviceOf(user: UserDevice): ModbusDevice {
  const rows = user.registers.map(rowOf);
  const first = rows.find(({ group = 'live' }) => group === 'live') ?? rows[0];
  const { max_registers: maxRegisters, max_gap: maxGap } = user;
  return {
    id: user.id,
    aliases: [],
    version: 1,
    kind: user.kind,
    maker: user.maker,
    title: user.title,
    models: user.models ?? [user.title],
    verified: 'unverified',
    sources: [user.source ?? 'written down by the owner'],
    links: ['serial', 'tcp'],
    unit: user.unit ?? 1,
    overTcp: user.over_tcp ?? 'rtu',
    serial: { baud: user.baud ?? 9600, dataBits: 8, parity: user.parity ?? 'none', stopBits: user.stop_bits ?? 1 },
    responseMs: user.response_ms ?? 1000,
    ...(user.pause_ms === undefined ? {} : { pauseMs: user.pause_ms }),
    liveSeconds: user.live_seconds ?? 5,
    plan: { ...(maxRegisters === undefined ? {} : { maxRegisters }), ...(maxGap === undefined ? {} : { maxGap }) },
    rows,
    writes: writesOf(user.registers),
    // A table by a person is never found by probing: nothing says which numbers are only this device's.
    probe: { fields: first === undefined ? [] : [first.name], isMine: () => false },
  };
}

/** Whether a value passed the schema, so that it has the columns' types. */
function isUserDevice(value: unknown, problems: readonly DocumentProblem[]): value is UserDevice {
  return problems.length === 0;
}

/** A definition from a document, or all that is wrong with it. */
export function userDefinition(document: unknown): UserOutcome {
  const problems = check(document, userDeviceSchema);
  if (!isUserDevice(document, problems)) return { problems };
  const meaning = meaningProblems(document.registers);
  if (meaning.length > 0) return { problems: meaning };
  try {
    return { definition: modbusDefinition(deviceOf(document)) };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return { problems: [{ path: ['registers'], why: thrown.message.replace('assertion: ', '') }] };
  }
}
