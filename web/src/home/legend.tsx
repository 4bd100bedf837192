// The lines of the chart by name; pressing one hides or shows it.
import type { ReactNode } from 'react';
import { t } from '../words.ts';

interface LegendProps {
  readonly entries: readonly {
    readonly id: string;
    readonly label: string;
    readonly tone: string;
    readonly strip?: boolean;
    /** What leaves the home or is stored: hatched. */
    readonly below?: boolean;
  }[];
  readonly off: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

/** Switches for the lines. */
export function Legend({ entries, off, onToggle }: LegendProps): ReactNode {
  return (
    <fieldset className="legend">
      <legend className="hidden">{t('chart.lines')}</legend>
      {entries.map(({ id, label, tone, strip, below }) => (
        <button key={id} type="button" aria-pressed={!off.has(id)} onClick={() => onToggle(id)}>
          <span
            className={`swatch ${tone} ${strip === true ? 'strip' : ''} ${below === true ? 'below' : ''}`}
            aria-hidden="true"
          />
          {label}
        </button>
      ))}
    </fieldset>
  );
}
