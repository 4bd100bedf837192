// What has a standard may be left out of what is given, and is always there in what is shown.
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { OutputChange } from '../outputs.ts';
import { GivenSettings, OutputSettings } from './kinds.ts';

const needed = ({ required = [] }: { readonly required?: readonly string[] }): readonly string[] => required;
const parts = (one: object): readonly (readonly [string, TSchema])[] =>
  'properties' in one ? Object.entries(one.properties as Readonly<Record<string, TSchema>>) : [];

test('every setting with a standard is optional when it is given, whatever the kind', () => {
  const standards = OutputSettings.anyOf.flatMap((one, index) =>
    parts(one)
      .filter(([, part]) => 'default' in part)
      .map(([name]) => [needed(one).includes(name), needed(GivenSettings.anyOf[index] ?? {}).includes(name)]),
  );
  expect(standards.length).toBeGreaterThan(30);
  expect(standards.filter(([shown, given]) => !shown || given)).toEqual([]);
});

test('a webhook without words for who asks is taken, one without an address is not', () => {
  const change = (settings: object) => Value.Check(OutputChange, { name: 'Web', settings, isOn: true });
  expect(change({ kind: 'webhook', server: 'http://host' })).toBe(true);
  expect(change({ kind: 'prometheus-push-gateway', server: 'http://host' })).toBe(true);
  expect(change({ kind: 'webhook' })).toBe(false);
});
