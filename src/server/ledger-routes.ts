// Energy and money of a site, and what a person changes in them. Thin over the hub's ledger desk.
import Type from 'typebox';
import {
  Budgets,
  EnergyChoices,
  EnergyQuery,
  EventsQuery,
  NewRepair,
  SeriesImport,
  TariffChange,
  WhyQuery,
  type BudgetStates,
  type EnergyChoicesView,
  type EnergyEvents,
  type EnergyReport,
  type EnergyWhy,
  type RepairOutcome,
  type Repairs,
  type SeriesImported,
  type SeriesList,
  type SiteTariff,
  type TariffPresets,
  type TariffSaved,
} from '#api/ledger.ts';
import { isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { LedgerDesk } from '#ledger/desk-types.ts';
import { tariffPresets } from '#ledger/ledger-desk.ts';
import type { FastifyRequest } from 'fastify';
import type { App, Desk } from './desk.ts';
import type { QueryFrame } from './history-query.ts';
import { energyQuestion, stretchOf } from './ledger-query.ts';
import { actorOf, callerOf } from './session.ts';
import { siteOf } from './site-routes.ts';
import type { Frozen } from './views.ts';

const SiteParams = Type.Object({ site: Type.String() });
const RepairParams = Type.Object({ site: Type.String(), id: Type.String() });
const read = { config: { access: 'reader' } } as const;
const change = { config: { access: 'operator' } } as const;

/** A request about a site. */
interface SiteRequest {
  readonly params: { readonly site: string };
}

const deskOf = (request: FastifyRequest & SiteRequest): LedgerDesk => {
  const { hub } = callerOf(request);
  return hub.ledger(siteOf(hub, request.params.site).id);
};

const personOf = (request: FastifyRequest) => actorOf(callerOf(request));

/** Registers the routes of the ledger. */
export function ledgerRoutes(app: App, { options }: Desk): void {
  const frameOf = (request: FastifyRequest & SiteRequest): QueryFrame => {
    const { timeZone } = siteOf(callerOf(request).hub, request.params.site);
    return { timeZone, nowMs: options.clock.nowMs() };
  };

  app.get(
    '/api/v1/sites/:site/energy',
    { ...read, schema: { params: SiteParams, querystring: EnergyQuery } },
    (request): Promise<Frozen<EnergyReport>> => deskOf(request).report(energyQuestion(request.query, frameOf(request))),
  );

  app.get(
    '/api/v1/sites/:site/energy/events',
    { ...read, schema: { params: SiteParams, querystring: EventsQuery } },
    async (request): Promise<Frozen<EnergyEvents>> => ({
      events: await deskOf(request).events(stretchOf(request.query, frameOf(request))),
    }),
  );

  app.get(
    '/api/v1/sites/:site/energy/why',
    { ...read, schema: { params: SiteParams, querystring: WhyQuery } },
    (request): Promise<Frozen<EnergyWhy>> =>
      deskOf(request).why(request.query.channel, stretchOf(request.query, frameOf(request))),
  );

  choiceRoutes(app);
  tariffRoutes(app);
  budgetRoutes(app);
  repairRoutes(app);
}

function choiceRoutes(app: App): void {
  app.get(
    '/api/v1/sites/:site/energy/choices',
    { ...read, schema: { params: SiteParams } },
    (request): Frozen<EnergyChoicesView> => deskOf(request).choices(),
  );

  app.put(
    '/api/v1/sites/:site/energy/choices',
    { ...change, schema: { params: SiteParams, body: EnergyChoices } },
    (request): Promise<Frozen<EnergyChoicesView>> =>
      deskOf(request).saveChoices(choicesOf(request.body), personOf(request)),
  );
}

/** Choices with metrics as the catalogue knows them. */
function choicesOf({ daily, ...rest }: EnergyChoices) {
  return {
    ...definedOf(rest),
    daily: daily.map(({ device, metric }, index) => {
      if (!isMetricId(metric))
        throw new SolsteadError('input.invalid', { at: `daily.${index}.metric`, why: `there is no metric ${metric}` });
      return { device, metric };
    }),
  };
}

function tariffRoutes(app: App): void {
  app.get('/api/v1/tariff-presets', read, (): Frozen<TariffPresets> => tariffPresets());

  app.get(
    '/api/v1/sites/:site/tariff',
    { ...read, schema: { params: SiteParams } },
    (request): Promise<Frozen<SiteTariff>> => deskOf(request).tariff(),
  );

  for (const [method, add] of [
    ['PUT', false],
    ['POST', true],
  ] as const) {
    app.route({
      method,
      url: '/api/v1/sites/:site/tariff',
      ...change,
      schema: { params: SiteParams, body: TariffChange },
      handler: (request): Promise<Frozen<TariffSaved>> => {
        const { text, carbon, dryRun } = request.body;
        const factors = carbon === undefined ? {} : { carbon: definedOf(carbon) };
        return deskOf(request).changeTariff(
          { text, add, ...factors, ...(dryRun === undefined ? {} : { dryRun }) },
          personOf(request),
        );
      },
    });
  }

  app.get(
    '/api/v1/sites/:site/tariff/prices',
    { ...read, schema: { params: SiteParams } },
    async (request): Promise<Frozen<SeriesList>> => ({ series: await deskOf(request).series() }),
  );

  app.post(
    '/api/v1/sites/:site/tariff/prices',
    { ...change, schema: { params: SiteParams, body: SeriesImport } },
    (request): Promise<Frozen<SeriesImported>> =>
      deskOf(request).importSeries(definedOf(request.body), personOf(request)),
  );
}

/** What was given: JSON has no undefined, and the schema's type cannot say so. */
type Given<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

function definedOf<T extends object>(body: T): Given<T> {
  return body as Given<T>;
}

function budgetRoutes(app: App): void {
  app.get(
    '/api/v1/sites/:site/budgets',
    { ...read, schema: { params: SiteParams } },
    (request): Promise<Frozen<BudgetStates>> => deskOf(request).budgets(),
  );

  app.put(
    '/api/v1/sites/:site/budgets',
    { ...change, schema: { params: SiteParams, body: Budgets } },
    (request): Promise<Frozen<BudgetStates>> => deskOf(request).saveBudgets(request.body.budgets, personOf(request)),
  );
}

function repairRoutes(app: App): void {
  app.get(
    '/api/v1/sites/:site/repairs',
    { ...read, schema: { params: SiteParams } },
    (request): Frozen<Repairs> => ({ repairs: deskOf(request).repairs() }),
  );

  app.post(
    '/api/v1/sites/:site/repairs',
    { ...change, schema: { params: SiteParams, body: NewRepair } },
    async (request, reply): Promise<Frozen<RepairOutcome>> => {
      const { repair, why, preview } = request.body;
      if (preview === true) return deskOf(request).previewRepair(definedOf(repair));
      const outcome = await deskOf(request).applyRepair(definedOf(repair), { why, by: personOf(request) });
      void reply.code(201);
      return outcome;
    },
  );

  app.delete(
    '/api/v1/sites/:site/repairs/:id',
    { ...change, schema: { params: RepairParams } },
    (request): Promise<Frozen<RepairOutcome>> => deskOf(request).undoRepair(request.params.id, personOf(request)),
  );
}
