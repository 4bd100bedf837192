// The commands that were given while the server was away: those of the last minute go out by themselves when it is back, older ones
// when the person says so.
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { roughly } from '../format.ts';
import { clock, onSecond } from '../clock.ts';
import { useLinkPhase } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { failureText, t, type Failure } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, Marked } from '../ui/parts.tsx';
import { useWaitingCommands } from './commands.ts';
import { isFresh, type Told } from './waiting-commands.ts';

/** How often one that could not be delivered is tried again while the server is heard, ms. */
const againMs = 4000;

function stateText({ state, askedMs }: Told<Failure>, isOpen: boolean): string {
  const since = t('waiting.since', { age: roughly(Math.max(1000, clock.nowMs() - askedMs)) });
  if (state === 'sending') return t('device.switching');
  if (state === 'done') return t('waiting.done');
  if (state === 'failed') return t('waiting.failed');
  return isOpen ? t('waiting.ask', { since }) : t('waiting.waits', { since });
}

function Row({ command, isOpen }: { readonly command: Told<Failure>; readonly isOpen: boolean }): ReactNode {
  const waiting = useWaitingCommands();
  const { key, state, failure, deviceName, what } = command;
  const isAsked = isOpen && state === 'waits' && !isFresh(command, clock.nowMs());
  return (
    <li>
      <p>
        <strong>{t('waiting.what', { device: deviceName, what })}</strong>{' '}
        <span aria-live="polite">{stateText(command, isOpen)}</span>
        {failure !== undefined && (
          <>
            {' '}
            <Marked text={failureText(failure).message} />
          </>
        )}
      </p>
      {isAsked && <Button onClick={() => void waiting.send(key)}>{t('waiting.send')}</Button>}
      {(state === 'waits' || state === 'failed') && (
        <Button look="quiet" onClick={() => waiting.discard(key)}>
          {t(state === 'failed' ? 'waiting.close' : 'waiting.discard')}
        </Button>
      )}
    </li>
  );
}

/** The list; nothing while none waits. */
export function WaitingBar(): ReactNode {
  const waiting = useWaitingCommands();
  const site = useSite();
  const isOpen = useLinkPhase() === 'open';
  const all = useSyncExternalStore(waiting.subscribe, waiting.list).filter((one) => one.site === site.id);
  const some = all.some(({ state }) => state === 'waits');
  useEffect(() => {
    if (!isOpen || !some) return undefined;
    waiting.sendFresh(site.id);
    return clock.every(againMs, () => waiting.sendFresh(site.id));
  }, [waiting, site.id, isOpen, some]);
  useEffect(() => {
    const stop = new AbortController();
    window.addEventListener('storage', waiting.refresh, { signal: stop.signal });
    return () => stop.abort();
  }, [waiting]);
  // Their age grows while they are looked at.
  useEffect(() => (some ? onSecond(waiting.refresh) : undefined), [waiting, some]);
  if (all.length === 0) return null;
  return (
    <section className="bar waiting" aria-label={t('waiting.title')}>
      <Icon name="unplugged" size={20} />
      <ul>
        {all.map((command) => (
          <Row key={command.key} command={command} isOpen={isOpen} />
        ))}
      </ul>
    </section>
  );
}
