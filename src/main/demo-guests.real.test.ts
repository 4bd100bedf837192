// Further devices of the demo, over its own broker.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Principal } from '#core/access.ts';
import { openDemoHouse } from './demo-house.ts';

const person: Principal = { id: 'anna', name: 'Anna', kind: 'person', grants: [{ site: 'demo', may: 'owner' }] };

test('a Shelly of the first generation, a node and a Solar-Assistant feed come into the demo', async () => {
  const guests = ['shelly-gen1', 'homesync-node', 'solar-assistant'] as const;
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log: pino({ level: 'silent' }), guests });
  try {
    const site = house.hub.as(person).site('demo');
    const shown = () => {
      const { devices, values } = site.snapshot();
      return { devices, of: (device: string) => values.filter((one) => one.device === device) };
    };
    await expect
      .poll(() => ['freezer', 'workshop', 'solar-assistant'].map((id) => shown().of(id).length > 2), {
        timeout: 20_000,
      })
      .toEqual([true, true, true]);
    const powers = shown()
      .of('workshop')
      .filter(({ metric }) => metric === 'relay.power.1');
    expect(powers).toMatchObject([{ value: 34 }]);
    const { devices, sides } = await site.energy().roles();
    const roleOf = (id: string) => devices.find(({ device }) => device === id)?.role;
    expect(roleOf('freezer')).toEqual({ kind: 'circuit' });
    expect(roleOf('workshop')).toEqual({ kind: 'circuit' });
    expect(roleOf('solar-assistant')).toEqual({ kind: 'copy', of: 'solar-inverter' });
    const speakers = sides.flatMap((side) => side.speakers.filter(({ standsIn }) => !standsIn));
    expect(speakers.map(({ device }) => device)).not.toContain('solar-assistant');
  } finally {
    await house.close();
  }
}, 60_000);
