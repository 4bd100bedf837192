import { expect, test } from 'vitest';
import { nameFor } from './device-name.ts';

const title = 'JK battery management systems by UART/RS485 (4E 57)';

test.each([
  ['the model as the device says it', { title, kind: 'battery', proposedName: 'JK-B2A8S20P' }, 'JK-B2A8S20P'],
  ['a word where it says none', { title, kind: 'inverter', proposedName: title }, 'Inverter'],
  ['a word for one that has shown itself only', { title: 'Shelly Pro 3', kind: 'relay' }, 'Relay'],
  ['a number where the name is taken', { title, kind: 'battery' }, 'Battery 3'],
] as const)('the name proposed is %s', (_, tested, name) => {
  expect(nameFor(tested, [{ name: 'Battery' }, { name: 'Battery 2' }])).toBe(name);
});
