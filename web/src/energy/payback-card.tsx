// What the plant cost, what it has saved, and when it is paid back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Plant, PlantState } from '#api/bills.ts';
import { call, failureOf } from '../api.ts';
import { inWords, money } from '../format.ts';
import { useMay, useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Button, Card, Field, FailureNote, Skeleton } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { dayText, monthText } from '../zone.ts';
import { type PlantDraft, plantOfDraft, plantProblems } from './bill-draft.ts';
import { forgetLedger, plantQuery } from './ledger.ts';
import { useToday } from './use-today.ts';

type Payback = NonNullable<PlantState['payback']>;

function usePlant() {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (plant: Plant | undefined) =>
      call('savePlant', { params: { site: site.id }, body: plant === undefined ? {} : { plant } }),
    onSuccess: (state) => {
      client.setQueryData(plantQuery(site.id).queryKey, state);
      return forgetLedger(client, site.id);
    },
  });
}

interface FormProps {
  readonly plant: Plant | undefined;
  readonly currency: string | undefined;
  readonly isSaving: boolean;
  readonly onSave: (plant: Plant | undefined) => void;
  readonly onCancel: () => void;
}

function PlantForm({ plant, currency, isSaving, onSave, onCancel }: FormProps): ReactNode {
  const today = useToday();
  const [draft, setDraft] = useState<PlantDraft>({
    price: plant?.price ?? '',
    subsidies: plant?.subsidies ?? '',
    since: plant?.since ?? '',
  });
  const [problems, setProblems] = useState<readonly (keyof PlantDraft)[]>([]);
  const submit = (): void => {
    const found = plantProblems(draft, today);
    setProblems(found);
    if (found.length === 0) onSave(plantOfDraft(draft));
  };
  const field = (name: keyof PlantDraft, label: string) => (
    <Field
      label={
        name === 'since' || currency === undefined ? label : t('energy.bills.in-unit', { name: label, unit: currency })
      }
      {...(name === 'since' ? { type: 'date', max: today } : { inputMode: 'decimal' })}
      problem={
        problems.includes(name)
          ? name === 'since'
            ? t('energy.plant.need-day')
            : t('energy.bills.need-number')
          : undefined
      }
      value={draft[name]}
      onChange={({ target }) => {
        setDraft({ ...draft, [name]: target.value });
        setProblems(problems.filter((each) => each !== name));
      }}
    />
  );
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
        {field('price', t('energy.plant.price'))}
        {field('subsidies', t('energy.plant.subsidies'))}
        {field('since', t('energy.plant.since'))}
      </div>
      <div className="actions">
        {plant !== undefined && <Button onClick={() => onSave(undefined)}>{t('energy.plant.forget')}</Button>}
        <Button onClick={onCancel}>{t('word.cancel')}</Button>
        <Button type="submit" look="primary" busy={isSaving ? t('energy.budgets.saving') : undefined}>
          {t('energy.budgets.save')}
        </Button>
      </div>
    </form>
  );
}

function PaybackFigures({ payback, currency }: { readonly payback: Payback; readonly currency: string }): ReactNode {
  const { timeZone } = useSite();
  const { net, saved, years, perYear, state, paidBackMs } = payback;
  const say = (amount: string): string => inWords(money(amount, currency));
  const part = Number(net) <= 0 ? 1 : Math.min(1, Math.max(0, Number(saved) / Number(net)));
  return (
    <>
      <div className="budget-track" aria-hidden="true">
        <span className="used" style={{ inlineSize: `${part * 100}%` }} />
      </div>
      <p>
        <strong>{t('energy.plant.saved', { saved: say(saved), net: say(net) })}</strong>
        {perYear !== undefined && ` · ${t('energy.plant.per-year', { amount: say(perYear) })}`}
      </p>
      {paidBackMs !== undefined && state === 'paid-back' && (
        <p>{t('energy.plant.paid-back', { date: dayText(paidBackMs, timeZone) })}</p>
      )}
      {paidBackMs !== undefined && state === 'on-the-way' && (
        <p>{t('energy.plant.on-the-way', { date: monthText(paidBackMs, timeZone) })}</p>
      )}
      {years.length > 0 && (
        <TableScroll label={t('energy.plant.years')}>
          <thead>
            <tr>
              <th scope="col">{t('energy.plant.year')}</th>
              <th scope="col">{t('energy.plant.saved-head')}</th>
            </tr>
          </thead>
          <tbody>
            {years.map((one) => (
              <tr key={one.year}>
                <th scope="row">{one.year}</th>
                <td>{say(one.saved)}</td>
              </tr>
            ))}
          </tbody>
        </TableScroll>
      )}
    </>
  );
}

/** The plant as a purchase. */
export function PaybackCard(): ReactNode {
  const site = useSite();
  const mayChange = useMay('energy.manage');
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, isError, refetch } = useQuery(plantQuery(site.id));
  const save = usePlant();
  const { plant, payback, currency } = data ?? {};
  return (
    <Card
      title={t('energy.plant.title')}
      aside={
        mayChange &&
        data !== undefined &&
        !isOpen && (
          <Button onClick={() => setIsOpen(true)}>
            {plant === undefined ? t('energy.plant.add') : t('energy.plant.change')}
          </Button>
        )
      }
    >
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data !== undefined && plant === undefined && !isOpen && <p className="note">{t('energy.plant.none')}</p>}
      {isOpen && (
        <PlantForm
          plant={plant}
          currency={currency}
          isSaving={save.isPending}
          onSave={(next) => save.mutate(next, { onSuccess: () => setIsOpen(false) })}
          onCancel={() => setIsOpen(false)}
        />
      )}
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      {payback !== undefined && currency !== undefined && <PaybackFigures payback={payback} currency={currency} />}
      {payback !== undefined && payback.reasons.length > 0 && (
        <ul className="bill-reasons hint">
          {payback.reasons.map(({ reason }) => (
            <li key={reason.code}>{reasonText(reason, site.timeZone)}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
