// Register tables held against the makers' printed lists (`<maker>/captures/registers.ts`, `sunspec/captures/models.ts`): address, type,
// what one count is, sign, and a worked value of every number. And that each slip of each row would be seen.
import { describe, expect, test } from 'vitest';
import { reach } from '#codec/register-rows.ts';
import { dalyRegisters } from './daly/captures/registers.ts';
import { deyeRegisters } from './deye/captures/registers.ts';
import type { AskedDefinition } from './definition.ts';
import { eastronRegisters } from './eastron/captures/registers.ts';
import { goodweRegisters } from './goodwe/captures/registers.ts';
import { growattRegisters } from './growatt/captures/registers.ts';
import { huaweiRegisters } from './huawei/captures/registers.ts';
import { pzemRegisters } from './pzem/captures/registers.ts';
import { definitionOf, definitions } from './registry.ts';
import { seplosRegisters } from './seplos/captures/registers.ts';
import { smaRegisters } from './sma/captures/registers.ts';
import { srneRegisters } from './srne/captures/registers.ts';
import { sungrowRegisters } from './sungrow/captures/registers.ts';
import { sunspecModels } from './sunspec/captures/models.ts';
import { type PrintedRegisters, type PrintedRow, shownBy } from './testing.ts';
import {
  isCalled,
  isNumber,
  isRegisterRow,
  lastOf,
  misread,
  type RegisterRead,
  slipped,
  slipsOf,
} from './testing/printed.ts';

const printed = [
  sungrowRegisters,
  huaweiRegisters,
  growattRegisters,
  goodweRegisters,
  deyeRegisters,
  smaRegisters,
  srneRegisters,
  eastronRegisters,
  pzemRegisters,
  seplosRegisters,
  dalyRegisters,
].flat();

/** What a definition is held against: reads of registers and the printed rows of each. */
interface Held {
  readonly title: string;
  readonly reads: readonly RegisterRead[];
  readonly rows: readonly { readonly kind: string; readonly row: PrintedRow }[];
}

function askedOf(id: string): AskedDefinition {
  const definition = definitionOf(id);
  if (definition.mode !== 'request') throw new TypeError(`assertion: ${id} is not asked`);
  return definition;
}

function listedAs(
  lists: readonly PrintedRegisters[],
  readsOf: (id: string) => readonly RegisterRead[],
): readonly Held[] {
  return [...new Set(lists.flatMap(({ of }) => of))].map((id) => ({
    title: id,
    reads: readsOf(id),
    rows: lists.flatMap(({ of, kind, rows }) => (of.includes(id) ? rows.map((row) => ({ kind, row })) : [])),
  }));
}

const listed: readonly Held[] = [
  ...listedAs(
    printed.filter(({ found }) => found === undefined),
    (id) => askedOf(id).commands,
  ),
  ...printed.flatMap((list) =>
    list.found === undefined
      ? []
      : listedAs([list], (id) => shownBy(askedOf(id), list.found ?? {}).definition.commands),
  ),
];

/** A device whose map is the common model, some models and the end, and where a model begins. */
function sunspecMap(models: readonly (readonly [id: number, length: number])[]) {
  const image: Record<number, number> = { 40_000: 0x5375, 40_001: 0x6e53 };
  const begins = new Map<number, number>();
  let at = 40_002;
  for (const [id, length] of [[1, 66] as const, ...models]) {
    Object.assign(image, { [at]: id, [at + 1]: length });
    begins.set(id, at);
    at += length + 2;
  }
  return { image: { ...image, [at]: 0xffff }, begins };
}

/** Where the batteries of SolarEdge would answer. */
const noBatteries = [57_600, 57_856, 58_368];

const modelled: readonly Held[] = sunspecModels.map(({ by, models, model, points }) => {
  const { image, begins } = sunspecMap(models);
  const from = begins.get(model) ?? Number.NaN;
  return {
    title: `${by}, model ${model}`,
    reads: shownBy(askedOf(by), image, noBatteries).definition.commands,
    rows: points.map(([offset, type, factorAt, unit, name, sign]) => {
      // Its own scale factor says tenths, all others ones.
      const scaled = factorAt === undefined ? {} : { beside: { [from + factorAt]: 0xffff } };
      const row: PrintedRow = [
        from + offset,
        type,
        factorAt === undefined ? 1 : 0.1,
        unit,
        name,
        { ...scaled, ...(sign === undefined ? {} : { sign }) },
      ];
      return { kind: 'holding', row };
    }),
  };
});

const held = [...listed, ...modelled];

/** The read a printed row is in. */
function readOf({ reads }: Held, kind: string, [register, , , , called]: PrintedRow): RegisterRead | undefined {
  return reads.find(({ name, table }) => {
    const [, first = 0, count = 0] = name.split(' ').map(Number);
    const isInside = register >= first && register < first + count;
    return name.startsWith(kind) && isInside && table.rows.some((candidate) => isCalled(candidate, called));
  });
}

describe.each(held)('$title', (device) => {
  test('is as printed', () => {
    const wrong = device.rows.flatMap(({ kind, row }) => {
      const read = readOf(device, kind, row);
      const why = read === undefined ? 'it is in no read' : misread(read, row);
      return why === undefined ? [] : [`${kind} ${row[0]} ${row[4]}: ${why}`];
    });
    expect(wrong).toEqual([]);
    expect(device.rows.length).toBeGreaterThan(0);
  });
});

test('every number that becomes a metric is printed', () => {
  // What a SunSpec map holds is found out, and held model by model.
  const isFound = (command: string): boolean => command === 'holding 40000 2';
  const missing = definitions.flatMap((definition) => {
    if (definition.mode !== 'request' || isFound(definition.probe.command)) return [];
    const { id, commands } = definition;
    const rows = printed.flatMap((list) => (list.of.includes(id) ? list.rows : []));
    const own = commands.flatMap(({ table }) => table.rows.filter(isRegisterRow));
    const metrics = own.filter((row) => row.metric !== undefined && isNumber(row) && row.scaleFactor === undefined);
    return metrics.filter((row) => !rows.some((line) => isCalled(row, line[4]))).map((row) => `${id} ${row.name}`);
  });
  expect(missing).toEqual([]);
});

test('a slip of any row – scale, address, sign, order of words, width – is seen', () => {
  const tried = { scale: 0, address: 0, sign: 0, order: 0, width: 0, mask: 0 };
  const survivors = held.flatMap((device) =>
    device.rows.flatMap(({ kind, row }) => {
      const read = readOf(device, kind, row);
      const own = read?.table.rows.find((candidate) => isCalled(candidate, row[4]));
      if (read === undefined || own === undefined || !isRegisterRow(own)) return [];
      return slipsOf(own).flatMap(([slip, other]) => {
        // One word more at the end of a read would be another read.
        if (reach(other).last > lastOf(read)) return [];
        tried[slip] += 1;
        return misread(slipped(read, other), row) === undefined ? [`${device.title} ${row[4]}: ${slip}`] : [];
      });
    }),
  );
  expect(survivors).toEqual([]);
  // Numbers have no masks.
  const { mask, ...others } = tried;
  expect([mask, Math.min(...Object.values(others)) > 100]).toEqual([0, true]);
});
