// One command for many relays: nothing before the list was confirmed, exactly what the list said, and each relay on its own.
import { expect, test, vi } from 'vitest';
import type { Principal } from '#core/access.ts';
import type { Capability } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import { person } from '#core/testing/principals.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeArms } from './arms.ts';
import { bulkCommand } from './bulk-commands.ts';
import type { BulkRequest } from './bulk-types.ts';
import type { Issued } from './types.ts';

const capability = (setPoint: string, more: Partial<Capability> = {}): Capability =>
  ({ name: setPoint, setPoint, title: setPoint, value: { kind: 'binary' }, dangerous: false, ...more }) as Capability;

const relays: Readonly<Record<string, readonly Capability[]>> = {
  boiler: [capability('relay.on.1', { current: 1 })],
  strip: [
    capability('relay.on.1'),
    capability('relay.on.2', { current: 0 }),
    capability('relay.on.3'),
    capability('battery.mode'),
  ],
  main: [capability('relay.on.1', { dangerous: true })],
};

const seen = () => ({
  devices: Object.keys(relays).map((id) => ({ id, name: id.toUpperCase() })),
  values: [
    ...Object.keys(relays).map((device) => ({ device, metric: 'relay.on.1' as const })),
    // A third one is of its family, and it has never shown it.
    { device: 'strip', metric: 'relay.on.2' as const },
  ],
});

function bulk() {
  const clock = fakeClock();
  const arms = makeArms(clock);
  const issue = vi.fn(async (): Promise<Issued> => ({ outcome: 'issued' }) as Issued);
  const ask = (request: BulkRequest, principal: Principal = person('Anna', 'operator')) =>
    bulkCommand(
      { site: 'home', principal, arms, seen, capabilities: async (device) => relays[device] ?? [], issue },
      request,
    );
  return { clock, issue, ask };
}

const namesOf = (all: readonly { readonly device: string; readonly setPoint: string }[]): readonly string[] =>
  all.map(({ device, setPoint }) => `${device} ${setPoint}`);

test('the list comes first, without those that could cut the power, and nothing is given', async () => {
  const { ask, issue } = bulk();
  const armed = await ask({ on: false });
  if (armed.outcome !== 'armed') throw new TypeError('not armed');
  expect(namesOf(armed.targets)).toEqual(['boiler relay.on.1', 'strip relay.on.1', 'strip relay.on.2']);
  expect(armed.targets.map(({ isOn }) => isOn)).toEqual([true, undefined, false]);
  expect(namesOf(armed.left)).toEqual(['main relay.on.1']);
  expect(issue).not.toHaveBeenCalled();
});

test('its token gives each relay a command, once; a failure of one keeps no other back', async () => {
  const { ask, issue } = bulk();
  issue.mockRejectedValueOnce(new SolsteadError('command.limits', { at: 'boiler' }));
  const armed = await ask({ on: false });
  const { arm } = armed as { readonly arm: string };
  const given = await ask({ on: false, arm });
  if (given.outcome !== 'given') throw new TypeError('not given');
  expect(issue).toHaveBeenCalledTimes(3);
  expect(issue).toHaveBeenCalledWith({ device: 'strip', target: { setPoint: 'relay.on.2' }, value: 0 });
  expect(given.given.map(({ issued, reason }) => [issued !== undefined, reason !== undefined])).toEqual([
    [false, true],
    [true, false],
    [true, false],
  ]);
  await expect(ask({ on: false, arm })).rejects.toMatchObject({ code: 'command.not-armed' });
});

test('a token is worth nothing for another list, command or person, nor after a minute', async () => {
  const { ask, clock, issue } = bulk();
  const armOf = async (request: BulkRequest) => ((await ask(request)) as { readonly arm: string }).arm;
  const wrong = { code: 'command.not-armed' };
  await expect(ask({ on: true, arm: await armOf({ on: false }) })).rejects.toMatchObject(wrong);
  await expect(ask({ on: false, arm: await armOf({ on: false, devices: ['boiler'] }) })).rejects.toMatchObject(wrong);
  const ben = person('Ben', 'operator');
  await expect(ask({ on: false, arm: await armOf({ on: false }) }, ben)).rejects.toMatchObject(wrong);
  const late = await armOf({ on: false });
  await clock.advance(61_000);
  await expect(ask({ on: false, arm: late })).rejects.toMatchObject(wrong);
  expect(issue).not.toHaveBeenCalled();
});

test('only devices in reach are listed', async () => {
  const { ask } = bulk();
  const may = { actions: ['device.command'], devices: ['boiler'] } as const;
  const guest: Principal = { ...person('Gast'), grants: [{ site: 'home', may }] };
  const armed = await ask({ on: false }, guest);
  expect(armed.outcome === 'armed' && namesOf(armed.targets)).toEqual(['boiler relay.on.1']);
  await expect(ask({ on: false, devices: ['strip'] }, guest)).rejects.toMatchObject({ code: 'input.invalid' });
});
