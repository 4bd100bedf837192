// Energy and money of a site, and what a person changes in them. Thin over the ledger.
import { because } from '#core/reason.ts';
import type { ledgerEndpoints } from '#api/endpoints/ledger.ts';
import type { EnergyChoices, TariffChange } from '#api/ledger.ts';
import { isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { LedgerDesk } from '#ledger/desk-types.ts';
import { tariffPresets } from '#ledger/ledger-desk.ts';
import type { FastifyRequest } from 'fastify';
import type { HandlersOf } from './endpoint-routes.ts';
import type { QueryFrame } from './history-query.ts';
import { energyQuestion, stretchOf } from './ledger-query.ts';
import type { RouteContext } from './route-context.ts';
import { actorOf, callerOf } from './session.ts';
import { siteOf } from './site-of.ts';

type LedgerHandlers = HandlersOf<typeof ledgerEndpoints>;

/** A call about a site. */
interface SiteCall {
  readonly params: { readonly site: string };
  readonly request: FastifyRequest;
}

function ledgerOf({ params, request }: SiteCall): LedgerDesk {
  const { hub } = callerOf(request);
  return hub.ledger(siteOf(hub, params.site).id);
}

const actorBehind = ({ request }: SiteCall) => actorOf(callerOf(request));

/** Answers about energy and money. */
export function ledgerHandlers({ options }: RouteContext): LedgerHandlers {
  const frameOf = ({ params, request }: SiteCall): QueryFrame => {
    const { timeZone } = siteOf(callerOf(request).hub, params.site);
    return { timeZone, nowMs: options.clock.nowMs() };
  };
  return {
    readEnergy: (call) => ledgerOf(call).report(energyQuestion(call.query, frameOf(call))),
    listEnergyEvents: async (call) => ({ events: await ledgerOf(call).events(stretchOf(call.query, frameOf(call))) }),
    explainEnergy: (call) => ledgerOf(call).why(call.query.channel, stretchOf(call.query, frameOf(call))),
    readEnergyChoices: (call) => ledgerOf(call).choices(),
    saveEnergyChoices: (call) => ledgerOf(call).saveChoices(choicesOf(call.body), actorBehind(call)),
    ...tariffHandlers,
    readBudgets: (call) => ledgerOf(call).budgets(),
    saveBudgets: (call) => ledgerOf(call).saveBudgets(call.body.budgets, actorBehind(call)),
    listRepairs: (call) => ({ repairs: ledgerOf(call).repairs() }),
    async addRepair(call) {
      const { repair, why, preview } = call.body;
      if (preview === true) return ledgerOf(call).previewRepair(repair);
      const outcome = await ledgerOf(call).applyRepair(repair, { why, by: actorBehind(call) });
      call.reply.code(201);
      return outcome;
    },
    undoRepair: (call) => ledgerOf(call).undoRepair(call.params.id, actorBehind(call)),
  };
}

/** Choices with metrics as the catalogue knows them. */
function choicesOf({ daily, ...rest }: EnergyChoices) {
  return {
    ...rest,
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
  return ledgerOf(call).changeTariff({ ...call.body, add }, actorBehind(call));
}

const tariffHandlers = {
  listTariffPresets: () => tariffPresets(),
  readTariff: (call) => ledgerOf(call).tariff(),
  saveTariff: (call) => changeTariff(call, false),
  addTariffVersion: (call) => changeTariff(call, true),
  listPrices: async (call) => ({ series: await ledgerOf(call).series() }),
  importPrices: (call) => ledgerOf(call).importSeries(call.body, actorBehind(call)),
} satisfies Partial<LedgerHandlers>;
