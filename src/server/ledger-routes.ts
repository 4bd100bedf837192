// Energy and money of a site, and what a person changes in them. Thin over the ledger.
import { because } from '#core/reason.ts';
import type { ledgerEndpoints } from '#api/endpoints/ledger.ts';
import type { CountingOptions } from '#api/ledger.ts';
import type { TariffChange } from '#api/tariffs.ts';
import { isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { dayMs } from '#core/time.ts';
import type { EnergyDoor } from '#hub/energy-door.ts';
import type { SiteDoor } from '#hub/types.ts';
import { longestPricesMs } from '#ledger/known-prices.ts';
import { tariffPresets } from '#ledger/tariff-store.ts';
import type { FastifyRequest } from 'fastify';
import type { HandlersOf } from './endpoint-routes.ts';
import type { QueryFrame } from './history-query.ts';
import { energyQuestion, stretchOf } from './ledger-query.ts';
import type { RouteContext } from './route-context.ts';
import { doorOf } from './session.ts';

type LedgerHandlers = HandlersOf<typeof ledgerEndpoints>;

/** A call about a site. */
interface SiteCall {
  readonly params: { readonly site: string };
  readonly request: FastifyRequest;
}

function siteOf({ params, request }: SiteCall): SiteDoor {
  return doorOf(request).site(params.site);
}

const energyOf = (call: SiteCall): EnergyDoor => siteOf(call).energy();

/** Answers about energy and money. */
export function ledgerHandlers({ options }: RouteContext): LedgerHandlers {
  const frameOf = (call: SiteCall): QueryFrame => {
    const { timeZone } = siteOf(call).record;
    return { timeZone, nowMs: options.clock.nowMs() };
  };
  return {
    readEnergy: (call) => energyOf(call).report(energyQuestion(call.query, frameOf(call))),
    listEnergyEvents: async (call) => ({ events: await energyOf(call).events(stretchOf(call.query, frameOf(call))) }),
    explainEnergy: (call) => energyOf(call).why(call.query.channel, stretchOf(call.query, frameOf(call))),
    readMeterRoles: (call) => energyOf(call).roles(),
    saveMeterRole: (call) => {
      const { part, ...change } = call.body;
      const { device } = call.params;
      return energyOf(call).saveRole({ ...change, device: part === undefined ? device : `${device}.${part}` });
    },
    readCircuitCount: (call) => energyOf(call).circuitCount(),
    async countCircuits(call) {
      call.reply.code(202);
      return energyOf(call).countCircuits();
    },
    readCountingOptions: (call) => energyOf(call).countingOptions(),
    saveCountingOptions: (call) => energyOf(call).saveCountingOptions(choicesOf(call.body)),
    ...tariffHandlers,
    async readPrices(call) {
      const stretch = stretchOf(call.query, frameOf(call));
      if (stretch.toMs - stretch.fromMs > longestPricesMs)
        throw new SolsteadError('input.invalid', {
          at: 'to',
          why: because('prices.stretch', { days: longestPricesMs / dayMs }),
        });
      return (await energyOf(call).prices(stretch)) ?? { import: [], export: [] };
    },
    readBudgets: (call) => energyOf(call).budgets(),
    saveBudgets: (call) =>
      energyOf(call).saveBudgets(call.body.budgets.map(({ id, what, per, limit }) => ({ id, what, per, limit }))),
    readBills: (call) => energyOf(call).bills(),
    saveBills: (call) => energyOf(call).saveBills(call.body.bills),
    readPlant: (call) => energyOf(call).plant(),
    savePlant: (call) => energyOf(call).savePlant(call.body.plant),
    listCorrections: (call) => ({ repairs: energyOf(call).corrections() }),
    async addCorrection(call) {
      const { repair, why, preview } = call.body;
      if (preview === true) return energyOf(call).previewCorrection(repair);
      const outcome = await energyOf(call).applyCorrection(repair, why);
      call.reply.code(201);
      return outcome;
    },
    undoCorrection: (call) => energyOf(call).undoCorrection(call.params.id),
    listMisdated: async (call) => ({ stretches: await energyOf(call).misdated() }),
    async moveMisdated(call) {
      const { why, preview } = call.body;
      if (preview === true) return energyOf(call).previewMisdated(call.params.id);
      const outcome = await energyOf(call).moveMisdated(call.params.id, why);
      call.reply.code(201);
      return outcome;
    },
    undoMisdated: (call) => energyOf(call).undoMisdated(call.params.id),
  };
}

/** Choices with metrics as the catalogue knows them. */
function choicesOf({ daily, phases, load, plausibleW }: CountingOptions) {
  return {
    phases,
    load,
    ...(plausibleW === undefined ? {} : { plausibleW }),
    daily: daily.map(({ device, metric }, index) => {
      if (!isMetricId(metric))
        throw new SolsteadError('input.invalid', {
          at: `daily.${index}.metric`,
          why: because('metric.unknown', { metric }),
        });
      return { device, metric };
    }),
  };
}

function changeTariff(call: SiteCall & { readonly body: TariffChange }, add: boolean) {
  return energyOf(call).changeTariff({ ...call.body, add });
}

const tariffHandlers = {
  listTariffPresets: () => tariffPresets(),
  readTariff: (call) => energyOf(call).tariff(),
  saveTariff: (call) => changeTariff(call, false),
  addTariffVersion: (call) => changeTariff(call, true),
  listPrices: async (call) => ({ series: await energyOf(call).series() }),
  importPrices: (call) => energyOf(call).importSeries(call.body),
} satisfies Partial<LedgerHandlers>;
