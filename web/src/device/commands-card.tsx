// The commands that people and programs gave to a device, the newest first: what, who, when, how far it is, and why it failed.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { Command } from '#api/commands.ts';
import type { Device } from '#api/contract.ts';
import type { Setting } from '#api/settings.ts';
import { call, failureOf } from '../api.ts';
import { useLiveState } from '../live-hooks.ts';
import { capabilitiesQuery, settingsQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { choiceText, failureText, settingTitle, t } from '../words.ts';
import { Button, Card, FailureNote, Marked } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';

const shownAtFirst = 5;
const shownAtMost = 50;

/** The newest commands of a device. */
function commandsQuery(site: string, device: string) {
  return queryOptions({
    queryKey: ['commands', site, device],
    queryFn: ({ signal }) => call('listCommands', { query: { site, device, limit: shownAtMost }, signal }),
  });
}

/** What was to be set, in the words of the device where they are known. */
function whatOf({ setPoint, setting = '', value }: Command, known: readonly Setting[]): string {
  const name = setPoint ?? setting;
  const found = known.find((one) => one.name === name);
  const title = settingTitle({ name, title: found?.title ?? name });
  if (value === '') return title;
  const isSwitch = found?.value.kind === 'binary' || (setPoint?.startsWith('relay.on.') ?? false);
  const word = isSwitch ? t(Number(value) === 1 ? 'word.on' : 'word.off') : choiceText({ name }, String(value));
  const unit = found?.value.kind === 'number' && found.value.unit !== '' ? `\u00a0${found.value.unit}` : '';
  return t('commands.what', { title, value: `${word}${unit}` });
}

/** Why it came to no good end. */
function Why({ failure }: { readonly failure: NonNullable<Command['failure']> }): ReactNode {
  const { code, at, detail, repair, reason, advice } = failure;
  const told = failureText({
    code,
    at,
    message: detail,
    repair,
    ...(reason === undefined ? {} : { reason }),
    ...(advice === undefined ? {} : { advice }),
  });
  return (
    <p className="hint">
      <Marked text={told.message} />
    </p>
  );
}

function Given({ command, known }: { readonly command: Command; readonly known: readonly Setting[] }): ReactNode {
  const { timeZone } = useSite();
  const { state, by, createdMs, sentMs, changedMs, unchanged, failure } = command;
  const isUnderWay = state === 'accepted' || state === 'sent';
  const at = (ms: number): string => momentText(ms, timeZone);
  const times = [
    t('commands.given', { moment: at(createdMs) }),
    ...(sentMs === undefined ? [] : [t('commands.sent', { moment: at(sentMs) })]),
    ...(isUnderWay ? [] : [t('commands.ended', { moment: at(changedMs) })]),
  ];
  return (
    <li className="command">
      <div className="command-head">
        <strong>{whatOf(command, known)}</strong>
        <span className={`command-state ${state}`}>
          {t(unchanged === true ? 'commands.state.unchanged' : `commands.state.${state}`)}
        </span>
      </div>
      <p className="hint">
        {t('commands.by', { name: by.name })} · {times.join(' · ')}
      </p>
      {failure !== undefined && <Why failure={failure} />}
    </li>
  );
}

/** The list; nothing while none was given. */
export function CommandsCard({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const [showsAll, setShowsAll] = useState(false);
  const step = useLiveState((state) => state.steps[device.id]);
  const { data, error, isError, refetch } = useQuery(commandsQuery(site.id, device.id));
  const settings = useQuery(settingsQuery(site.id, device.id)).data ?? [];
  const capabilities = useQuery(capabilitiesQuery(site.id, device.id)).data ?? [];
  useEffect(() => {
    if (step !== undefined) void client.invalidateQueries({ queryKey: commandsQuery(site.id, device.id).queryKey });
  }, [step, client, site.id, device.id]);
  if (isError && data === undefined) return <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />;
  const all = data?.commands ?? [];
  if (all.length === 0) return null;
  const shown = showsAll ? all : all.slice(0, shownAtFirst);
  return (
    <Card title={t('commands.title')}>
      <ul className="commands">
        {shown.map((command) => (
          <Given key={command.id} command={command} known={[...capabilities, ...settings]} />
        ))}
      </ul>
      {shown.length < all.length && (
        <Button onClick={() => setShowsAll(true)}>{t('commands.more', { count: all.length - shown.length })}</Button>
      )}
    </Card>
  );
}
