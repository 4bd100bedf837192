// The figures of a period: energy, money, climate. Each can be explained.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { isTooLittle } from '../flow/flow-arms.ts';
import { count, energy, inWords, mass, money, percent, type Quantity } from '../format.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Card, Value } from '../ui/parts.tsx';
import { billOf } from './bill.ts';
import type { ComparedId } from './compared-figures.ts';
import { tariffQuery } from './ledger.ts';
import type { Compared } from './use-compared.ts';
import type { WhyTarget } from './why-sheet.tsx';

interface FigureProps {
  readonly icon?: IconName;
  readonly tone?: string;
  readonly label: string;
  readonly of: Quantity;
  /** How it differs from another period. */
  readonly change: string | undefined;
  readonly onWhy: () => void;
}

function WhyButton({ label, onWhy }: { readonly label: string; readonly onWhy: () => void }): ReactNode {
  return (
    <button
      type="button"
      className="why"
      aria-label={t('energy.why.askOf', { label })}
      title={t('energy.why.ask')}
      onClick={onWhy}
    >
      <Icon name="help" size={18} />
    </button>
  );
}

function Change({ text }: { readonly text: string | undefined }): ReactNode {
  return text !== undefined && <span className="change">{text}</span>;
}

function Figure({ icon, tone = '', label, of, change, onWhy }: FigureProps): ReactNode {
  return (
    <div className={icon === undefined ? 'figure plain' : 'figure'}>
      <dt>
        {icon !== undefined && (
          <span className={`badge ${tone}`}>
            <Icon name={icon} size={20} />
          </span>
        )}
        <span>
          {label}
          <Change text={change} />
        </span>
      </dt>
      <dd>
        <Value of={of} />
        <WhyButton label={label} onWhy={onWhy} />
      </dd>
    </div>
  );
}

interface GaugeProps {
  readonly label: string;
  readonly text: string;
  readonly of: number | undefined;
  /** What it is a part of, Wh. */
  readonly whole: number | undefined;
  readonly tone: string;
  readonly change: string | undefined;
  readonly onWhy: () => void;
}

function Gauge({ label, text, of: all, whole, tone, change, onWhy }: GaugeProps): ReactNode {
  const isLittle = all !== undefined && isTooLittle(whole);
  const of = isLittle ? undefined : all;
  return (
    <div className={`share ${tone}`}>
      <div className="share-head">
        <span className="share-label">{label}</span>
        <span className="share-end">
          <Value of={percent(of)} className="share-value" />
          <WhyButton label={label} onWhy={onWhy} />
        </span>
      </div>
      <div className="share-track" aria-hidden="true">
        <div className="share-fill" style={{ inlineSize: `${Math.min(100, Math.max(0, of ?? 0))}%` }} />
      </div>
      <p>
        {isLittle ? t('energy.figures.too-little') : text}
        <Change text={isLittle ? undefined : change} />
      </p>
    </div>
  );
}

const channels = [
  ['pv', 'pvWh', 'sun', 'pv'],
  ['load', 'loadWh', 'home', 'load'],
  ['import', 'importWh', 'grid', 'grid'],
  ['export', 'exportWh', 'grid', 'grid'],
  ['charge', 'chargeWh', 'battery', 'battery'],
  ['discharge', 'dischargeWh', 'battery', 'battery'],
  ['generator', 'generatorWh', 'charger', 'generator'],
] as const;

interface PartProps {
  readonly report: EnergyReport;
  /** The other period, if one is compared. */
  readonly compared: Compared | undefined;
  readonly onWhy: (target: WhyTarget) => void;
}

/** What is said of a figure; up to which moment both are compared, the table says. */
const changeOf = (compared: Compared | undefined, id: ComparedId): string | undefined =>
  compared?.state === 'shown' ? compared.figures?.find((each) => each.id === id)?.change : undefined;

/** How much the meters may disagree before it gets a line: a hundredth of what was used. */
const disagreement = (row: EnergyRow): boolean =>
  (row.meteringErrorWh ?? 0) > 0.01 * Math.max(row.loadWh ?? 0, row.pvWh ?? 0, 100);

function EnergyFigures({ report, compared, onWhy }: PartProps): ReactNode {
  const { total } = report;
  return (
    <Card title={t('energy.figures.energy')} className="figures">
      <div className="gauges">
        <Gauge
          label={t('energy.figures.selfSufficiency')}
          text={t('energy.figures.selfSufficiencyText')}
          of={total.selfSufficiency}
          whole={total.loadWh}
          tone="load"
          change={changeOf(compared, 'selfSufficiency')}
          onWhy={() => onWhy({ kind: 'selfSufficiency', label: t('energy.figures.selfSufficiency') })}
        />
        <Gauge
          label={t('energy.figures.selfConsumption')}
          text={t('energy.figures.selfConsumptionText')}
          of={total.selfConsumption}
          whole={total.pvWh}
          tone="pv"
          change={changeOf(compared, 'selfConsumption')}
          onWhy={() => onWhy({ kind: 'selfConsumption', label: t('energy.figures.selfConsumption') })}
        />
      </div>
      <dl className="figure-list">
        {channels
          .filter(([, key]) => total[key] !== undefined)
          .map(([channel, key, icon, tone]) => (
            <Figure
              key={channel}
              icon={icon}
              tone={tone}
              label={t(`energy.channel.${channel}`)}
              of={energy(total[key])}
              change={changeOf(compared, channel)}
              onWhy={() => onWhy({ kind: 'channel', channel, label: t(`energy.channel.${channel}`) })}
            />
          ))}
      </dl>
      {disagreement(total) && (
        <p className="note">
          {t('energy.figures.meteringError', { amount: inWords(energy(total.meteringErrorWh ?? 0)) })}
        </p>
      )}
    </Card>
  );
}

function Bill({ report: { total, currency }, compared, onWhy }: PartProps): ReactNode {
  return (
    <div className="bill">
      <p>
        {t('energy.figures.bill')} <span className="muted">{t('energy.figures.billText')}</span>
        <Change text={changeOf(compared, 'bill')} />
      </p>
      <p className="bill-amount">
        <Value of={money(billOf(total), currency)} />
        <WhyButton
          label={t('energy.figures.bill')}
          onWhy={() => onWhy({ kind: 'bill', label: t('energy.figures.bill') })}
        />
      </p>
    </div>
  );
}

/** Energy without a price, and energy at a fallback price. */
function PriceNotes({ report }: Pick<PartProps, 'report'>): ReactNode {
  const { unpriced = [], assumed = [] } = report;
  return (
    <>
      {unpriced.map(({ side, name, energyWh, reason }) => (
        <p key={`${side} ${name} ${reason.code}`} className="note">
          {t('energy.figures.unpriced', { amount: inWords(energy(energyWh)), why: reasonText(reason) })}
        </p>
      ))}
      {assumed.map(({ side, name, energyWh, reason }) => (
        <p key={`${side} ${name}`} className="note">
          {t('energy.figures.fallback', { amount: inWords(energy(energyWh)), name, why: reasonText(reason) })}
        </p>
      ))}
    </>
  );
}

function MoneyFigures({ report, compared, onWhy }: PartProps): ReactNode {
  const { total, currency, tariff } = report;
  const site = useSite();
  const figure = (kind: 'cost' | 'earned' | 'savedPv' | 'savedBattery', amount: string | undefined): ReactNode => (
    <Figure
      label={t(`energy.figures.${kind}`)}
      of={money(amount, currency)}
      change={changeOf(compared, kind)}
      onWhy={() => onWhy({ kind, label: t(`energy.figures.${kind}`) })}
    />
  );
  return (
    <Card title={t('energy.figures.money')} className="figures money">
      {tariff === undefined ? (
        <>
          <p className="note">{t('energy.figures.noTariff')}</p>
          <Link to="/sites/$site/settings" params={{ site: site.id }} className="button primary to-tariff">
            {t('energy.figures.toTariff')}
          </Link>
        </>
      ) : (
        <>
          <Bill report={report} compared={compared} onWhy={onWhy} />
          <dl className="figure-list">
            {figure('cost', total.cost)}
            {figure('earned', total.earned)}
            {figure('savedPv', total.savings?.pv)}
            {figure('savedBattery', total.savings?.battery)}
          </dl>
          <p className="hint">
            {t(tariff.origin === 'preset' ? 'energy.figures.assumed' : 'energy.figures.by', { name: tariff.name })}
          </p>
          <PriceNotes report={report} />
        </>
      )}
    </Card>
  );
}

function ClimateFigures({ report, compared, onWhy }: PartProps): ReactNode {
  const site = useSite();
  const { data: tariff } = useQuery(tariffQuery(site.id));
  const { co2Kg, co2SavedKg } = report.total;
  const perTree = tariff?.carbon.kgPerTree;
  const trees = co2SavedKg === undefined || perTree === undefined ? undefined : co2SavedKg / perTree;
  return (
    <Card title={t('energy.figures.climate')} className="figures climate">
      <dl className="figure-list">
        <Figure
          icon="leaf"
          tone="battery"
          label={t('energy.figures.co2Saved')}
          of={mass(co2SavedKg)}
          change={changeOf(compared, 'co2Saved')}
          onWhy={() => onWhy({ kind: 'co2Saved', label: t('energy.figures.co2Saved') })}
        />
        <Figure
          icon="leaf"
          tone="battery"
          label={t('energy.figures.trees')}
          of={count(trees)}
          change={undefined}
          onWhy={() => onWhy({ kind: 'trees', label: t('energy.figures.trees') })}
        />
        <Figure
          icon="grid"
          tone="grid"
          label={t('energy.figures.co2')}
          of={mass(co2Kg)}
          change={changeOf(compared, 'co2')}
          onWhy={() => onWhy({ kind: 'co2', label: t('energy.figures.co2') })}
        />
      </dl>
    </Card>
  );
}

/** The three cards. */
export function FiguresCards(props: PartProps): ReactNode {
  return (
    <>
      <div className="ledger-grid">
        <EnergyFigures {...props} />
        <MoneyFigures {...props} />
      </div>
      <ClimateFigures {...props} />
    </>
  );
}
