// The state of a device is told by a word and by a colour of its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Device } from '#api/contract.ts';
import { ToldState } from './device-list.tsx';

const states = Device.properties.state.anyOf.map(({ const: state }) => state);
const style = readFileSync(join(import.meta.dirname, '../styles/device-list.css'), 'utf8');

/** The colour that the style gives the dot of a state. */
const dotOf = (state: string): string | undefined =>
  new RegExp(`\\.state\\.${state}\\b[^{}]*\\{[^}]*--dot: ([^;]+);`).exec(style)?.[1];

test('each state is written as a class', () => {
  expect(states.length).toBeGreaterThan(3);
  for (const told of [...states, 'unheard'] as const)
    expect(renderToStaticMarkup(<ToldState told={told} />)).toContain(`class="state ${told}"`);
});

test('a device that is well, one that is late and one that is away have dots of different colours', () => {
  const dots = ['online', 'stale', 'offline', 'unheard'].map(dotOf);
  expect(dots).not.toContain(undefined);
  expect(new Set(dots).size).toBe(dots.length);
  expect(dotOf('misconfigured')).toBe(dotOf('offline'));
});
