// The ledger of a home as people meet it: the keeper behind, the tariff shelf and the figures beside, the desk in front.
import type { Clock } from '#core/clock.ts';
import { type DeskParts, type Figures, makeFigures } from './energy-figures.ts';
import type { LedgerDesk } from './desk-types.ts';
import { makeLedgerDesk } from './ledger-desk.ts';
import type { SiteLedger } from './site-ledger.ts';
import { makeTariffStore, type TariffStore } from './tariff-store.ts';

/** Options of {@link makeCounter}. */
export interface CounterOptions extends Pick<DeskParts, 'site' | 'ledger' | 'deviceName'> {
  readonly clock: Clock;
  readonly ledger: SiteLedger;
  onTrouble(error: unknown): void;
}

/** The desk, and what keeps it quick. */
export interface Counter {
  readonly desk: LedgerDesk;
  readonly figures: Figures;
  readonly shelf: TariffStore;
  /** Computes money that is missing, beside the live path; one at a time. */
  priceLater(): void;
}

/** The counter of a home. */
export function makeCounter(options: CounterOptions): Counter {
  const { site, ledger, clock, onTrouble } = options;
  const shelf = makeTariffStore({ site, timeZone: ledger.timeZone, clock, store: ledger.store });
  const figures = makeFigures({ site, clock, ledger, shelf });
  let running: Promise<void> | undefined;
  let isAsked = false;
  const price = async (): Promise<void> => {
    while (isAsked) {
      isAsked = false;
      await figures.priceAll();
    }
  };
  const priceLater = (): void => {
    isAsked = true;
    running ??= price()
      .catch(onTrouble)
      .finally(() => {
        running = undefined;
      });
  };
  return { desk: makeLedgerDesk({ ...options, shelf, figures, priceLater }), figures, shelf, priceLater };
}
