// Today's energy: two shares that sum up the day, six amounts that make it up.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { minuteMs } from '#core/time.ts';
import type { EnergyDay } from '#api/contract.ts';
import { againAfter } from '../ask-again.ts';
import { energyShares, isTooLittle } from '../flow/flow-arms.ts';
import { billOf } from '../energy/bill.ts';
import { decimalSum } from '../energy/decimal-text.ts';
import { energyQuery } from '../energy/ledger.ts';
import { isKnown } from '../energy/rows.ts';
import { spanQuery, stepped } from '../energy/span.ts';
import { useToday } from '../energy/use-today.ts';
import { energy, inWords, mass, money, percent, share } from '../format.ts';
import { useLinkPhase } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Card, Value } from '../ui/parts.tsx';
import { dayText } from '../zone.ts';

interface ShareBarProps {
  readonly label: string;
  readonly text: string;
  readonly part: number | undefined;
  /** What it is a part of, Wh. */
  readonly of: number | undefined;
  readonly tone: string;
}

function ShareBar({ label, text, part: all, of, tone }: ShareBarProps): ReactNode {
  const isLittle = all !== undefined && isTooLittle(of);
  const part = isLittle ? undefined : all;
  return (
    <div className={`share ${tone}`}>
      <div className="share-head">
        <span className="share-label">{label}</span>
        <Value of={share(part)} className="share-value" />
      </div>
      <div className="share-track" aria-hidden="true">
        <div className="share-fill" style={{ inlineSize: `${((part ?? 0) * 100).toFixed(1)}%` }} />
      </div>
      <p>{isLittle ? t('today.too-little') : text}</p>
    </div>
  );
}

interface AmountProps {
  readonly icon: IconName;
  readonly tone: string;
  readonly label: string;
  /** Absent: the home has none. */
  readonly wattHours: number | undefined;
}

/** An amount with its mark. */
export function Amount({ icon, tone, label, wattHours }: AmountProps): ReactNode {
  if (wattHours === undefined) return null;
  return (
    <div className="amount">
      <dt>
        <span className={`badge ${tone}`}>
          <Icon name={icon} size={20} />
        </span>
        {label}
      </dt>
      <dd>
        <Value of={energy(wattHours)} />
      </dd>
    </div>
  );
}

/** Yesterday at a glance: at seven in the morning today has little to show. */
function Yesterday(): ReactNode {
  const site = useSite();
  const today = useToday();
  const { data } = useQuery({
    ...energyQuery(site.id, spanQuery(stepped({ width: 'day', date: today }, -1), today)),
    refetchInterval: ({ state }) => againAfter(state.error, 10 * minuteMs),
  });
  if (data === undefined || !isKnown(data.total)) return null;
  const { pvWh, loadWh, importWh, selfSufficiency } = data.total;
  const parts = [
    ...(pvWh === undefined ? [] : [t('today.part', { label: t('today.pv'), amount: inWords(energy(pvWh)) })]),
    ...(loadWh === undefined ? [] : [t('today.part', { label: t('today.load'), amount: inWords(energy(loadWh)) })]),
    ...(importWh === undefined
      ? []
      : [t('today.part', { label: t('today.import'), amount: inWords(energy(importWh)) })]),
    ...(selfSufficiency === undefined || isTooLittle(loadWh)
      ? []
      : [t('today.part', { label: t('today.self-sufficiency'), amount: inWords(percent(selfSufficiency)) })]),
  ];
  return (
    <p className="yesterday">
      <strong>{t('today.yesterday')}</strong> {parts.join(' · ')}
    </p>
  );
}

/** What the day cost and spared so far, where prices and the climate of the grid are known. */
function Money(): ReactNode {
  const site = useSite();
  const today = useToday();
  const { data } = useQuery(energyQuery(site.id, spanQuery({ width: 'day', date: today }, today)));
  if (data === undefined) return null;
  const { total, currency } = data;
  const bill = billOf(total);
  const { pv, battery } = total.savings ?? {};
  const saved = [pv, battery].filter((one) => one !== undefined);
  const parts = [
    ...(bill === undefined ? [] : [[t('today.bill'), money(bill, currency)] as const]),
    ...(saved.length === 0 ? [] : [[t('today.saved'), money(decimalSum(saved), currency)] as const]),
    ...(total.co2SavedKg === undefined || total.co2SavedKg === 0
      ? []
      : [[t('today.co2'), mass(total.co2SavedKg)] as const]),
  ];
  if (parts.length === 0) return null;
  return (
    <dl className="today-money">
      {parts.map(([label, amount]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Value of={amount} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A share of measured time below this is shown, so that a half-measured day is not taken for a whole one. */
const nearlyAll = 0.985;

/** Energy since local midnight. */
export function TodayCard({ day }: { readonly day: EnergyDay }): ReactNode {
  const { selfSufficiency, selfConsumption } = energyShares(day);
  const { timeZone } = useSite();
  const isLost = useLinkPhase() === 'lost';
  // Of a home that was kept, the day may be over.
  const isToday = useToday() === day.date;
  return (
    <Card title={isToday ? t('today.title') : dayText(day.fromMs, timeZone)} className={`today ${isLost ? 'old' : ''}`}>
      <ShareBar
        label={t('today.self-sufficiency')}
        text={t('today.self-sufficiency-text')}
        part={selfSufficiency}
        of={day.loadWh}
        tone="load"
      />
      {day.pvWh !== undefined && (
        <ShareBar
          label={t('today.self-consumption')}
          text={t('today.self-consumption-text')}
          part={selfConsumption}
          of={day.pvWh}
          tone="pv"
        />
      )}
      <dl className="amounts">
        <Amount icon="sun" tone="pv" label={t('today.pv')} wattHours={day.pvWh} />
        <Amount icon="home" tone="load" label={t('today.load')} wattHours={day.loadWh} />
        <Amount icon="grid" tone="grid" label={t('today.import')} wattHours={day.importWh} />
        <Amount icon="grid" tone="grid" label={t('today.export')} wattHours={day.exportWh} />
        <Amount icon="battery" tone="battery" label={t('today.charge')} wattHours={day.chargeWh} />
        <Amount icon="battery" tone="battery" label={t('today.discharge')} wattHours={day.dischargeWh} />
        <Amount icon="charger" tone="generator" label={t('today.generator')} wattHours={day.generatorWh} />
      </dl>
      {day.measured < nearlyAll && (
        <p className="note">{t('today.measured', { level: inWords(share(day.measured)) })}</p>
      )}
      {isToday && !isLost && <Money />}
      {isToday && <Yesterday />}
    </Card>
  );
}
