// What every store of records must do with commands that were given; a part of records-conformance.ts.
import { test, type TestContext } from 'vitest';
import { type CommandQuery, type IssuedCommand, keptCommands } from '#core/issued-command.ts';
import type { RecordStore } from '#core/records.ts';

/** A command that was accepted. */
export const switched: IssuedCommand = {
  id: 'a',
  site: 'home',
  device: "the 'shelly'",
  target: { setPoint: 'relay.on.1' },
  value: 1,
  by: { id: '1', kind: 'person', name: 'Anna' },
  state: 'accepted',
  createdMs: 1_800_000_000_000,
  changedMs: 1_800_000_000_000,
  expiresMs: 1_800_000_060_000,
};

/** Registers its part of the suite. */
export function keepsCommands(place: (owner: Pick<TestContext, 'onTestFinished'>) => () => Promise<RecordStore>): void {
  test('commands, found by id, by key, and the newest of a site first', async (owner) => {
    const { expect } = owner;
    const { commands } = await place(owner)();
    const named = { key: 'switch; --', fingerprint: 'f00d' };
    await commands.add(switched, named);
    await commands.add({ ...switched, id: 'b', device: 'roof' });
    await commands.add({ ...switched, id: 'c', site: 'cabin' });
    await commands.add({ ...switched, id: 'd', by: { ...switched.by, id: '2' } }, named);
    expect([await commands.byId('a'), await commands.byId('x')]).toEqual([switched, undefined]);
    expect(await commands.byKey('1', 'switch; --')).toEqual({ command: switched, fingerprint: 'f00d' });
    expect(await commands.byKey('3', 'switch; --')).toBeUndefined();
    await expect(commands.add({ ...switched, id: 'e' }, named)).rejects.toMatchObject({ code: 'input.invalid' });
    const ids = async (query: Partial<CommandQuery>) =>
      (await commands.newest({ site: 'home', limit: 9, ...query })).map(({ id }) => id);
    expect(await ids({})).toEqual(['d', 'b', 'a']);
    expect([await ids({ limit: 1 }), await ids({ before: 'd' }), await ids({ devices: ['roof'] })]).toEqual([
      ['d'],
      ['b', 'a'],
      ['b'],
    ]);
    expect([await ids({ devices: [] }), await ids({ site: 'nowhere' })]).toEqual([[], []]);
    const done: IssuedCommand = { ...switched, state: 'confirmed', before: 0, after: 1, changedMs: 5 };
    await commands.update(done);
    await commands.update({ ...done, id: 'never' });
    expect(await commands.byKey('1', 'switch; --')).toEqual({ command: done, fingerprint: 'f00d' });
    expect((await commands.unfinished('home')).map(({ id }) => id)).toEqual(['b', 'd']);
  });

  test('the oldest commands of a site go when there are too many, with their keys', {
    timeout: 300_000,
  }, async (owner) => {
    const { expect } = owner;
    const { commands } = await place(owner)();
    const idOf = (index: number): string => String(index).padStart(6, '0');
    await commands.add({ ...switched, id: 'cabin', site: 'cabin' });
    await commands.add({ ...switched, id: idOf(0) }, { key: 'first', fingerprint: '' });
    for (let index = 1; index <= keptCommands; index += 1) await commands.add({ ...switched, id: idOf(index) });
    expect([await commands.byId(idOf(0)), await commands.byKey('1', 'first')]).toEqual([undefined, undefined]);
    expect(await commands.newest({ site: 'home', limit: keptCommands + 9 })).toHaveLength(keptCommands);
    expect(await commands.byId('cabin')).toBeDefined();
  });
}
