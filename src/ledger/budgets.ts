// The budgets of a home: kept as one document, compared with its figures.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { budgetState } from '#energy/budget.ts';
import { moneyOf as moneyFromText } from '#energy/money/decimal.ts';
import { addedMoney, exactMoney } from '#energy/money/period-money.ts';
import { periodAt } from '#energy/periods.ts';
import { addedSums } from '#energy/sums.ts';
import { budgetDocuments, documentsOf } from './documents.ts';
import type { EnergyParts } from './energy-figures.ts';
import type { Budget, BudgetStates } from '#api/tariffs.ts';

const budgetsId = 'budgets';

async function savedBudgets({ site, ledger }: EnergyParts): Promise<readonly Budget[]> {
  const [document] = await documentsOf(ledger.store, site).all(budgetDocuments);
  return document?.content ?? [];
}

/** Thousandths of a watt-hour, or amounts of money: whole numbers both. */
function wholeOf(text: string, what: Budget['what']): bigint {
  const amount = moneyFromText(text) ?? 0n;
  return what === 'cost' ? amount : amount / 10n ** 15n;
}

function textOf(amount: bigint, what: Budget['what']): string {
  return exactMoney(what === 'cost' ? amount : amount * 10n ** 15n);
}

/** The budgets of a home, and how far each is used up now. */
export async function budgetsOf(parts: EnergyParts): Promise<BudgetStates> {
  const { ledger, figures, clock, tariffs } = parts;
  const nowMs = clock.nowMs();
  const { tariff } = await tariffs.pricing();
  const states: BudgetStates['budgets'][number][] = [];
  for (const budget of await savedBudgets(parts)) {
    const { startMs, endMs } = periodAt(nowMs, { kind: budget.per, zone: ledger.timeZone });
    const units = await figures.days({ fromMs: startMs, toMs: endMs });
    const money = addedMoney(units.map((unit) => unit.money));
    const { what } = budget;
    const energy = addedSums(units.map((unit) => unit.sums)).channels[what === 'cost' ? 'import' : what]?.[0] ?? 0;
    const used = what === 'cost' ? money.cost - money.earned : BigInt(energy);
    const state = budgetState({ limit: wholeOf(budget.limit, what), used, span: { startMs, endMs }, nowMs });
    states.push({
      ...budget,
      startMs,
      endMs,
      used: textOf(state.used, what),
      left: textOf(state.left, what),
      ...(state.projected === undefined ? {} : { projected: textOf(state.projected, what) }),
      state: state.state,
    });
  }
  return { ...(tariff === undefined ? {} : { currency: tariff.currency }), budgets: states };
}

/** Replaces the budgets. Errors: `input.invalid`. */
export async function saveBudgets(parts: EnergyParts, budgets: readonly Budget[]): Promise<BudgetStates> {
  const { site, ledger, clock, tariffs } = parts;
  for (const [index, budget] of budgets.entries()) {
    const twin = budgets.findIndex(({ id }) => id === budget.id);
    if (twin !== index)
      throw new SolsteadError('input.invalid', {
        at: `budgets.${index}.id`,
        why: because('budget.twice', { id: budget.id }),
      });
    if (moneyFromText(budget.limit) === undefined)
      throw new SolsteadError('input.invalid', { at: `budgets.${index}.limit`, why: because('budget.limit') });
    if (budget.what === 'cost' && (await tariffs.pricing()).tariff === undefined)
      throw new SolsteadError('input.invalid', { at: `budgets.${index}.what`, why: because('budget.no-tariff') });
  }
  const atMs = clock.nowMs();
  await documentsOf(ledger.store, site).save(budgetDocuments, { id: budgetsId, atMs, content: budgets });
  return budgetsOf(parts);
}
