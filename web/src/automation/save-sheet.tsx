// What saving changes, before it does: what comes and goes, and what is let go at once.
import type { ReactNode } from 'react';
import type { Automation, AutomationBoard } from '#api/automation.ts';
import { failureOf } from '../api.ts';
import { t } from '../words.ts';
import { Button, FailureNote } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { changesBetween, letGo } from './changes.ts';
import { pointText } from './told.ts';
import type { Draft } from './use-draft.ts';
import { useDeviceName } from './use-device-name.ts';

interface SaveProps {
  readonly draft: Draft;
  readonly automation: Automation;
  readonly board: AutomationBoard | undefined;
  readonly onClose: () => void;
}

/** The question. */
export function SaveSheet({ draft, automation, board, onClose }: SaveProps): ReactNode {
  const nameOf = useDeviceName();
  const after = draft.entries ?? [];
  const changes = changesBetween(automation.outline, after);
  const gone = letGo(board?.holdings ?? [], after);
  return (
    <Sheet title={t('automation.preview')} onClose={onClose}>
      {changes.length === 0 && <p>{t('automation.preview-none')}</p>}
      <ul className="changes">
        {changes.map(({ kind, entry: { section, id, name } }) => (
          <li key={`${kind} ${section} ${id}`}>
            {t(`automation.preview.${kind}`, { what: `${t(`automation.section.${section}`)} ${name}` })}
          </li>
        ))}
      </ul>
      {gone.length > 0 && (
        <>
          <p>{t('automation.preview-lets-go')}</p>
          <ul className="changes">
            {gone.map(({ device, setPoint }) => (
              <li key={`${device} ${setPoint}`}>{pointText(setPoint, nameOf(device))}</li>
            ))}
          </ul>
        </>
      )}
      {draft.save.isError && <FailureNote failure={failureOf(draft.save.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button
          look="primary"
          busy={draft.save.isPending ? t('automation.saving') : undefined}
          onClick={() => draft.save.mutate(undefined, { onSuccess: onClose })}
        >
          {t('automation.save-now')}
        </Button>
      </div>
    </Sheet>
  );
}
