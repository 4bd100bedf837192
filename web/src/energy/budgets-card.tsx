// Limits of a month or a year, how much of them is used, and where it is heading.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Budget, BudgetStates } from '#api/tariffs.ts';
import { call, failureOf } from '../api.ts';
import { energy, inWords, kiloEnergyUnit, money } from '../format.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Icon } from '../ui/icons.tsx';
import { Button, Card, Field, FailureNote, Skeleton } from '../ui/parts.tsx';
import { limitOf } from './budget-draft.ts';
import { budgetsQuery, forgetLedger } from './ledger.ts';

const kinds = ['import', 'load', 'cost'] as const satisfies readonly Budget['what'][];
const spans = ['month', 'year'] as const satisfies readonly Budget['per'][];

type BudgetState = BudgetStates['budgets'][number];

const nameOf = ({ what, per }: Pick<Budget, 'what' | 'per'>): string =>
  `${t(`energy.budgets.what.${what}`)} ${t(`energy.budgets.per.${per}`)}`;

function amountWords(what: Budget['what'], options: { amount: string; currency: string | undefined }): string {
  return inWords(what === 'cost' ? money(options.amount, options.currency) : energy(Number(options.amount)));
}

function useBudgets() {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (budgets: readonly Budget[]) => call('saveBudgets', { params: { site: site.id }, body: { budgets } }),
    onSuccess: (states) => {
      client.setQueryData(budgetsQuery(site.id).queryKey, states);
      return forgetLedger(client, site.id);
    },
  });
}

const budgetOf = ({ id, what, per, limit }: Budget): Budget => ({ id, what, per, limit });

interface LineProps {
  readonly budget: BudgetState;
  readonly currency: string | undefined;
  readonly onRemove: (() => void) | undefined;
}

function BudgetLine({ budget, currency, onRemove }: LineProps): ReactNode {
  const { what, per, limit, used, left, projected, state } = budget;
  const say = (amount: string): string => amountWords(what, { amount, currency });
  const part = (amount: string): number => Math.min(1, Math.max(0, Number(amount) / Number(limit)));
  const isOver = left.startsWith('-');
  return (
    <li className={`budget ${state}`}>
      <div className="budget-head">
        <strong>{t(`energy.budgets.what.${what}`)}</strong>
        <span className="muted">
          {per === 'month' ? t('energy.budgets.this-month') : t('energy.budgets.this-year')}
        </span>
        <span className={state === 'within' ? 'tag' : 'tag warn'}>{t(`energy.budgets.state.${state}`)}</span>
        {onRemove !== undefined && (
          <button
            type="button"
            className="why"
            aria-label={t('energy.budgets.remove', { name: nameOf(budget) })}
            onClick={onRemove}
          >
            <Icon name="trash" size={18} />
          </button>
        )}
      </div>
      <div className="budget-track" aria-hidden="true">
        {projected !== undefined && <span className="projected" style={{ inlineSize: `${part(projected) * 100}%` }} />}
        <span className="used" style={{ inlineSize: `${part(used) * 100}%` }} />
      </div>
      <p className="hint">
        {t('energy.budgets.used', { used: say(used), limit: say(limit) })} ·{' '}
        {isOver
          ? t('energy.budgets.over', { over: say(left.slice(1)) })
          : t('energy.budgets.left', { left: say(left) })}
        {projected !== undefined && ` · ${t('energy.budgets.projected', { amount: say(projected) })}`}
      </p>
    </li>
  );
}

interface AddProps {
  readonly taken: readonly Budget[];
  readonly currency: string | undefined;
  readonly isSaving: boolean;
  readonly onSave: (budget: Budget) => void;
  readonly onCancel: () => void;
}

function AddBudget({ taken, currency, isSaving, onSave, onCancel }: AddProps): ReactNode {
  const [what, setWhat] = useState<Budget['what']>('import');
  const [per, setPer] = useState<Budget['per']>('month');
  const [entry, setEntry] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = (): void => {
    const limit = limitOf(entry, what);
    if (limit === undefined) {
      setProblem(t('energy.budgets.need-limit'));
      return;
    }
    const ids = new Set(taken.map(({ id }) => id));
    const id = [`${what}-${per}`, ...Array.from({ length: 50 }, (_, index) => `${what}-${per}-${index + 2}`)].find(
      (each) => !ids.has(each),
    );
    if (id !== undefined) onSave({ id, what, per, limit });
  };
  return (
    <form
      className="budget-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving) submit();
      }}
    >
      <div className="three-fields">
        <Choice
          label={t('energy.budgets.what-label')}
          options={optionsOf(kinds, (each) => t(`energy.budgets.what.${each}`))}
          value={what}
          onChange={setWhat}
        />
        <Choice
          label={t('energy.budgets.per-label')}
          options={optionsOf(spans, (each) => t(`energy.budgets.per.${each}`))}
          value={per}
          onChange={setPer}
        />
        <Field
          label={t('energy.budgets.limit', { unit: what === 'cost' ? (currency ?? '') : kiloEnergyUnit })}
          inputMode="decimal"
          problem={problem}
          value={entry}
          onChange={({ target }) => {
            setEntry(target.value);
            setProblem(undefined);
          }}
        />
      </div>
      <div className="actions">
        <Button onClick={onCancel}>{t('word.cancel')}</Button>
        <Button type="submit" look="primary" busy={isSaving ? t('energy.budgets.saving') : undefined}>
          {t('energy.budgets.save')}
        </Button>
      </div>
    </form>
  );
}

/** The list of budgets. */
export function BudgetsCard(): ReactNode {
  const site = useSite();
  const mayChange = useMay('energy.manage');
  const [isAdding, setIsAdding] = useState(false);
  const { data, error, isError, refetch } = useQuery(budgetsQuery(site.id));
  const save = useBudgets();
  const budgets = data?.budgets ?? [];
  const plain = budgets.map(budgetOf);
  return (
    <Card
      title={t('energy.budgets.title')}
      aside={mayChange && !isAdding && <Button onClick={() => setIsAdding(true)}>{t('energy.budgets.add')}</Button>}
    >
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data !== undefined && budgets.length === 0 && !isAdding && <p className="note">{t('energy.budgets.none')}</p>}
      <ul className="budgets">
        {budgets.map((budget) => (
          <BudgetLine
            key={budget.id}
            budget={budget}
            currency={data?.currency}
            onRemove={mayChange ? () => save.mutate(plain.filter(({ id }) => id !== budget.id)) : undefined}
          />
        ))}
      </ul>
      {isAdding && (
        <AddBudget
          taken={plain}
          currency={data?.currency}
          isSaving={save.isPending}
          onSave={(budget) => save.mutate([...plain, budget], { onSuccess: () => setIsAdding(false) })}
          onCancel={() => setIsAdding(false)}
        />
      )}
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
    </Card>
  );
}
