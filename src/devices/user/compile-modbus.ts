// From a user's Modbus device to a definition, in the same words as the built-in ones.
import type { RegisterRow } from '#codec/register-rows.ts';
import type { FieldValue } from '#codec/table.ts';
import { freezeDeep } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { modbusDefinition, type ModbusDevice } from '../modbus-device.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { commonOf, derivationsOf } from './compile.ts';
import { nameOf } from './meaning.ts';
import { servesOf } from './serves.ts';
import type { WrittenMark, WrittenModbus, WrittenRegister } from './written.ts';

function rowOf(written: WrittenRegister): RegisterRow {
  const { write: _, high_word: highWord, scale_factor: scaleFactor, ...row } = written;
  return {
    kind: 'input',
    unit: '',
    ...row,
    name: nameOf(written),
    ...(highWord === undefined ? {} : { highWord }),
    ...(scaleFactor === undefined ? {} : { scaleFactor }),
  };
}

function writesOf(rows: readonly WrittenRegister[]): RegisterWrite[] {
  return rows.flatMap((row): RegisterWrite[] => {
    const { write } = row;
    if (write === undefined) return [];
    const { title = row.label, min, max, step = row.scale ?? 1, words, block, dangerous, stored } = write;
    const serves = servesOf(write.serves);
    return [
      {
        field: nameOf(row),
        title,
        ...(min === undefined || max === undefined ? {} : { limits: { min, max, step } }),
        ...(words === undefined ? {} : { words }),
        ...(block === true ? { asBlock: true } : {}),
        ...(dangerous === true ? { dangerous: true } : {}),
        ...(stored === false ? { wear: false } : {}),
        ...(serves === undefined ? {} : { serves }),
      },
    ];
  });
}

function fits(value: FieldValue, { equals, min, max }: WrittenMark): boolean {
  if (equals !== undefined) return value === equals;
  return typeof value === 'number' && value >= (min ?? value) && value <= (max ?? value);
}

/** A table without `probe` is never found by probing: nothing says which numbers are only this device's. */
function probeOf({ probe }: WrittenModbus, rows: readonly RegisterRow[]): ModbusDevice['probe'] {
  if (probe !== undefined)
    return {
      fields: probe.map(({ field }) => field),
      matches: (...values) => probe.every((mark, index) => fits(values[index], mark)),
    };
  const first = rows.find(({ group = 'live' }) => group === 'live') ?? rows[0];
  return { fields: first === undefined ? [] : [first.name], matches: () => false };
}

/** The definition. Errors: `TypeError` with what the plan of reads cannot do. */
export function compileModbus(device: WrittenModbus): RequestDefinition {
  const rows = device.registers.map(rowOf);
  const { max_registers: maxRegisters, max_gap: maxGap, walls, identity } = device;
  const definition = modbusDefinition({
    ...commonOf(device),
    links: ['serial', 'tcp'],
    unit: device.unit ?? 1,
    overTcp: device.over_tcp ?? 'rtu',
    liveSeconds: device.live_seconds ?? 5,
    settingsSeconds: device.settings_seconds ?? 300,
    plan: {
      ...(maxRegisters === undefined ? {} : { maxRegisters }),
      ...(maxGap === undefined ? {} : { maxGap }),
      ...(walls === undefined ? {} : { walls }),
    },
    rows,
    derive: derivationsOf(device),
    writes: writesOf(device.registers),
    ...(identity === undefined ? {} : { identity }),
    probe: probeOf(device, rows),
  });
  return device.probe === undefined
    ? freezeDeep({ ...definition, autodetect: 'chosen' } satisfies RequestDefinition)
    : definition;
}
