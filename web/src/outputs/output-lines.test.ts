import { expect, test } from 'vitest';
import type { Output } from '#api/outputs.ts';
import { linesOf, stateText } from './output-lines.ts';

const nextMs = Date.UTC(2026, 5, 1, 10, 5);
const outputOf = (kind: string, state: Partial<Output['state']>): Output =>
  ({
    id: 'one',
    name: 'One',
    settings: { kind },
    filter: {},
    isOn: true,
    hasSecret: false,
    hasClientKey: false,
    state: { state: 'starting', sinceMs: 0, sent: 0, waiting: 0, bytes: 0, dropped: 0, refused: 0, ...state },
  }) as Output;

test.each([
  ['pvoutput', {}, 'Nothing sent yet'],
  ['pvoutput', { state: 'failing' }, 'Not reached; it is tried again'],
  ['pvoutput', { state: 'working', sent: 1 }, 'Working'],
  ['postgres', { waiting: 3 }, 'Connecting'],
  ['shelly-meter', {}, 'Starting'],
] as const)('%s %o is called: %s', (kind, state, text) => {
  expect(stateText(outputOf(kind, state))).toBe(text);
});

test('when the first and the next are due is said, of one that sends seldom', () => {
  const [first, ...more] = linesOf(outputOf('pvoutput', { nextMs }));
  expect(first).toMatch(/^Nothing has been sent yet. The first is due .*\d:05.*\.$/);
  expect(more).toEqual([]);
  expect(linesOf(outputOf('pvoutput', { state: 'working', sent: 2, nextMs }))).toEqual([
    '2 batches were sent since the start.',
    expect.stringMatching(/^The next is due .*\d:05.*\.$/) as string,
  ]);
  expect(linesOf(outputOf('postgres', {}))).toEqual(['Nothing was sent since the start.']);
  expect(linesOf({ ...outputOf('pvoutput', { nextMs }), isOn: false })).toEqual([]);
});
