// The charges of the last weeks: a bar a day, the table and its file.
import type { ReactNode } from 'react';
import type { Charge, Charges } from '#api/charging.ts';
import { chargesCsv } from '#core/charge-csv.ts';
import { useDeviceName } from '../automation/use-device-name.ts';
import { duration, energy, inWords, mass, money, share } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { dayText, momentText } from '../zone.ts';
import { type ChargeDay, daysOf, ownWh } from './days.ts';

const shownDays = 31;
const none = '–';

function DayBars({ days, timeZone }: { readonly days: readonly ChargeDay[]; readonly timeZone: string }): ReactNode {
  const most = Math.max(1, ...days.map(({ energyWh }) => energyWh));
  return (
    <ol className="charge-days" aria-label={t('charging.chart')}>
      {days.map(({ startMs, energyWh, ownWh: own = 0 }) => {
        const said = `${dayText(startMs, timeZone)}: ${inWords(energy(energyWh))}`;
        const sun = energyWh > 0 ? (own / energyWh) * 100 : 0;
        return (
          <li key={startMs} title={said}>
            <span className="hidden">{said}</span>
            <span
              className="charge-day"
              aria-hidden="true"
              style={{
                blockSize: `${(energyWh / most) * 100}%`,
                background: `linear-gradient(to top, var(--pv) ${sun}%, var(--grid) ${sun}%)`,
              }}
            />
          </li>
        );
      })}
    </ol>
  );
}

function ChargeRow({
  charge,
  currency,
}: {
  readonly charge: Charge;
  readonly currency: string | undefined;
}): ReactNode {
  const { timeZone } = useSite();
  const nameOf = useDeviceName();
  const { startMs, endMs, energyWh, cost, co2Kg, who, tag } = charge;
  const own = ownWh(charge);
  return (
    <tr>
      <th scope="row">{momentText(startMs, timeZone)}</th>
      <td>{endMs === undefined ? t('charging.under-way') : duration(Math.round((endMs - startMs) / 1000))}</td>
      <td>{nameOf(charge.device)}</td>
      <td>{who ?? tag ?? none}</td>
      <td>{inWords(energy(energyWh))}</td>
      <td>{own === undefined || energyWh <= 0 ? none : inWords(share(own / energyWh))}</td>
      <td>{cost === undefined ? none : inWords(money(cost.toFixed(2), currency))}</td>
      <td>{co2Kg === undefined ? none : inWords(mass(co2Kg))}</td>
    </tr>
  );
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Of all; absent where one is not known: the sum would be too small. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? undefined : known.reduce((sum, value) => sum + value, 0);
}

/** The charges. */
export function ChargesCard({ charges: { charges, currency } }: { readonly charges: Charges }): ReactNode {
  const { id, timeZone } = useSite();
  const nowMs = useServerNow();
  if (charges.length === 0)
    return (
      <Card title={t('charging.charges')} className="automation-card">
        <p className="muted">{t('charging.charges-none')}</p>
      </Card>
    );
  const total = charges.reduce((sum, { energyWh }) => sum + energyWh, 0);
  const own = sumOf(charges.map(ownWh));
  const cost = sumOf(charges.map((one) => one.cost));
  const co2Kg = sumOf(charges.map((one) => one.co2Kg));
  const csv = (
    <Button look="quiet" icon="download" onClick={() => save(chargesCsv(charges, currency), `charges-${id}.csv`)}>
      {t('charging.csv')}
    </Button>
  );
  return (
    <Card title={t('charging.charges')} aside={csv} className="automation-card">
      {total > 0 && <DayBars days={daysOf(charges, { nowMs, timeZone, count: shownDays })} timeZone={timeZone} />}
      <div className="row-table">
        <TableScroll label={t('charging.charges')}>
          <thead>
            <tr>
              <th scope="col">{t('charging.begin')}</th>
              <th scope="col">{t('charging.lasted')}</th>
              <th scope="col">{t('charging.charger')}</th>
              <th scope="col">{t('charging.who')}</th>
              <th scope="col">{t('charging.energy')}</th>
              <th scope="col" title={t('charging.sun-text')}>
                {t('charging.sun')}
              </th>
              <th scope="col">{t('charging.cost')}</th>
              <th scope="col">{t('charging.co2')}</th>
            </tr>
          </thead>
          <tbody>
            {charges.map((charge) => (
              <ChargeRow key={charge.id} charge={charge} currency={currency} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={4}>
                {t('charging.total', { count: charges.length })}
              </th>
              <td>{inWords(energy(total))}</td>
              <td>{own === undefined || total <= 0 ? none : inWords(share(own / total))}</td>
              <td>{cost === undefined ? none : inWords(money(cost.toFixed(2), currency))}</td>
              <td>{co2Kg === undefined ? none : inWords(mass(co2Kg))}</td>
            </tr>
          </tfoot>
        </TableScroll>
      </div>
    </Card>
  );
}
