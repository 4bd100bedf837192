// One value of the device: what it is called, which metric it is, its unit and sign, and what it gives now.
import type { ReactNode } from 'react';
import type { OwnPreview, OwnRow } from '#api/own-devices.ts';
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { isUnit } from '#core/unit.ts';
import { inWords, reading } from '../format.ts';
import { metricText, reasonText, t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, Field } from '../ui/parts.tsx';
import { Combo } from '../setup/combo.tsx';
import { offeredMetrics, offeredUnits, unitOf, withMetric, withUnit } from './row-draft.ts';

const another = 'another';

const metricItems = () =>
  offeredMetrics.flatMap((id) => (isMetricId(id) ? [{ id, label: metricText(id), detail: id }] : []));

/** Those whose words or id hold all that was typed. */
function foundMetrics(typed: string) {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return metricItems().filter(({ id, label }) => {
    const text = `${label} ${id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

interface RowProps {
  readonly row: OwnRow;
  readonly shown: OwnPreview['rows'][number] | undefined;
  readonly onChange: (row: OwnRow) => void;
  readonly onRemove: () => void;
}

function Shown({ row, shown }: Pick<RowProps, 'row' | 'shown'>): ReactNode {
  if (shown === undefined) return <span className="muted">{t('app.loading')}</span>;
  const { value, reason } = shown;
  return (
    <>
      {value !== undefined && (
        <strong>
          {row.type === 'switch' ? t(value === 1 ? 'word.on' : 'word.off') : inWords(reading(value, row.unit ?? ''))}
        </strong>
      )}
      {reason !== undefined && <span className="problem">{reasonText(reason)}</span>}
    </>
  );
}

function UnitChoice({ row, onChange }: Pick<RowProps, 'row' | 'onChange'>): ReactNode {
  const offered = offeredUnits(row.metric);
  const chosen = unitOf(row);
  const unit = row.unit !== undefined && isUnit(row.unit) ? row.unit : '';
  return (
    <>
      <Choice
        label={t('topics.unit')}
        options={[
          ...offered.map(({ text }) => ({ value: text, label: text === '' ? t('topics.no-unit') : text })),
          { value: another, label: t('topics.another-factor') },
        ]}
        value={chosen?.text ?? another}
        onChange={(text) => {
          const found = offered.find((each) => each.text === text);
          onChange(withUnit(row, found ?? { unit, factor: 0.1 }));
        }}
      />
      {chosen === undefined && (
        <Field
          label={t('topics.factor')}
          hint={t('topics.factor-hint', { unit: unit === '' ? t('topics.no-unit') : unit })}
          inputMode="decimal"
          defaultValue={String(row.scale ?? 1)}
          onChange={({ target }) => {
            const factor = Number(target.value.replace(',', '.'));
            if (Number.isFinite(factor) && factor !== 0)
              onChange(withUnit(row, { unit, factor, ...(row.offset === undefined ? {} : { offset: row.offset }) }));
          }}
        />
      )}
    </>
  );
}

/** The row as a form. */
export function RowCard({ row, shown, onChange, onRemove }: RowProps): ReactNode {
  const known = row.metric === undefined ? undefined : findMetric(row.metric);
  return (
    <li className="own-row">
      <fieldset>
        <legend className="hidden">{row.label}</legend>
        <p className="own-place">
          <code>{row.path === undefined ? row.topic : `${row.topic} → ${row.path}`}</code>
        </p>
        <Field
          label={t('topics.label')}
          maxLength={60}
          value={row.label}
          onChange={({ target }) => onChange({ ...row, label: target.value })}
        />
        <Combo
          label={t('topics.metric')}
          hint={t('topics.metric-hint')}
          items={metricItems()}
          value={row.metric}
          find={foundMetrics}
          nothing={t('topics.no-metric')}
          onChange={(metric) => onChange(withMetric(row, metric))}
        />
        {row.type === 'number' && <UnitChoice key={row.metric ?? ''} row={row} onChange={onChange} />}
        {known?.sign !== undefined && (
          <label className="check">
            <input
              type="checkbox"
              checked={row.flip === true}
              onChange={({ target }) => {
                const { flip: _flip, ...rest } = row;
                onChange(target.checked ? { ...rest, flip: true } : rest);
              }}
            />
            {t('topics.flip', { sign: known.sign })}
          </label>
        )}
        <p className="own-shown" aria-live="off">
          {t('topics.gives')} <Shown row={row} shown={shown} />
        </p>
        <Button aria-label={t('topics.drop-of', { name: row.label })} onClick={onRemove}>
          {t('topics.drop')}
        </Button>
      </fieldset>
    </li>
  );
}
