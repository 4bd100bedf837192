// Where the best-known tool for these devices reads wrong or sends what it should not: one test for each kind of mistake that no
// other test of these rooms covers. Source: [mpp-solar], what its own samples show.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import { units } from '#core/unit.ts';
import { decodeFrame, type FrameReport } from '../decode-frame.ts';
import { answerShapes } from '../by-mode.ts';
import { findCommand } from '../find-command.ts';
import { definitionOf, definitions } from '../registry.ts';

const sealed = (text: string): Uint8Array => {
  const body = fromLatin1(text);
  const crc = crc16Xmodem(body);
  return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
};
const caret = (payload: string): Uint8Array => sealed(`^D${String(payload.length + 3).padStart(3, '0')}${payload}`);
const ask = (id: string, name: string, bytes: Uint8Array): FrameReport => decodeFrame(definitionOf(id), name, bytes);
const present = ({ fields }: FrameReport): unknown[] => fields.filter(({ value }) => value !== null);

describe('status lists', () => {
  const letters = /^(PE|PD|PF|PO|PB|PC|PG|PS|MCHGC|MNCHGC|MUCHGC|F\d|DAT|LON|\^S)/;
  const polled = definitions.filter((definition) => definition.mode === 'request');

  test('hold no letters that set anything', () => {
    const asked = polled
      .filter(({ wire }) => wire.id.startsWith('pi'))
      .flatMap(({ id, wire, live, settings, identity }) =>
        [...live.commands, ...settings.commands, ...identity.map(({ command }) => command)].map(
          (name) => `${id} ${toLatin1(wire.request(name)).replace(/^\^P\d{3}/, '')}`,
        ),
      );
    // PQSE and PIRI, PI, PS, PGS, PRI are questions of the makers.
    const odd = asked.filter(
      (line) => letters.test(line.split(' ')[1] ?? '') && !/ (PQSE|PS\r|PS[^A-Z]|PGS\d)/.test(line),
    );
    expect(odd).toEqual([]);
    expect(asked.length).toBeGreaterThan(80);
  });

  test('are lists of single commands', () => {
    const long = polled.flatMap(({ commands }) =>
      commands.filter(({ name }) => /^[A-Z]{10,}$/.test(name)).map(({ name }) => name),
    );
    expect(long).toEqual([]);
  });
});

describe('what is no number', () => {
  test.each([
    ['pi18', 'ET', ''],
    ['pi18', 'EM202301', 'abc'],
    ['pi18', 'ET', '1e3'],
    ['pi17', 'ET', '????????'],
  ])('%s %s of "%s" is absent with a reason, not 0 Wh', (id, name, payload) => {
    const report = ask(id, name, caret(payload));
    expect(present(report)).toEqual([]);
    expect(payload === '' || report.problems.length > 0).toBe(true);
  });

  test('a record that ends early has no zeros for what is missing: it has no fields at all', () => {
    const gs = '2232,499,2232,499,0971';
    expect(present(ask('pi18', 'GS', caret(gs)))).toEqual([]);
  });
});

describe('frames', () => {
  const gs = '2232,499,2232,499,0971,0710,019,508,000,000,012,000,044,044,000,000,0520,0000,1941,0000,0,2,0,1,2,2,1,0';

  test('an answer that lost its first byte is none', () => {
    const whole = caret(gs);
    expect(ask('pi18', 'GS', whole).answer.kind).toBe('payload');
    expect(present(ask('pi18', 'GS', whole.subarray(1)))).toEqual([]);
    expect(ask('pi18', 'GS', whole.subarray(1)).answer.kind).not.toBe('payload');
  });

  test.each([
    ['pi16', 'QMOD', sealed('(G')],
    ['pi18', 'GS', caret(gs)],
    ['pi18lvx', 'GS', caret(gs)],
    ['pi18sv', 'GS', caret(gs)],
    ['pi17', 'ET', caret('00006591')],
    ['pi30', 'QMOD', sealed('(L')],
    ['jk485', 'read_all', fromHex('eb9001ff')],
  ])('%s: a wrong checksum spoils the answer to %s', (id, name, good) => {
    const bad = good.slice();
    const at = good.length - 3;
    bad[at] = (bad[at] ?? 0) ^ 0x10;
    expect(ask(id, name, bad).answer.kind).not.toBe('payload');
    expect(present(ask(id, name, bad))).toEqual([]);
  });

  test('the echo of QPGS0 is no answer', () => {
    const definition = definitionOf('pi30');
    if (definition.mode !== 'request') throw new TypeError('pi30 is asked');
    expect(ask('pi30', 'QPGS0', definition.wire.request('QPGS0')).answer.kind).toBe('foreign');
  });
});

describe('tables', () => {
  test('energy by hour, day, month and year is asked each by its own letters', () => {
    const definition = definitionOf('pi16');
    if (definition.mode !== 'request') throw new TypeError('pi16 is asked');
    const asked = ['QEH2015062012', 'QED20150620', 'QEM201506', 'QEY2015'].map((name) => {
      expect(findCommand(definition.commands, name)?.name).toBe(name);
      return toLatin1(definition.wire.request(name));
    });
    expect(asked).toEqual(['QEH2015062012209\r', 'QED20150620106\r', 'QEM201506017\r', 'QEY2015183\r']);
  });

  test('every unit is one of the closed list, none with a factor in it', () => {
    const known = new Set<string>(units);
    const used = definitions.flatMap((definition) =>
      answerShapes(definition).flatMap(({ rows, derive = [] }) => [...rows, ...derive].map(({ unit }) => unit)),
    );
    expect(used.filter((unit) => !known.has(unit))).toEqual([]);
    expect([...known].filter((unit) => /\d/.test(unit))).toEqual([]);
    expect(used.length).toBeGreaterThan(6000);
  });

  test('a table of one model is not that of another', () => {
    const counts = ['pi30', 'pi30max', 'pi41', 'jk02', 'jk04'].map((id) => {
      const definition = definitionOf(id);
      return definition.mode === 'request' ? definition.commands.length : 0;
    });
    expect(counts).toEqual([29, 35, 23, 3, 2]);
  });
});
