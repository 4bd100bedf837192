// The demo beside a real house: opened from the first page, closed when people have seen enough.
import type { Logger } from 'pino';
import type { DemoSwitch } from '#server/route-context.ts';
import type { DemoHouse } from './demo-house.ts';

/** A switch that knows the demo while it is on. */
export interface DemoBeside extends DemoSwitch {
  readonly house: DemoHouse | undefined;
}

/** The simulated home is loaded when it is asked for. */
async function open(log: Logger): Promise<DemoHouse> {
  const { openDemoHouse } = await import('./demo-house.ts');
  const { giveRules } = await import('./demo-automation.ts');
  const house = await openDemoHouse({ mqttPort: 0, seed: 1, log });
  await giveRules(house);
  return house;
}

/** A switch, off. Two who ask at once get the same demo. */
export function makeDemoSwitch(log: Logger): DemoBeside {
  let opening: Promise<DemoHouse> | undefined;
  let house: DemoHouse | undefined;
  return {
    get house() {
      return house;
    },
    async start() {
      const mine = (opening ??= open(log));
      try {
        const opened = await mine;
        if (opening === mine) house = opened;
      } catch (error) {
        if (opening === mine) opening = undefined;
        throw error;
      }
    },
    async stop() {
      const ending = opening;
      opening = undefined;
      house = undefined;
      const opened = await ending?.catch(() => undefined);
      await opened?.close();
    },
  };
}
