// Why a figure is what it is: sources and rules of an energy, the bill behind an amount, the formula of a share.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { EnergyChannel, EnergyReport, EnergyRow, EnergyWhy } from '#api/ledger.ts';
import { failureOf } from '../api.ts';
import { energy, inWords, mass, money, share } from '../format.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { momentText } from '../zone.ts';
import { Choice } from '../ui/choice.tsx';
import { FailureNote, Loading, Marked, Skeleton, Value } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { billLineText } from './bill-line.ts';
import { EventLine } from './event-line.tsx';
import { tariffQuery, whyQuery } from './ledger.ts';
import { QualityBar } from './quality-bar.tsx';
import { isKnown } from './rows.ts';
import { isExplained, rowTitle, spanQuery, type SpanQuery } from './span.ts';

/** Figures that are computed from others. */
type Counted = 'selfSufficiency' | 'selfConsumption' | 'savedPv' | 'savedBattery' | 'co2' | 'co2Saved' | 'trees';

/** The figure that is asked about. */
export type WhyTarget = { readonly label: string } & (
  | { readonly kind: 'channel'; readonly channel: EnergyChannel }
  | { readonly kind: 'bill' | 'cost' | 'earned' }
  | { readonly kind: Counted }
);

function Sources({ why }: { readonly why: EnergyWhy }): ReactNode {
  if (why.from.length === 0) return <p className="note">{t('energy.why.noSources')}</p>;
  return (
    <ul className="sources">
      {why.from.map((part) => (
        <li key={`${part.source} ${part.rule}`}>
          <div className="source-head">
            <strong>{part.deviceName ?? t('energy.events.home')}</strong>
            <Value of={energy(part.energyWh)} />
          </div>
          {part.metric !== undefined && <code>{part.metric}</code>}
          <p>
            <Marked text={reasonText(part.ruleReason)} />
          </p>
          <div className="share-track" aria-hidden="true">
            <div className="share-fill" style={{ inlineSize: `${Math.min(100, part.share * 100)}%` }} />
          </div>
          <p className="hint">{t('energy.why.part', { share: inWords(share(part.share)) })}</p>
        </li>
      ))}
    </ul>
  );
}

function CrossCheck({ of }: { readonly of: NonNullable<EnergyWhy['integrated']> }): ReactNode {
  const { energyWh, differenceWh } = of;
  const size = inWords(energy(Math.abs(differenceWh)));
  return (
    <section>
      <h3>{t('energy.why.check')}</h3>
      <p>
        {t('energy.why.checkText', {
          integrated: inWords(energy(energyWh)),
          difference:
            differenceWh < 0 ? t('energy.why.less', { amount: size }) : t('energy.why.more', { amount: size }),
        })}
      </p>
    </section>
  );
}

interface ExplainedProps {
  readonly channel: EnergyChannel;
  readonly query: Pick<SpanQuery, 'from' | 'to'>;
}

/** Longer stretches are explained month by month: the last with any energy first. */
function ChannelWhy({ rows, ...props }: ExplainedProps & { readonly rows: readonly EnergyRow[] }): ReactNode {
  const months = rows.filter((row) => isKnown(row) && /^\d{4}-\d{2}$/.test(row.label)).map(({ label }) => label);
  const [month = months.at(-1), setMonth] = useState<string>();
  if (isExplained(props.query)) return <Explained {...props} />;
  if (month === undefined) return <p className="note">{t('energy.why.tooLong')}</p>;
  const { from, to } = spanQuery({ width: 'month', date: `${month}-01` }, `${month}-01`);
  return (
    <>
      <Choice
        label={t('energy.why.month')}
        options={months.map((value) => ({ value, label: rowTitle(value, { width: 'year' }) }))}
        value={month}
        onChange={setMonth}
      />
      <Explained {...props} query={{ from, to }} />
    </>
  );
}

function Explained({ channel, query }: ExplainedProps): ReactNode {
  const site = useSite();
  const { from, to } = query;
  const { data: why, error, isError, refetch } = useQuery(whyQuery(site.id, { channel, from, to }));
  if (isError) return <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (why === undefined)
    return (
      <Loading>
        <Skeleton height={260} />
      </Loading>
    );
  return (
    <>
      <p className="sheet-figure">
        <Value of={energy(why.from.length === 0 ? undefined : why.energyWh)} />
      </p>
      <QualityBar row={why} />
      <p className="hint">{t('energy.why.until', { when: momentText(why.endMs, site.timeZone) })}</p>
      <section>
        <h3>{t('energy.why.sources')}</h3>
        <Sources why={why} />
      </section>
      {why.integrated !== undefined && <CrossCheck of={why.integrated} />}
      <section>
        <h3>{t('energy.why.events')}</h3>
        {why.events.length === 0 ? (
          <p className="note">{t('energy.why.noEvents')}</p>
        ) : (
          <ul className="events">
            {why.events.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function BillWhy({
  kind,
  report,
}: {
  readonly kind: 'bill' | 'cost' | 'earned';
  readonly report: EnergyReport;
}): ReactNode {
  const { bill = [], currency } = report;
  const lines = bill.filter((line) => kind === 'bill' || (kind === 'earned') === isEarning(line));
  const formula = kind === 'bill' ? t('energy.why.bill2') : t(`energy.why.${kind}`);
  return (
    <>
      <p>{formula}</p>
      <h3>{t('energy.why.bill')}</h3>
      {lines.length === 0 ? (
        <p className="note">{t('energy.why.noBill')}</p>
      ) : (
        <TableScroll label={t('energy.why.bill')}>
          <thead>
            <tr>
              <th scope="col">{t('energy.why.line')}</th>
              <th scope="col">{t('energy.why.net')}</th>
              <th scope="col">{t('energy.why.vat')}</th>
              <th scope="col">{t('energy.why.amount')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.edition} ${line.kind} ${line.name} ${line.window}`}>
                <th scope="row" className="bill-line">
                  <strong>
                    {line.window === '' || line.window === line.name ? line.name : `${line.name}, ${line.window}`}
                  </strong>
                  <span className="hint">{billLineText(line, currency)}</span>
                </th>
                <td>{inWords(money(line.net, currency))}</td>
                <td>{inWords(money(line.vat, currency))}</td>
                <td>{inWords(money(line.amount, currency))}</td>
              </tr>
            ))}
          </tbody>
        </TableScroll>
      )}
    </>
  );
}

/** What counts as sold: what is paid for it, and what is cut of that. */
const isEarning = ({ kind }: NonNullable<EnergyReport['bill']>[number]): boolean =>
  kind === 'export' || kind === 'credit-limit';

/** The energy the home used whose origin is known: the denominator of the share. */
const usedOf = ({ flows }: EnergyRow): number =>
  flows.pvToLoadWh + flows.batteryToLoadWh + flows.gridToLoadWh + (flows.generatorToLoadWh ?? 0);

/** Solar energy whose use is known: used, stored or sold. */
const placedOf = ({ flows }: EnergyRow): number => flows.pvToLoadWh + flows.pvToBatteryWh + flows.pvToGridWh;

/** The figures that go into a computed one, with their names. */
function inputsOf(kind: Counted, { total, currency }: EnergyReport): readonly (readonly [string, string])[] {
  switch (kind) {
    case 'selfSufficiency':
      return [
        [t('energy.bars.grid'), inWords(energy(total.flows.gridToLoadWh))],
        [t('energy.why.used'), inWords(energy(usedOf(total)))],
      ];
    case 'selfConsumption':
      return [
        [t('energy.bars.sold'), inWords(energy(total.flows.pvToGridWh))],
        [t('energy.why.placed'), inWords(energy(placedOf(total)))],
      ];
    case 'savedPv':
    case 'savedBattery':
      return [
        [t('energy.figures.cost'), inWords(money(total.cost, currency))],
        [t('energy.figures.earned'), inWords(money(total.earned, currency))],
      ];
    case 'co2':
      return [[t('energy.channel.import'), inWords(energy(total.importWh))]];
    case 'co2Saved':
      return [[t('energy.channel.pv'), inWords(energy(total.pvWh))]];
    case 'trees':
      return [[t('energy.figures.co2Saved'), inWords(mass(total.co2SavedKg))]];
  }
}

function CountedWhy({ kind, report }: { readonly kind: Counted; readonly report: EnergyReport }): ReactNode {
  const site = useSite();
  const { data: tariff } = useQuery(tariffQuery(site.id));
  return (
    <>
      <section>
        <h3>{t('energy.why.formula')}</h3>
        <p>
          {kind === 'trees'
            ? t('energy.why.trees', { kg: inWords(mass(tariff?.carbon.kgPerTree)) })
            : t(`energy.why.${kind}`)}
        </p>
      </section>
      <section>
        <h3>{t('energy.why.with')}</h3>
        <dl className="inputs">
          {inputsOf(kind, report).map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <QualityBar row={report.total} />
    </>
  );
}

interface WhySheetProps {
  readonly target: WhyTarget;
  readonly report: EnergyReport;
  readonly query: SpanQuery;
  readonly onClose: () => void;
}

/** The side sheet. */
export function WhySheet({ target, report, query, onClose }: WhySheetProps): ReactNode {
  return (
    <Sheet side title={t('energy.why.askOf', { label: target.label })} onClose={onClose}>
      {target.kind === 'channel' && <ChannelWhy channel={target.channel} query={query} rows={report.rows} />}
      {(target.kind === 'bill' || target.kind === 'cost' || target.kind === 'earned') && (
        <BillWhy kind={target.kind} report={report} />
      )}
      {target.kind !== 'channel' && target.kind !== 'bill' && target.kind !== 'cost' && target.kind !== 'earned' && (
        <CountedWhy kind={target.kind} report={report} />
      )}
    </Sheet>
  );
}
