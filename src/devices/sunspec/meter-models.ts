// SunSpec models of meters: 201–204 (scaled) and 211–214 (single precision).
// Source: sunspec/models json (2026-04), model_201.json to model_214.json.
import type { MetricId } from '#core/catalogue.ts';
import type { RegisterRow } from '#codec/register-rows.ts';
import { type PointWords, pointWriter } from '#codec/sunspec.ts';

const phases = [1, 2, 3] as const;

/** What differs between makers. */
export interface MeterOptions {
  /** Whether the maker's positive power is feed-in (SolarEdge); most take import as positive. */
  readonly exportPositive?: boolean;
}

/** What stands behind a metric for the sum and the phases. */
type PhaseTail = '' | `.l${1 | 2 | 3}`;

/** Four points in a row: the sum (or mean) and the phases. */
type FourWords = Omit<PointWords, 'metric'> & { metricOf?(phase: PhaseTail): MetricId };

/** Rows of models 201–204. Total first, then the phases; energies follow the physical direction at every maker. */
export function meterRows(address: number, { exportPositive = false }: MeterOptions): RegisterRow[] {
  const at = pointWriter(address);
  const flip = exportPositive ? { flip: true } : {};
  const four = (first: number, { label, metricOf, ...words }: FourWords): RegisterRow[] => {
    const metric = (phase: PhaseTail): { metric?: MetricId } =>
      metricOf === undefined ? {} : { metric: metricOf(phase) };
    return [
      at(first, 'i16', { label, ...words, ...metric('') }),
      ...phases.map((phase) =>
        at(first + phase, 'i16', { label: `${label} phase ${phase}`, ...words, ...metric(`.l${phase}`) }),
      ),
    ];
  };
  const energy = (offset: number, label: string, metric?: MetricId): RegisterRow =>
    at(offset, 'acc32', { label, unit: 'Wh', sf: 54, ...(metric === undefined ? {} : { metric }) });
  return [
    at(0, 'u16', { label: 'Meter model' }),
    ...four(2, { label: 'AC current', unit: 'A', sf: 6 }),
    ...four(7, { label: 'Line to neutral voltage', unit: 'V', sf: 15, metricOf: (phase) => `grid.voltage${phase}` }),
    at(16, 'i16', { label: 'Frequency', unit: 'Hz', sf: 17, metric: 'grid.frequency' }),
    ...four(18, { label: 'Real power', unit: 'W', sf: 22, ...flip, metricOf: (phase) => `grid.power${phase}` }),
    ...four(23, { label: 'Apparent power', unit: 'VA', sf: 27 }),
    ...four(28, { label: 'Reactive power', unit: 'var', sf: 32 }),
    ...four(33, { label: 'Power factor', unit: '%', sf: 37 }),
    energy(38, 'Total exported energy', 'grid.energy.export'),
    ...phases.map((phase) => energy(38 + 2 * phase, `Exported energy phase ${phase}`, `grid.energy.export.l${phase}`)),
    energy(46, 'Total imported energy', 'grid.energy.import'),
    ...phases.map((phase) => energy(46 + 2 * phase, `Imported energy phase ${phase}`, `grid.energy.import.l${phase}`)),
  ];
}

/** Rows of models 211–214: the same in single precision (A 2, PhV 10, Hz 26, W 28, VA 36, VAR 44, PF 52, Wh 60 and 68). */
export function floatMeterRows(address: number, { exportPositive = false }: MeterOptions): RegisterRow[] {
  const at = pointWriter(address);
  const flip = exportPositive ? { flip: true } : {};
  return [
    at(0, 'u16', { label: 'Meter model' }),
    at(2, 'f32', { label: 'AC current', unit: 'A' }),
    at(10, 'f32', { label: 'Line to neutral voltage', unit: 'V', metric: 'grid.voltage' }),
    ...phases.map((phase) =>
      at(10 + 2 * phase, 'f32', {
        label: `Line to neutral voltage phase ${phase}`,
        unit: 'V',
        metric: `grid.voltage.l${phase}`,
      }),
    ),
    at(26, 'f32', { label: 'Frequency', unit: 'Hz', metric: 'grid.frequency' }),
    at(28, 'f32', { label: 'Real power', unit: 'W', metric: 'grid.power', ...flip }),
    ...phases.map((phase) =>
      at(28 + 2 * phase, 'f32', {
        label: `Real power phase ${phase}`,
        unit: 'W',
        metric: `grid.power.l${phase}`,
        ...flip,
      }),
    ),
    at(60, 'f32', { label: 'Total exported energy', unit: 'Wh', metric: 'grid.energy.export' }),
    at(68, 'f32', { label: 'Total imported energy', unit: 'Wh', metric: 'grid.energy.import' }),
  ];
}
