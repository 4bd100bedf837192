// The entries of the text as sentences, each with its switch; scenes and web hooks are called here.
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call, failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import type { Entry } from './changes.ts';
import { sentence } from './told.ts';
import type { Draft } from './use-draft.ts';

interface RowProps {
  readonly entry: Entry;
  readonly draft: Draft;
  readonly onGo: (line: number) => void;
}

function CallButton({ what, name }: Entry['calls'][number]): ReactNode {
  const site = useSite();
  const begin = useMutation({
    mutationFn: () => call('callAutomation', { params: { site: site.id }, body: { what, name } }),
  });
  return (
    <>
      <Button
        aria-label={t('automation.call-of', { name })}
        busy={begin.isPending ? t('automation.calling') : undefined}
        onClick={() => begin.mutate()}
      >
        {t('automation.call')}
      </Button>
      <span aria-live="polite">{begin.isSuccess && t('automation.called', { name })}</span>
      {begin.isError && <FailureNote failure={failureOf(begin.error)} />}
    </>
  );
}

function Switch({ entry, draft }: Omit<RowProps, 'onGo'>): ReactNode {
  const { section, index, isOn, name } = entry;
  if (section !== 'rules' && section !== 'loads') return null;
  const { edit, entries, mayChange } = draft;
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={isOn}
      aria-label={t('automation.switch', { name })}
      disabled={!mayChange || entries === undefined || edit.isPending}
      onClick={() => edit.mutate({ kind: 'switch', section, index, on: !isOn })}
    >
      <i aria-hidden="true" />
    </button>
  );
}

function Row({ entry, draft, onGo }: RowProps): ReactNode {
  const { timeZone } = useSite();
  const mayCall = useMay('device.command');
  const { name, section, line, calls } = entry;
  return (
    <li className="entry">
      <div className="entry-head">
        <span className="muted">{t(`automation.section.${section}`)}</span>
        <strong>{name}</strong>
        <Switch entry={entry} draft={draft} />
      </div>
      <p>{sentence(entry, timeZone)}</p>
      <p className="entry-foot">
        {mayCall && calls.map((one) => <CallButton key={`${one.what} ${one.name}`} {...one} />)}
        {draft.mayChange && (
          <button
            type="button"
            className="as-link"
            aria-label={t('automation.go-to', { line, name })}
            onClick={() => onGo(line)}
          >
            {t('automation.line', { line })}
          </button>
        )}
      </p>
    </li>
  );
}

/** The list. */
export function RulesCard({
  draft,
  onGo,
}: {
  readonly draft: Draft;
  readonly onGo: (line: number) => void;
}): ReactNode {
  const { lastSeen, entries, state, edit } = draft;
  return (
    <Card title={t('automation.rules')} className="automation-card">
      {entries === undefined && state.kind === 'wrong' && <p className="note">{t('automation.rules-broken')}</p>}
      {lastSeen.length === 0 && (
        <p className="note">{t(draft.mayChange ? 'automation.rules-none' : 'automation.rules-none-see')}</p>
      )}
      <ul className="entries">
        {lastSeen.map((entry) => (
          <Row key={`${entry.section} ${entry.index} ${entry.id}`} entry={entry} draft={draft} onGo={onGo} />
        ))}
      </ul>
      {edit.isError && <FailureNote failure={failureOf(edit.error)} />}
    </Card>
  );
}
