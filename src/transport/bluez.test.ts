// Whether a computer has a Bluetooth adapter, by what its kernel shows.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { isWithoutAdapter } from './bluez.ts';

test('an adapter is missing only where the kernel shows its classes and none of Bluetooth', (context) => {
  const sys = tempDir(context);
  expect(isWithoutAdapter(sys)).toBe(false);
  mkdirSync(join(sys, 'class'));
  expect(isWithoutAdapter(sys)).toBe(true);
  mkdirSync(join(sys, 'class/bluetooth'));
  expect(isWithoutAdapter(sys)).toBe(true);
  mkdirSync(join(sys, 'class/bluetooth/hci0'));
  expect(isWithoutAdapter(sys)).toBe(false);
});
