// What goes out for every setting of every definition, held against the requests that were written down from the makers' documents
// (`<maker>/captures/writes.ts`). A table that is wrong both ways – a scale, an address, a word – passes every round trip and not this.
import { describe, expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import { reach, type RegisterRow } from '#codec/register-rows.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Definition, WriteCommand, WriteValue } from './definition.ts';
import { dalyWrites } from './daly/captures/writes.ts';
import { deyeWrites } from './deye/captures/writes.ts';
import { esphomeWrites } from './esphome/captures/writes.ts';
import { findWrite, requestFor } from './find-write.ts';
import { goodweWrites } from './goodwe/captures/writes.ts';
import { growattWrites } from './growatt/captures/writes.ts';
import { goEWrites } from './go-e/captures/writes.ts';
import { ocppWrites } from './ocpp/captures/writes.ts';
import { homesyncWrites } from './homesync/captures/writes.ts';
import { huaweiWrites } from './huawei/captures/writes.ts';
import { jbdWrites } from './jbd/captures/writes.ts';
import { jikongWrites } from './jikong/captures/writes.ts';
import { openDtuWrites } from './opendtu/captures/writes.ts';
import { pzemWrites } from './pzem/captures/writes.ts';
import { definitions } from './registry.ts';
import { shellyWrites } from './shelly/captures/writes.ts';
import { smaWrites } from './sma/captures/writes.ts';
import { solarAssistantWrites } from './solar-assistant/captures/writes.ts';
import { srneWrites } from './srne/captures/writes.ts';
import { sungrowWrites } from './sungrow/captures/writes.ts';
import { sunspecWrites } from './sunspec/captures/writes.ts';
import { tasmotaWrites } from './tasmota/captures/writes.ts';
import { type LiteralWrite, shownBy } from './testing.ts';
import { isRegisterRow, lastOf, neighbour, type RegisterRead, slipped, slipsOf } from './testing/printed.ts';
import { warpWrites } from './tinkerforge/captures/writes.ts';
import { victronWrites } from './victron/captures/writes.ts';
import { voltronicWrites } from './voltronic/captures/writes.ts';
import { zigbee2mqttWrites } from './zigbee2mqtt/captures/writes.ts';

const literal = [
  voltronicWrites,
  jikongWrites,
  dalyWrites,
  jbdWrites,
  victronWrites,
  sungrowWrites,
  huaweiWrites,
  growattWrites,
  goodweWrites,
  deyeWrites,
  smaWrites,
  sunspecWrites,
  pzemWrites,
  shellyWrites,
  srneWrites,
  homesyncWrites,
  ocppWrites,
  goEWrites,
  warpWrites,
  solarAssistantWrites,
  tasmotaWrites,
  zigbee2mqttWrites,
  openDtuWrites,
  esphomeWrites,
].flat();

const linesOf = (id: string): readonly LiteralWrite[] =>
  literal.flatMap(({ of, writes }) => (of.includes(id) ? writes : []));

/** The value a person's words mean: a number stands before its unit. */
function valueOf(said: string, { value }: WriteCommand): MetricValue {
  return value.kind === 'number' ? Number(said.split(' ')[0]) : said;
}

/** What has to be written down of a setting: each of its words, or one value. */
function wanted(value: WriteValue): readonly string[] {
  return value.kind === 'choice' ? Object.keys(value.options) : ['one value'];
}

/** What a setting lacks in the literal writes. */
function missing({ id, writes }: Definition): readonly string[] {
  const lines = linesOf(id);
  return writes.flatMap(({ name, value }) => {
    const said = lines.filter(([of]) => of === name).map(([, words]) => words);
    const needed = value.kind === 'choice' ? wanted(value) : said.length === 0 ? wanted(value) : [];
    return needed.filter((words) => !said.includes(words)).map((words) => `${name} ${words}`);
  });
}

const written = definitions.filter(({ writes }) => writes.length > 0);

test('every setting of every definition is written down, and nothing of another', () => {
  expect(definitions.flatMap((definition) => missing(definition).map((words) => `${definition.id} ${words}`))).toEqual(
    [],
  );
  const known = new Set(definitions.map(({ id }) => id));
  expect(literal.flatMap(({ of }) => of).filter((id) => !known.has(id))).toEqual([]);
  expect(written.length).toBeGreaterThanOrEqual(30);
});

/** How a request is spelled: letters of a text protocol, frames of bytes, or registers. */
const framed = written.filter(
  (definition) => definition.mode === 'request' && linesOf(definition.id).some(([, , , wire]) => wire !== undefined),
);
// Registers that are written only are in no read.
const registers = written.filter((definition) =>
  linesOf(definition.id).some(
    ([name, , request]) => request.startsWith('write') && findWrite(definition, name).readBack !== undefined,
  ),
);

describe.each(written)('$id', (definition) => {
  const lines = linesOf(definition.id);

  test('sends what stands in the document', () => {
    const sent = lines.map(([name, said]) => {
      const write = findWrite(definition, name);
      return [name, said, requestFor(write, valueOf(said, write))];
    });
    expect(sent).toEqual(lines.map(([name, said, request]) => [name, said, request]));
  });

  test('says its numbers in the unit of the document', () => {
    const told = lines.flatMap(([name, said]) => {
      const { value } = findWrite(definition, name);
      return value.kind === 'number' && said.split(' ').slice(1).join(' ') !== value.unit ? [`${name} ${said}`] : [];
    });
    expect(told).toEqual([]);
  });
});

test.each(framed)('$id sends these bytes', (definition) => {
  if (definition.mode !== 'request') throw new TypeError('assertion: frames are asked for over a link of bytes');
  const frames = linesOf(definition.id).filter(([, , , wire]) => wire !== undefined);
  const sent = frames.map(([, , request]) => toHex(definition.wire.request(request)));
  expect(sent).toEqual(frames.map(([, , , wire]) => wire));
});

test.each(registers)('$id shows a register that holds these words as the same words', (definition) => {
  if (definition.mode !== 'request') throw new TypeError('assertion: registers are asked for over a link of bytes');
  // As the table stands: what discovery finds is asked of a whole device.
  const { discover: _, ...plain } = definition;
  const read = linesOf(definition.id).flatMap(([name, said, request]) => {
    const write = findWrite(definition, name);
    if (write.readBack === undefined || !request.startsWith('write')) return [];
    const [, register = 0, ...words] = request.split(' ').map(Number);
    const image = Object.fromEntries(words.map((word, at) => [register + at, word]));
    return [{ name, said, shown: shownBy(plain, image).fields[write.readBack.field], value: valueOf(said, write) }];
  });
  expect(read.map(({ name, shown }) => [name, shown])).toEqual(read.map(({ name, value }) => [name, value]));
  expect(read.length).toBeGreaterThan(0);
});

/** The read in which the row that shows a setting stands. */
function shownIn(
  definition: Definition,
  { readBack }: WriteCommand,
): { read: RegisterRead; row: RegisterRow } | undefined {
  if (definition.mode !== 'request' || readBack === undefined) return undefined;
  const read = definition.commands.find(({ name }) => name === readBack.command);
  const row = read?.table.rows.find(({ name }) => name === readBack.field);
  return read === undefined || row === undefined || !isRegisterRow(row) ? undefined : { read, row };
}

/** What a table makes of a register that holds the words of a literal request. */
function valueIn({ name, table }: RegisterRead, request: string): unknown {
  const [, first = 0, count = 0] = name.split(' ').map(Number);
  const [, register = 0, ...words] = request.split(' ').map(Number);
  const image = Array.from({ length: count }, (_, index) => words[first + index - register] ?? neighbour);
  return table.decode(Uint8Array.from(image.flatMap((word) => [word >> 8, word & 0xff]))).values[0];
}

test('a setting whose row slips – scale, address, width, mask – is seen by its literal requests', () => {
  const tried = { scale: 0, address: 0, width: 0, mask: 0 };
  const survivors = registers.flatMap((definition) =>
    definition.writes.flatMap((write) => {
      const shown = shownIn(definition, write);
      const lines = linesOf(definition.id).filter(([name]) => name === write.name);
      if (shown === undefined) return [];
      return slipsOf(shown.row).flatMap(([slip, row]) => {
        if (slip === 'sign' || slip === 'order') return [];
        // Words and times of day have no scale; what masks leave of a time is held in `captures/words.ts`.
        if (slip === 'scale' && write.value.kind !== 'number') return [];
        if ((slip === 'mask' || slip === 'width') && row.clock !== undefined) return [];
        if (reach(row).last > lastOf(shown.read)) return [];
        tried[slip] += 1;
        const isSeen = lines.some(
          ([, said, request]) => valueIn(slipped(shown.read, row), request) !== valueOf(said, write),
        );
        return isSeen ? [] : [`${definition.id} ${write.name}: ${slip}`];
      });
    }),
  );
  expect(survivors).toEqual([]);
  expect([tried.scale, tried.address, tried.width].every((count) => count > 150)).toBe(true);
  expect(tried.mask).toBeGreaterThan(50);
});
