// What a device reports and nothing is made of: a person may say what it measures, so that it is kept, charted and counted.
import type { ReactNode } from 'react';
import type { DeviceSettings } from '#api/device-settings.ts';
import type { TestResult } from '#api/device-test.ts';
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { inWords, reading } from '../format.ts';
import { offeredMetrics } from '../topics/row-draft.ts';
import { metricText, t } from '../words.ts';
import { Combo, type ComboItem } from './combo.tsx';

/** What was said of fields. */
export type Picks = NonNullable<DeviceSettings['picks']>;

type Value = TestResult['values'][number];

/** Metrics of the unit that a value has. */
function metricsOf(unit: string): readonly ComboItem[] {
  return offeredMetrics.flatMap((id) =>
    isMetricId(id) && findMetric(id)?.unit === unit ? [{ id, label: metricText(id), detail: id }] : [],
  );
}

/** Numbers with a unit, of which nothing is made, or what a person said. */
export const pickable = <V extends Value>(values: readonly V[], picks: Picks): readonly V[] =>
  values.filter(
    ({ name, metric, value, unit }) =>
      (metric === undefined || picks.some(({ field }) => field === name)) &&
      typeof value === 'number' &&
      unit !== '' &&
      metricsOf(unit).length > 0,
  );

interface PickProps {
  readonly value: Value;
  readonly picks: Picks;
  readonly onChange: (picks: Picks) => void;
}

function PickOne({ value: { name, label, value, unit }, picks, onChange }: PickProps): ReactNode {
  const pick = picks.find(({ field }) => field === name);
  const sign = pick === undefined ? undefined : findMetric(pick.metric)?.sign;
  const others = picks.filter(({ field }) => field !== name);
  return (
    <li>
      <Combo
        label={t('pick.of', { label, value: inWords(reading(value, unit)) })}
        items={metricsOf(unit)}
        value={pick?.metric}
        nothing={t('topics.no-metric')}
        onChange={(metric) => onChange(metric === undefined ? others : [...others, { field: name, metric }])}
      />
      {pick !== undefined && sign !== undefined && (
        <label className="check">
          <input
            type="checkbox"
            checked={pick.flip === true}
            onChange={({ target }) =>
              onChange([...others, { field: name, metric: pick.metric, ...(target.checked ? { flip: true } : {}) }])
            }
          />
          {t('topics.flip', { sign })}
        </label>
      )}
    </li>
  );
}

/** The choice; nothing where something is made of every number. */
export function PickValues({
  values,
  picks,
  onChange,
}: Omit<PickProps, 'value'> & { readonly values: readonly Value[] }): ReactNode {
  const free = pickable(values, picks);
  if (free.length === 0) return null;
  return (
    <details className="more">
      <summary>{t('pick.open', { count: free.length })}</summary>
      <PickList values={free} picks={picks} onChange={onChange} />
    </details>
  );
}

/** The choice for each of these values. */
export function PickList({
  values,
  picks,
  onChange,
}: Omit<PickProps, 'value'> & { readonly values: readonly Value[] }): ReactNode {
  return (
    <>
      <p className="note">{t('pick.text')}</p>
      <ul className="picks">
        {values.map((value) => (
          <PickOne key={value.name} value={value} picks={picks} onChange={onChange} />
        ))}
      </ul>
    </>
  );
}
