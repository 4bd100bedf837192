// Chargers behind the door: who may see charges, choose how a car is charged, say who may charge, and make the password of a charge point.
import type { Principal } from '#core/access.ts';
import type { ChargeGoal, ChargeMode } from '#automation/chargers/charger.ts';
import type { ChargeQuery, ChargeSession, ChargeSettings } from '#core/charging.ts';
import { SolsteadError } from '#core/errors.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import type { SiteEnergy } from '#ledger/site-energy.ts';
import type { AutomationDesk } from './automation/desk-types.ts';
import type { BoardCharger } from './automation/board-chargers.ts';
import type { ChargerKey } from './chargers/charger-keys.ts';
import type { ChargeDesk } from './chargers/desk.ts';
import { type ChargeFigures, figuresOf } from './chargers/session-figures.ts';
import type { Performer } from './perform.ts';

interface KeyVisit {
  readonly inside: { renewChargerKey(site: string, device: string): Promise<ChargerKey> };
  readonly performer: Performer;
  readonly principal: Principal;
}

/** Makes the password of a charge point: it hands out what is secret. */
export function renewChargerKey(
  { inside, performer, principal }: KeyVisit,
  site: string,
  device: string,
): Promise<ChargerKey> {
  const permission = { action: 'device.manage', site, device } as const;
  return performer.perform(
    principal,
    { permission, name: 'renew charger key', subject: device, isSensitive: true },
    () => inside.renewChargerKey(site, device),
  );
}

/** A charge with its figures. */
export interface ChargeView {
  readonly session: ChargeSession;
  readonly figures: ChargeFigures;
  /** Who charged, by the name of the card. */
  readonly who?: string | undefined;
}

/** Charges of a stretch of time. */
export interface ChargesView {
  readonly charges: readonly ChargeView[];
  /** ISO 4217; absent without a tariff. */
  readonly currency?: string | undefined;
}

/** Chargers of a home for one principal. Errors of all: `access.denied`, `input.invalid` where there are none. */
export interface ChargerDoor {
  /** Those that are steered, and what is under way anywhere. */
  board(): { readonly chargers: readonly BoardCharger[]; readonly open: readonly ChargeSession[] };
  charges(query: ChargeQuery): Promise<ChargesView>;
  /** How a car is charged until another way is chosen; without a mode as it is written. */
  choose(charger: string, mode: ChargeMode | undefined, goal?: ChargeGoal): Promise<void>;
  settings(): ChargeSettings;
  saveSettings(settings: ChargeSettings): Promise<void>;
}

interface Visit {
  readonly inside: {
    readonly automations?: AutomationDesk | undefined;
    readonly charges?: ChargeDesk | undefined;
    ledger(site: string): Pick<SiteEnergy, 'report' | 'prices'>;
  };
  readonly performer: Performer;
  readonly principal: Principal;
}

const none = (): never => {
  throw new SolsteadError('input.invalid', { at: 'chargers', why: because('charger.no-desk') });
};

/** A charge with what the ledger knows of its hours. */
async function viewOf(
  session: ChargeSession,
  energy: ReturnType<Visit['inside']['ledger']>,
  { tags }: ChargeSettings,
): Promise<ChargeView & { readonly currency?: string | undefined }> {
  const who = tags.find(({ tag }) => tag === session.tag)?.name;
  const [first, last] = [session.hours.at(0)?.[0], session.hours.at(-1)?.[0]];
  if (first === undefined || last === undefined) return { session, figures: {}, who };
  const span = { fromMs: first, toMs: last + hourMs };
  const [report, prices] = await Promise.all([
    energy.report({ ...span, by: 'hour' }).catch(() => undefined),
    energy.prices(span).catch(() => undefined),
  ]);
  const figures = figuresOf(session, { rows: report?.rows ?? [], prices: prices?.import });
  return { session, figures, who, currency: prices?.currency };
}

/** The chargers of a site. */
export function chargerDoor({ inside, performer, principal }: Visit, site: string): ChargerDoor {
  const sees = { action: 'site.read', site } as const;
  const charges = (): ChargeDesk => inside.charges ?? none();
  const automations = (): AutomationDesk => inside.automations ?? none();
  return {
    board() {
      permit(principal, sees);
      return { chargers: inside.automations?.board(site).chargers ?? [], open: charges().open(site) };
    },
    async charges(query) {
      permit(principal, sees);
      const desk = charges();
      const sessions = await desk.list(site, query);
      const energy = inside.ledger(site);
      const views: Awaited<ReturnType<typeof viewOf>>[] = [];
      // One after another: a long list holds up nobody else.
      for (const session of sessions) views.push(await viewOf(session, energy, desk.settings(site)));
      return { charges: views, currency: views.find(({ currency }) => currency !== undefined)?.currency };
    },
    choose(charger, mode, goal) {
      const found = automations()
        .board(site)
        .chargers.find((one) => one.charger.id === charger);
      const device = found?.charger.device ?? charger;
      return performer.perform(
        principal,
        {
          permission: { action: 'device.command', site, device },
          name: 'choose charging',
          subject: `${charger}: ${mode ?? 'as written'}`,
        },
        async () => {
          if (found === undefined)
            throw new SolsteadError('input.invalid', { at: 'charger', why: because('charger.unknown') });
          automations().happen(site, { kind: 'charging', charger, mode, goal });
        },
      );
    },
    settings() {
      permit(principal, { action: 'device.manage', site });
      return charges().settings(site);
    },
    saveSettings: (settings) =>
      performer.perform(
        principal,
        {
          permission: { action: 'device.manage', site },
          name: 'say who may charge',
          subject: `${settings.tags.length} cards, ${settings.isOpen ? 'others too' : 'no others'}`,
        },
        () => charges().saveSettings(site, settings),
      ),
  };
}
