// How much of a period was measured, estimated and is missing.
import { useState, type ReactNode } from 'react';
import type { EnergyRow } from '#api/ledger.ts';
import { inWords, share } from '../format.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';

const parts = ['measured', 'estimated', 'missing'] as const;

/** A share in percent that only shows 0 or 100 if it is exactly that. */
export function levelOf(part: number): string {
  if (part < 0.01) return t('energy.quality.lessThan', { level: inWords(share(0.01)) });
  return part > 0.99 && part < 1 ? t('energy.quality.moreThan', { level: inWords(share(0.99)) }) : inWords(share(part));
}

/** A thin bar, its parts in words, and what they mean. */
export function QualityBar({ row }: { readonly row: Pick<EnergyRow, (typeof parts)[number]> }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const known = parts.filter((part) => row[part] > 0);
  if (known.length === 0) return <p className="hint">{t('energy.quality.toCome')}</p>;
  return (
    <div className="quality">
      <div className="quality-track" aria-hidden="true">
        {known.map((part) => (
          <span key={part} className={part} style={{ flexGrow: row[part] }} />
        ))}
      </div>
      <p className="quality-words">
        {known.map((part) => (
          <span key={part}>
            <i className={part} aria-hidden="true" />
            {t('energy.quality.part', { level: levelOf(row[part]), words: t(`energy.quality.${part}`) })}
          </span>
        ))}
        <button type="button" className="why" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon name="help" size={18} />
          <span className="hidden">{t('energy.quality.label')}</span>
        </button>
      </p>
      {isOpen && <p className="note">{t('energy.quality.text')}</p>}
    </div>
  );
}
