// The text with its line numbers, what is wrong at which line, and the way to save it.
import { useId, useState, type ReactNode, type RefObject } from 'react';
import type { Automation, AutomationBoard } from '#api/automation.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, Card } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { SaveSheet } from './save-sheet.tsx';
import type { Draft } from './use-draft.ts';

type Problems = Automation['problems'];

interface AreaProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly draft: Draft;
  readonly problems: Problems;
  readonly describedBy: string;
}

/** Shown at most: beyond that a text scrolls. */
const mostRows = 30;
const fewestRows = 12;

/** The text beside its numbers; as wide as its longest line, so that numbers stay beside their lines. */
function CodeArea({ area, draft, problems, describedBy }: AreaProps): ReactNode {
  const id = useId();
  const lines = draft.text.split('\n');
  const wrong = new Set(problems.map(({ line }) => line));
  return (
    <div className="field">
      <label htmlFor={id}>{t('automation.editor-label')}</label>
      <div className="code-box" style={{ maxBlockSize: `${mostRows * 1.5}em` }}>
        <div className="line-numbers" aria-hidden="true">
          {lines.map((_, index) => (
            // The number is what it is.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} className={wrong.has(index + 1) ? 'wrong' : ''}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          ref={area}
          className="code numbered"
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          rows={Math.max(fewestRows, lines.length + 1)}
          value={draft.text}
          aria-invalid={problems.length > 0}
          aria-describedby={describedBy}
          onChange={({ target }) => draft.setText(target.value)}
        />
      </div>
    </div>
  );
}

function ProblemList({
  problems,
  onGo,
}: {
  readonly problems: Problems;
  readonly onGo: (line: number, column: number) => void;
}): ReactNode {
  const { timeZone } = useSite();
  return (
    <ol className="problems">
      {problems.map(({ line, column, why }) => (
        <li key={`${line} ${column} ${JSON.stringify(why)}`}>
          <button type="button" onClick={() => onGo(line, column)}>
            <span className="place">{t('automation.place', { line, column })}</span>
            {reasonText(why, timeZone)}
          </button>
        </li>
      ))}
    </ol>
  );
}

interface StandsProps {
  readonly draft: Draft;
  readonly automation: Automation;
  readonly onGo: (line: number, column: number) => void;
}

/** Where the text stands. */
function Stands({ draft, automation: { problems }, onGo }: StandsProps): ReactNode {
  const { state } = draft;
  switch (state.kind) {
    case 'saved':
      return problems.length === 0 ? (
        <p className="muted">{t('automation.saved')}</p>
      ) : (
        <>
          <p className="problem">{t('automation.stopped', { count: problems.length })}</p>
          <ProblemList problems={problems} onGo={onGo} />
        </>
      );
    case 'checking':
      return <p className="muted">{t('automation.checking')}</p>;
    case 'unchecked':
      return (
        <p className="problem">
          {t('automation.unchecked')} <Button onClick={draft.askAgain}>{t('word.retry')}</Button>
        </p>
      );
    case 'ready':
      return (
        <p className="good">
          <Icon name="check" size={18} />
          {t('automation.ready')}
        </p>
      );
    case 'wrong':
      return (
        <>
          <p className="problem">{t('automation.problems', { count: state.problems.length })}</p>
          <ProblemList problems={state.problems} onGo={onGo} />
        </>
      );
  }
}

/** Who changed it last, and that somebody did while this one was written. */
function Changed({ draft, automation: { changedBy, changedMs } }: Omit<StandsProps, 'onGo'>): ReactNode {
  const { timeZone } = useSite();
  if (changedBy === undefined || changedMs === undefined) return null;
  const said = { name: changedBy, at: momentText(changedMs, timeZone) };
  if (draft.isOvertaken) return <p className="problem">{t('automation.changed-since', said)}</p>;
  return <p className="muted">{t('automation.changed-by', said)}</p>;
}

interface EditorProps extends StandsProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly board: AutomationBoard | undefined;
}

/** The editor, for who may change it: nobody else is given the text. */
export function EditorCard({ draft, automation, board, area, onGo }: EditorProps): ReactNode {
  const id = useId();
  const [asks, setAsks] = useState(false);
  const { state } = draft;
  const problems = state.kind === 'wrong' ? state.problems : state.kind === 'saved' ? automation.problems : [];
  return (
    <Card title={t('automation.editor')} className="automation-card">
      <p className="muted">{t('automation.editor-text')}</p>
      <CodeArea area={area} draft={draft} problems={problems} describedBy={id} />
      <div id={id} aria-live="polite">
        <Stands draft={draft} automation={automation} onGo={onGo} />
      </div>
      <Changed draft={draft} automation={automation} />
      <div className="actions">
        <Button disabled={state.kind === 'saved'} onClick={draft.forget}>
          {t('automation.undo')}
        </Button>
        <Button
          look="primary"
          disabled={state.kind !== 'ready'}
          onClick={() => {
            draft.save.reset();
            setAsks(true);
          }}
        >
          {t('automation.save')}
        </Button>
      </div>
      {asks && <SaveSheet draft={draft} automation={automation} board={board} onClose={() => setAsks(false)} />}
    </Card>
  );
}
