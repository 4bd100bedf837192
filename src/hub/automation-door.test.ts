// Who sees what of the automation of a home.
import { expect, test } from 'vitest';
import { outlineOf } from '#automation/file/outline.ts';
import { person } from '#core/testing/principals.ts';
import type { AutomationDesk } from './automation/desk-types.ts';
import { automationDoor } from './automation-door.ts';
import type { Performer } from './perform.ts';

const text =
  'rules:\n  - {name: x, when: [{kind: time, at: "10:00"}], do: [{kind: call, url: "https://example.org/?key=word"}]}\n';

/** Only looks are taken here. */
const never = (): never => {
  throw new TypeError('assertion: nothing else is asked for');
};
const automations: AutomationDesk = {
  view: () => ({ text, problems: [], outline: [] }),
  consumer: never,
  check: never,
  save: never,
  board: never,
  commanded: never,
  happen: never,
  issues: never,
  recipes: never,
  edit: never,
  trial: never,
  beginTrial: never,
  endTrial: never,
  setVariable: never,
};
const performer: Performer = { perform: never, refused: never, settled: never };

test('the text, which may hold tokens of web hooks, is for who may change it; its sentences hold none', () => {
  const seen = (role: 'viewer' | 'operator' | 'admin'): string =>
    automationDoor({ inside: { automations }, performer, principal: person('Anna', role) }, 'home').view().text;
  expect([seen('viewer'), seen('operator'), seen('admin')]).toEqual(['', '', text]);
  const said = (outlineOf(text) ?? []).map((entry) => JSON.stringify(entry));
  expect(said.join()).toContain('https://example.org');
  expect(said.join()).not.toContain('word');
});
