// What a kilowatt-hour costs: a typical tariff of the country with its numbers to be corrected by the bill.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { CarbonFactors } from '#api/tariffs.ts';
import { call, failureOf } from '../api.ts';
import { forgetLedger, presetsQuery, tariffQuery } from '../energy/ledger.ts';
import { nearFirst, presetOption } from '../energy/preset-sheet.tsx';
import { useMay, useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, FailureNote, Field, Loading, Marked, Skeleton } from '../ui/parts.tsx';
import {
  currencyOf,
  noCurrency,
  type PriceGroup,
  pricesOf,
  type TariffPrice,
  withCurrency,
  withPrices,
} from './tariff-prices.ts';
import { numberOf } from './typed-number.ts';

/** What a form begins with. */
interface Typical {
  readonly id: string;
  readonly text: string;
  readonly carbon: CarbonFactors;
  readonly notice?: string | undefined;
  /** Its prices are none: each has to be filled in. */
  readonly isBlank?: true;
}

const groupWords: Readonly<Record<PriceGroup, 'pay' | 'get' | 'fixed'>> = {
  import: 'pay',
  export: 'get',
  standing: 'fixed',
};

interface FieldsProps {
  readonly prices: readonly TariffPrice[];
  readonly typed: ReadonlyMap<number, string>;
  readonly tried: boolean;
  readonly onType: (line: number, text: string) => void;
}

function Prices({ prices, typed, tried, onType }: FieldsProps): ReactNode {
  return (['import', 'export', 'standing'] as const).map((group) => {
    const some = prices.filter((price) => price.group === group);
    if (some.length === 0) return null;
    return (
      <fieldset key={group} className="prices">
        <legend>{t(`story.tariff.${groupWords[group]}`)}</legend>
        {some.map(({ line, name, price }) => {
          const text = typed.get(line) ?? price;
          return (
            <Field
              key={line}
              label={group === 'standing' ? name : t('story.tariff.per', { name })}
              inputMode="decimal"
              maxLength={20}
              value={text}
              problem={tried && numberOf(text) === undefined ? t('story.tariff.bad-price') : undefined}
              onChange={({ target }) => onType(line, target.value)}
            />
          );
        })}
      </fieldset>
    );
  });
}

function useSaving() {
  const { id: site } = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly text: string; readonly carbon: CarbonFactors }) =>
      call('saveTariff', { params: { site }, body }),
    onSuccess: ({ saved }) => {
      if (saved) void forgetLedger(client, site);
    },
  });
}

function TypicalForm({ typical }: { readonly typical: Typical }): ReactNode {
  const { text, carbon, notice, isBlank = false } = typical;
  const prices = pricesOf(text);
  const given = currencyOf(text);
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(
    () => new Map(isBlank ? prices.map(({ line }) => [line, '']) : []),
  );
  const [currency, setCurrency] = useState(given === noCurrency ? '' : given);
  const [tried, setTried] = useState(false);
  const save = useSaving();
  const numbers = new Map([...typed].map(([line, entry]) => [line, numberOf(entry)] as const));
  const known = new Map([...numbers].flatMap(([line, number]) => (number === undefined ? [] : [[line, number]])));
  const isCurrency = /^[A-Za-z]{3}$/.test(currency.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isCurrency || known.size < numbers.size || save.isPending) return;
    save.mutate({ text: withCurrency(withPrices(text, known), currency.trim().toUpperCase()), carbon });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {notice !== undefined && (
        <p className="note">
          <Marked text={notice} />
        </p>
      )}
      <Field
        label={t('story.tariff.currency')}
        autoCapitalize="characters"
        maxLength={3}
        value={currency}
        problem={tried && !isCurrency ? t('story.tariff.bad-currency') : undefined}
        onChange={({ target }) => setCurrency(target.value)}
      />
      <Prices
        prices={prices}
        typed={typed}
        tried={tried}
        onType={(line, entry) => setTyped(new Map(typed).set(line, entry))}
      />
      <p className="hint">{t('story.tariff.rest')}</p>
      {save.data !== undefined && save.data.problems.length > 0 && (
        <p className="problem" role="alert">
          {save.data.problems.map(({ reason }) => reasonText(reason)).join(' ')}
        </p>
      )}
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      <div className="actions">
        <Button type="submit" look="primary" busy={save.isPending ? t('energy.tariff.saving') : undefined}>
          {t('energy.tariff.save')}
        </Button>
      </div>
    </form>
  );
}

/** The step. */
export function TariffStep(): ReactNode {
  const site = useSite();
  const mayChange = useMay('energy.manage');
  const tariff = useQuery(tariffQuery(site.id));
  const presets = useQuery(presetsQuery);
  const [picked, setPicked] = useState<string>();
  const near = nearFirst(presets.data ?? [], site.timeZone);
  const { data } = tariff;
  // Of a home without a typical tariff the server gives a text without prices.
  const own: Typical | undefined = data?.neutral === true ? { ...data, id: 'own', isBlank: true } : undefined;
  const typical = near.find(({ id }) => id === picked) ?? own ?? near[0];
  const failed = [tariff, presets].find(({ isError }) => isError);
  return (
    <section className="card">
      <h1>{t('story.tariff.title')}</h1>
      <p className="muted">{t('story.tariff.text')}</p>
      {data?.origin === 'own' && <p className="good">{t('energy.figures.by', { name: data.name })}</p>}
      {failed !== undefined && <FailureNote failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />}
      {typical === undefined && failed === undefined && (
        <Loading>
          <Skeleton height={240} />
        </Loading>
      )}
      {typical !== undefined && data !== undefined && mayChange && (
        <>
          <Choice
            label={t('energy.tariff.country')}
            options={[
              ...(own === undefined ? [] : [{ value: own.id, label: t('energy.tariff.put-in') }]),
              ...near.map(presetOption),
            ]}
            value={typical.id}
            onChange={setPicked}
          />
          <TypicalForm key={typical.id} typical={typical} />
        </>
      )}
    </section>
  );
}
