// States, kinds and texts of register tables held against the makers' lists (`captures/words.ts`), and that a register beside the right one
// would be seen. What can be set is held by its literal requests.
import { expect, test } from 'vitest';
import { reach, type RegisterRow, registersOf } from '#codec/register-rows.ts';
import { type PrintedWord, printedWords } from './captures/words.ts';
import type { AskedDefinition } from './definition.ts';
import { definitionOf, definitions } from './registry.ts';
import {
  isCalled,
  isNumber,
  isRegisterRow,
  lastOf,
  neighbour,
  type RegisterRead,
  slipped,
  slipsOf,
} from './testing/printed.ts';

function askedOf(id: string): AskedDefinition {
  const definition = definitionOf(id);
  if (definition.mode !== 'request') throw new TypeError(`assertion: ${id} is not asked`);
  return definition;
}

const all = printedWords.flatMap(({ of, kind, words }) =>
  of.flatMap((id) => words.map((line) => ({ id, kind, line }))),
);

/** The words a line puts into registers. */
function wordsOf(holds: number | string): readonly number[] {
  if (typeof holds === 'number') return [holds];
  return Array.from(
    { length: holds.length / 2 },
    (_, at) => (holds.charCodeAt(2 * at) << 8) | holds.charCodeAt(2 * at + 1),
  );
}

/** The read and the row of a line. */
function placeOf(id: string, kind: string, [register, , name]: PrintedWord): { read: RegisterRead; row: RegisterRow } {
  for (const read of askedOf(id).commands) {
    const [, first = 0, count = 0] = read.name.split(' ').map(Number);
    const isHere = read.name.startsWith(kind) && register >= first && register < first + count;
    const row = read.table.rows.find((candidate) => isCalled(candidate, name));
    if (isHere && row !== undefined && isRegisterRow(row)) return { read, row };
  }
  throw new TypeError(`assertion: ${id} has no ${name} at ${kind} ${register}`);
}

/** What a row alone makes of the words of a line, which stand where the right row has them; beside them stands something else. */
function shownBy({ name, table }: RegisterRead, own: RegisterRow, [register, holds]: PrintedWord): unknown {
  const [, first = 0, count = 0] = name.split(' ').map(Number);
  const words = wordsOf(holds);
  const isOwn = (at: number): boolean => at >= own.register && at < own.register + registersOf(own);
  const image = Array.from(
    { length: count },
    (_, index) => words[first + index - register] ?? (isOwn(first + index) ? 0 : neighbour),
  );
  return table.decode(Uint8Array.from(image.flatMap((word) => [word >> 8, word & 0xff]))).values[0];
}

test.each(all)('$id $line.2', ({ id, kind, line }) => {
  const { read, row } = placeOf(id, kind, line);
  expect(shownBy(slipped(read, row), row, line)).toBe(line[3]);
});

test('a register beside the right one, a mask one bit off and a word too many are seen', () => {
  const survivors = all.flatMap(({ id, kind, line }) => {
    const { read, row } = placeOf(id, kind, line);
    const others = slipsOf(row).filter(([slip]) => slip === 'address' || slip === 'mask' || slip === 'width');
    return others.flatMap(([slip, other]) => {
      const same = all.filter((known) => known.id === id && known.kind === kind && known.line[2] === line[2]);
      const isSeen = same.some((known) => shownBy(slipped(read, other), row, known.line) !== known.line[3]);
      return isSeen || reach(other).last > lastOf(read) ? [] : [`${id} ${line[2]}: ${slip}`];
    });
  });
  expect(survivors).toEqual([]);
  expect(all.length).toBeGreaterThan(70);
});

test('every state and text of a register table is printed, or set by a literal request', () => {
  const missing = definitions.flatMap((definition) => {
    if (definition.mode !== 'request' || definition.probe.command === 'holding 40000 2') return [];
    const { id, commands, writes } = definition;
    const isHeld = (row: RegisterRow): boolean =>
      writes.some(({ readBack }) => readBack?.field === row.name) ||
      all.some((line) => line.id === id && isCalled(row, line.line[2]));
    const rows = commands.flatMap(({ table }) => table.rows.filter(isRegisterRow));
    return rows.filter((row) => !isNumber(row) && !isHeld(row)).map(({ name }) => `${id} ${name}`);
  });
  expect(missing).toEqual([]);
});
