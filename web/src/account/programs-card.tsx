// What a program needs to reach this home: where its interface is described, where assistants ask, and a token.
import type { ReactNode } from 'react';
import { CopyField } from '../setup/copy-field.tsx';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';

/** Below the page, wherever a proxy puts it. */
const addressOf = (path: string): string => new URL(path, document.baseURI).href;

/** Addresses of the interface and of the assistants' way in. */
export function ProgramsCard(): ReactNode {
  const docs = addressOf('api/docs');
  return (
    <Card title={t('programs.title')} className="stack">
      <p className="muted">{t('programs.text')}</p>
      <div className="stack">
        <CopyField label={t('programs.interface')} value={docs} />
        <CopyField label={t('programs.assistants')} value={addressOf('mcp')} />
      </div>
      <p className="muted">{t('programs.token')}</p>
      <p>
        <a href={docs} target="_blank" rel="noreferrer" className="line-link">
          {t('programs.open')}
        </a>
      </p>
    </Card>
  );
}
