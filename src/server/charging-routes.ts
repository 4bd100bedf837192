// Chargers and charges. Thin over the hub.
import type { FastifyRequest } from 'fastify';
import type { Charge, Chargers } from '#api/charging.ts';
import type { chargingEndpoints } from '#api/endpoints/charging.ts';
import type { Clock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import type { ChargerDoor, ChargeView } from '#hub/charger-door.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

const doorTo = (request: FastifyRequest, { site }: { readonly site: string }): ChargerDoor =>
  doorOf(request).site(site).chargers();

/** What is there of an object. */
const known = <T extends object>(all: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as never;

function chargersOf({ chargers, open }: ReturnType<ChargerDoor['board']>): Chargers {
  return {
    chargers: chargers.map(({ charger, look, isChosen }) => {
      const { id, name, device, leastA, mostA, carWh } = charger;
      const { takesW, leftW, currentA, phases, why, untilMs, goal, doneWh } = look ?? {};
      return {
        id,
        name,
        device,
        mode: look?.mode ?? charger.mode,
        isChosen,
        state: look?.state ?? 'unknown',
        leastA,
        mostA,
        ...known({ takesW, leftW, currentA, phases, why, untilMs, goal, doneWh, carWh }),
      };
    }),
    open: open.map(({ id, device, startMs, energyWh, tag }) => ({ id, device, startMs, energyWh, ...known({ tag }) })),
  };
}

function chargeOf({ session, figures, who }: ChargeView): Charge {
  const { id, device, startMs, endMs, energyWh, tag, reason, socStart, socLast } = session;
  return {
    id,
    device,
    startMs,
    energyWh,
    ...known({ endMs, tag, reason, who, socStart, socEnd: socLast, ...figures }),
  };
}

/** Answers about them. */
export function chargingHandlers({ clock }: { readonly clock: Clock }): HandlersOf<typeof chargingEndpoints> {
  return {
    readChargers: async ({ params, request }) => chargersOf(doorTo(request, params).board()),
    async listCharges({ params, query, request }) {
      const { to: toMs = clock.nowMs() + 1, from: fromMs = toMs - 31 * dayMs, device, limit = 100 } = query;
      const { charges, currency } = await doorTo(request, params).charges({ fromMs, toMs, device, limit });
      return { charges: charges.map(chargeOf), ...known({ currency }) };
    },
    async chooseCharging({ params: { site, charger }, body: { mode, goal }, request }) {
      const { energyWh: wh, soc, byMs } = goal ?? {};
      await doorTo(request, { site }).choose(charger, mode, byMs === undefined ? undefined : { wh, soc, byMs });
    },
    readChargeSettings: async ({ params, request }) => doorTo(request, params).settings(),
    async saveChargeSettings({ params, body, request }) {
      const door = doorTo(request, params);
      await door.saveSettings(body);
      return door.settings();
    },
  };
}
