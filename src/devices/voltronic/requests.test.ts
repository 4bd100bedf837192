// What goes out: the example requests of the fact tables, byte for byte, and where they are wrong.
import { describe, expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import type { RequestDefinition, WriteCommand } from '../definition.ts';
import { findCommand } from '../find-command.ts';
import { definitionOf } from '../registry.ts';
import { requestSamples } from './captures/requests.ts';

const polled = (id: string): RequestDefinition => {
  const definition = definitionOf(id);
  if (definition.mode !== 'request') throw new TypeError(id);
  return definition;
};

/** Examples that the makers' documents correct: what is asked and what goes out. */
const corrected: Readonly<Record<string, { readonly ask?: string; readonly hex: string; readonly why: string }>> = {
  'pi30max VERFW': { ask: 'VERFW:', hex: '56455246573af8250d', why: 'the letters end in a colon (MAX document 2.6)' },
  'pi30revo PQSE': { hex: '505153453a0d', why: 'one byte of sum in place of the CRC ([mpp-solar])' },
  'pi30revo QALL': { hex: '51414c4c2b0d', why: 'one byte of sum in place of the CRC ([mpp-solar])' },
  'pi16 QED1111111111': {
    ask: 'QEH2015062012',
    hex: '514548323031353036323031323230390d',
    why: 'QEH asks for an hour; its pattern says QED (#10)',
  },
  'pi16 QED111111': { ask: 'QEM201506', hex: '51454d3230313530363031370d', why: 'QEM asks for a month (#10)' },
  'pi16 QED1111': { ask: 'QEY2015', hex: '514559323031353138330d', why: 'QEY asks for a year (#10)' },
  'pi18lvx FWS': { hex: '5e503030364657530d', why: 'three letters, CRC and CR are six bytes' },
  'pi18lvx ACCT': { hex: '5e50303037414343540d', why: 'four letters, CRC and CR are seven bytes' },
  'pi18lvx ACLT': { hex: '5e5030303741434c540d', why: 'four letters, CRC and CR are seven bytes' },
  'pi18sv FWS': { hex: '5e50303036465753c5430d', why: 'three letters, CRC and CR are six bytes' },
  'pi18sv ACCT': { hex: '5e5030303741434354b7340d', why: 'four letters, CRC and CR are seven bytes' },
  'pi18sv ACLT': { hex: '5e5030303741434c54a70b0d', why: 'four letters, CRC and CR are seven bytes' },
};

describe('queries', () => {
  const all = requestSamples.flatMap(({ protocol, queries }) =>
    queries.map(([command, hex]) => ({ protocol, command, hex })),
  );

  test.each(all.map((sample) => ({ ...sample, title: `${sample.protocol} ${sample.command}` })))(
    '$title',
    ({ protocol, command, hex, title }) => {
      const { commands, wire } = polled(protocol);
      const asked = corrected[title]?.ask ?? command;
      expect(findCommand(commands, asked)).toMatchObject({ kind: 'read', name: asked });
      expect(toHex(wire.request(asked))).toBe(corrected[title]?.hex ?? hex);
    },
  );

  test('were all of them', () => expect(all).toHaveLength(152));
});

/** Whether a writer can send these letters. */
function canSend({ value, request }: WriteCommand, letters: string): boolean {
  const ends = Array.from({ length: letters.length + 1 }, (_, at) => letters.slice(at));
  switch (value.kind) {
    case 'choice':
      return Object.keys(value.options).some((word) => request(word) === letters);
    case 'none':
      return request('') === letters;
    case 'text':
      return ends.some((end) => request(end) === letters);
    case 'number':
      return ends.some(
        (end) =>
          /^[\d.]+$/.test(end) &&
          [1, 0.1, 30, 60, 86_400].some((per) => request(Math.round(Number(end) * per * 100) / 100) === letters),
      );
  }
}

/** Examples no writer sends, and why. */
const refused: Readonly<Record<string, string>> = {
  'pi30 PBATMAXDISC011': 'the maker allows 0 and 30 to 150 A',
  'pi30max PLEDC2023011512': 'the blue of 512 is no byte',
  'pi30revo PSET1 1.1 1.1 1.1 1.1 1 1 1 1 1 1 1a': 'ends in a letter no field has',
  'pi18sv MCHGV111,111': 'LVX and SV units charge with 48.0 to 58.4 V',
  'pi18lvx MCHGV111,111': 'LVX and SV units charge with 48.0 to 58.4 V',
  'pi18lvx BUCD111,111': '44 to 51 V and 48 to 58 V',
  'pi18sv BUCD111,111': '44 to 51 V and 48 to 58 V',
};

describe('setters', () => {
  const all = requestSamples
    .flatMap(({ protocol, setters }) => setters.map(([command, hex]) => ({ protocol, command, hex })))
    // A trial of mpp-solar: PSET with a CRC under a name of its own.
    .filter(({ command }) => !command.startsWith('_PSET'));
  const isCaret = (protocol: string): boolean => /^pi1[78]/.test(protocol);

  test.each(all.map((sample) => ({ ...sample, title: `${sample.protocol} ${sample.command}` })))(
    '$title',
    ({ protocol, command, hex, title }) => {
      const { writes, wire } = polled(protocol);
      const letters = isCaret(protocol) ? `^S${command}` : command;
      expect(toHex(wire.request(letters))).toBe(hex);
      expect(writes.some((write) => canSend(write, letters))).toBe(refused[title] === undefined);
    },
  );

  test('were all of them', () => expect(all).toHaveLength(127));
});
