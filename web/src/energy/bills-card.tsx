// Bills of the supplier beside what the home counted on the same days, and why the two differ.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Bill, BillStates } from '#api/bills.ts';
import { call, failureOf } from '../api.ts';
import { energy, inWords, kiloEnergyUnit, money } from '../format.ts';
import { useMay, useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, Card, Field, FailureNote, Skeleton } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { type BillDraft, billOfDraft, billProblems } from './bill-draft.ts';
import { billsQuery, forgetLedger } from './ledger.ts';
import { spanTitle } from './span.ts';

type BillState = BillStates['bills'][number];

const nameOf = ({ firstDay, lastDay }: Bill): string => spanTitle({ width: 'custom', date: firstDay, to: lastDay }, '');

const billOf = ({ id, firstDay, lastDay, importWh, exportWh, amount }: Bill): Bill => ({
  id,
  firstDay,
  lastDay,
  importWh,
  ...(exportWh === undefined ? {} : { exportWh }),
  amount,
});

function useBills() {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (bills: readonly Bill[]) => call('saveBills', { params: { site: site.id }, body: { bills } }),
    onSuccess: (states) => {
      client.setQueryData(billsQuery(site.id).queryKey, states);
      return forgetLedger(client, site.id);
    },
  });
}

interface LineProps {
  readonly bill: BillState;
  readonly currency: string | undefined;
  readonly onRemove: (() => void) | undefined;
}

function BillLine({ bill, currency, onRemove }: LineProps): ReactNode {
  const { counted, difference, reasons, amount } = bill;
  const { timeZone } = useSite();
  const name = nameOf(bill);
  const inMoney = (of: string | undefined): string =>
    of !== undefined && currency === undefined ? of : inWords(money(of, currency));
  const rows = [
    ['import', t('energy.channel.import'), bill.importWh, counted.importWh, difference.importWh],
    ['export', t('energy.channel.export'), bill.exportWh, counted.exportWh, difference.exportWh],
  ] as const;
  return (
    <li className="supplier-bill">
      <div className="budget-head">
        <strong>{name}</strong>
        {onRemove !== undefined && (
          <button type="button" className="why" aria-label={t('energy.bills.remove', { name })} onClick={onRemove}>
            <Icon name="trash" size={18} />
          </button>
        )}
      </div>
      <TableScroll label={t('energy.bills.table', { name })}>
        <thead>
          <tr>
            <th scope="col">{t('energy.budgets.what-label')}</th>
            <th scope="col">{t('energy.figures.bill')}</th>
            <th scope="col">{t('energy.bills.counted')}</th>
            <th scope="col">{t('energy.bills.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([id, label, ...all]) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              {all.map((wh, column) => (
                // The columns never move.
                // oxlint-disable-next-line react/no-array-index-key
                <td key={column}>{inWords(energy(wh))}</td>
              ))}
            </tr>
          ))}
          <tr className="whole">
            <th scope="row">{t('energy.bills.amount')}</th>
            <td>{inMoney(amount)}</td>
            <td>{inMoney(counted.amount)}</td>
            <td>{inMoney(difference.amount)}</td>
          </tr>
        </tbody>
      </TableScroll>
      <ul className="bill-reasons hint">
        {reasons.map(({ reason }) => (
          <li key={reason.code}>{reasonText(reason, timeZone)}</li>
        ))}
      </ul>
    </li>
  );
}

interface AddProps {
  readonly currency: string | undefined;
  readonly taken: readonly string[];
  readonly isSaving: boolean;
  readonly onSave: (bill: Bill) => void;
  readonly onCancel: () => void;
}

const emptyDraft: BillDraft = { firstDay: '', lastDay: '', bought: '', sold: '', amount: '' };

function AddBill({ currency, taken, isSaving, onSave, onCancel }: AddProps): ReactNode {
  const [draft, setDraft] = useState(emptyDraft);
  const [problems, setProblems] = useState<readonly (keyof BillDraft)[]>([]);
  const submit = (): void => {
    const found = billProblems(draft);
    setProblems(found);
    if (found.length === 0) onSave(billOfDraft(draft, taken));
  };
  const field = (name: keyof BillDraft, label: string) => {
    const isDay = name === 'firstDay' || name === 'lastDay';
    const needed = isDay ? t('energy.bills.need-day') : t('energy.bills.need-number');
    return (
      <Field
        label={label}
        {...(isDay ? { type: 'date' } : { inputMode: name === 'amount' ? 'text' : 'decimal' })}
        problem={problems.includes(name) ? needed : undefined}
        value={draft[name]}
        onChange={({ target }) => {
          setDraft({ ...draft, [name]: target.value });
          setProblems(problems.filter((each) => each !== name));
        }}
      />
    );
  };
  const inUnit = (name: string, unit: string): string => t('energy.bills.in-unit', { name, unit });
  const sum = t('energy.bills.amount');
  return (
    <form
      className="budget-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaving) submit();
      }}
    >
      <div className="two-fields">
        {field('firstDay', t('energy.from'))}
        {field('lastDay', t('energy.to'))}
      </div>
      <div className="three-fields">
        {field('bought', inUnit(t('energy.channel.import'), kiloEnergyUnit))}
        {field('sold', inUnit(t('energy.channel.export'), kiloEnergyUnit))}
        {field('amount', currency === undefined ? sum : inUnit(sum, currency))}
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

/** The list of bills. */
export function BillsCard(): ReactNode {
  const site = useSite();
  const mayChange = useMay('energy.manage');
  const [isAdding, setIsAdding] = useState(false);
  const { data, error, isError, refetch } = useQuery(billsQuery(site.id));
  const save = useBills();
  const bills = data?.bills ?? [];
  const plain = bills.map(billOf);
  return (
    <Card
      title={t('energy.bills.title')}
      aside={
        mayChange &&
        data !== undefined &&
        !isAdding && <Button onClick={() => setIsAdding(true)}>{t('energy.bills.add')}</Button>
      }
    >
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data !== undefined && bills.length === 0 && !isAdding && <p className="note">{t('energy.bills.none')}</p>}
      {isAdding && (
        <AddBill
          currency={data?.currency}
          taken={bills.map(({ id }) => id)}
          isSaving={save.isPending}
          onSave={(bill) => save.mutate([...plain, bill], { onSuccess: () => setIsAdding(false) })}
          onCancel={() => setIsAdding(false)}
        />
      )}
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      <ul className="budgets">
        {bills.map((bill) => (
          <BillLine
            key={bill.id}
            bill={bill}
            currency={data?.currency}
            onRemove={mayChange ? () => save.mutate(plain.filter(({ id }) => id !== bill.id)) : undefined}
          />
        ))}
      </ul>
    </Card>
  );
}
