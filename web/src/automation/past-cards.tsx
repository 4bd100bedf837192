// What was commanded lately and how it ended, and when rules began or did not: the newest first.
import { useState, type ReactNode } from 'react';
import type { AutomationBoard } from '#api/automation.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Button, Card } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import type { Entry } from './changes.ts';
import { pointText, valueText, whoText } from './told.ts';
import { useDeviceName } from './use-device-name.ts';

const fewest = 8;

interface ListProps {
  readonly title: string;
  readonly none: string;
  readonly text?: string;
  readonly lines: readonly { readonly key: string; readonly atMs: number; readonly line: ReactNode }[];
}

/** Lines with their times, a few of them until more are wanted. */
function Lines({ title, none, text, lines }: ListProps): ReactNode {
  const { timeZone } = useSite();
  const [showsAll, setShowsAll] = useState(false);
  const newest = lines.toReversed();
  return (
    <Card title={title} className="automation-card">
      {text !== undefined && <p className="muted">{text}</p>}
      {lines.length === 0 && <p className="note">{none}</p>}
      <ul className="past">
        {(showsAll ? newest : newest.slice(0, fewest)).map(({ key, atMs, line }) => (
          <li key={key}>
            <span className="muted">{momentText(atMs, timeZone)}</span> {line}
          </li>
        ))}
      </ul>
      {!showsAll && lines.length > fewest && (
        <Button look="quiet" onClick={() => setShowsAll(true)}>
          {t('automation.more', { count: lines.length })}
        </Button>
      )}
    </Card>
  );
}

type Command = AutomationBoard['commands'][number];

function Commanded({ command }: { readonly command: Command }): ReactNode {
  const { timeZone } = useSite();
  const nameOf = useDeviceName();
  const { device, setPoint, value, by, end, failure } = command;
  const what = t('automation.command', {
    what: pointText(setPoint, nameOf(device)),
    value: valueText(setPoint, value),
  });
  return (
    <>
      <span>{what}</span> <span className={`outcome ${end ?? ''}`}>{t(`automation.end.${end ?? 'under-way'}`)}</span>{' '}
      <span className="muted">{by === undefined ? t('automation.put-back') : whoText(by)}</span>
      {failure !== undefined && <span className="problem"> {reasonText(failure, timeZone)}</span>}
    </>
  );
}

/** Commands. */
export function CommandsCard({ board }: { readonly board: AutomationBoard }): ReactNode {
  const lines = board.commands.map((command, index) => ({
    key: `${index} ${command.atMs} ${command.device} ${command.setPoint}`,
    atMs: command.atMs,
    line: <Commanded command={command} />,
  }));
  return <Lines title={t('automation.commands')} none={t('automation.commands-none')} lines={lines} />;
}

/** The diary. */
export function DiaryCard({
  board,
  entries,
}: {
  readonly board: AutomationBoard;
  readonly entries: readonly Entry[];
}): ReactNode {
  const { timeZone } = useSite();
  const names = new Map(entries.map(({ id, name }) => [id, name]));
  const lines = board.diary.map(({ atMs, by, why }, index) => ({
    key: `${index} ${atMs} ${by}`,
    atMs,
    line: (
      <>
        <strong>{names.get(by) ?? by}</strong> {reasonText(why, timeZone)}
      </>
    ),
  }));
  return (
    <Lines
      title={t('automation.diary')}
      none={t('automation.diary-none')}
      text={t('automation.diary-text')}
      lines={lines}
    />
  );
}
