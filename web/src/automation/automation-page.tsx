// What a home does by itself: who holds what and why, what may be done by hand, and the text it is all made of.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import type { Automation, AutomationBoard } from '#api/automation.ts';
import { failureOf } from '../api.ts';
import { offsetOf } from '../energy/tariff-text.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { FailureNote, Loading, PageTitle, Skeleton } from '../ui/parts.tsx';
import { BoardCard } from './board-card.tsx';
import { CircuitsCard } from './circuits-card.tsx';
import { EditorCard } from './editor-card.tsx';
import { LoadsCard } from './loads-card.tsx';
import { CommandsCard, DiaryCard } from './past-cards.tsx';
import { automationQuery, boardQuery } from './queries.ts';
import { RecipesCard } from './recipes-card.tsx';
import { RulesCard } from './rules-card.tsx';
import { TrialCard } from './trial-card.tsx';
import { useDraft } from './use-draft.ts';
import { VariablesCard } from './variables-card.tsx';

interface TextProps {
  readonly automation: Automation;
  readonly board: AutomationBoard | undefined;
}

function TextParts({ automation, board }: TextProps): ReactNode {
  const draft = useDraft(automation);
  const area = useRef<HTMLTextAreaElement>(null);
  const onGo = (line: number, column = 1): void => {
    const at = offsetOf(draft.text, { line, column });
    const text = area.current;
    if (text === null) return;
    text.focus();
    text.setSelectionRange(at, at);
    // The text is as high as its lines; its frame scrolls.
    const lineHeight = text.scrollHeight / (text.value.split('\n').length + 1);
    text.parentElement?.scrollTo({ top: Math.max(0, (line - 3) * lineHeight) });
  };
  return (
    <>
      <RulesCard draft={draft} onGo={onGo} />
      <RecipesCard draft={draft} />
      {draft.mayChange && <TrialCard draft={draft} />}
      {draft.mayChange && <EditorCard draft={draft} automation={automation} board={board} area={area} onGo={onGo} />}
    </>
  );
}

/** The page. */
export function AutomationPage(): ReactNode {
  const site = useSite();
  const automation = useQuery(automationQuery(site.id));
  const board = useQuery(boardQuery(site.id));
  const failed = automation.error ?? board.error;
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: `${t('automation.title')} · ${site.name}` })} />
      <div className="page-head">
        <h1>{t('automation.title')}</h1>
        <p className="muted">
          {t('automation.text')}{' '}
          <Link to="/sites/$site/charging" params={{ site: site.id }}>
            {t('pages.charging')}
          </Link>
        </p>
      </div>
      {failed !== null && <FailureNote failure={failureOf(failed)} />}
      <div className="automation-page">
        {board.data === undefined && failed === null && (
          <Loading>
            <Skeleton height={180} />
          </Loading>
        )}
        {board.data !== undefined && (
          <>
            <BoardCard board={board.data} />
            <LoadsCard board={board.data} />
            <CircuitsCard board={board.data} />
            <VariablesCard board={board.data} />
          </>
        )}
        {automation.data !== undefined && <TextParts key={site.id} automation={automation.data} board={board.data} />}
        {board.data !== undefined && (
          <>
            <CommandsCard board={board.data} />
            <DiaryCard board={board.data} entries={automation.data?.outline ?? []} />
          </>
        )}
      </div>
    </>
  );
}
