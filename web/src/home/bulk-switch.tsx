// All relays of the home off at once, or on: which they are is shown, each can be left out, and nothing happens before it is confirmed.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { BulkAnswer } from '#api/bulk.ts';
import { call, failureOf } from '../api.ts';
import { useLiveState } from '../live-hooks.ts';
import { useMay, useSite } from '../session.ts';
import { metricText, reasonText, t } from '../words.ts';
import { isMetricId } from '#core/catalogue.ts';
import { Segments } from '../ui/segments.tsx';
import { Button, FailureNote, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';

type Given = Extract<BulkAnswer, { state: 'given' }>['given'];
type Target = Extract<BulkAnswer, { state: 'armed' }>['targets'][number];
type Command = 'on' | 'off';

const nameOf = ({ name, setPoint }: Pick<Target, 'name' | 'setPoint'>): string =>
  `${name} · ${isMetricId(setPoint) ? metricText(setPoint) : setPoint}`;

function Results({ given }: { readonly given: Given }): ReactNode {
  return (
    <ul className="commands" aria-live="polite">
      {given.map((one) => (
        <li key={`${one.device} ${one.setPoint}`} className="command-head">
          <span>{nameOf(one)}</span>
          {one.command !== undefined && (
            <span className={`command-state ${one.command.state}`}>{t(`commands.state.${one.command.state}`)}</span>
          )}
          {one.reason !== undefined && <span className="problem">{reasonText(one.reason)}</span>}
        </li>
      ))}
    </ul>
  );
}

interface ChooseProps {
  readonly list: Extract<BulkAnswer, { state: 'armed' }>;
  readonly skipped: ReadonlySet<string>;
  readonly onSkip: (skipped: ReadonlySet<string>) => void;
}

/** Devices with their relays, each of which can be left out. */
function Targets({ list: { targets, left }, skipped, onSkip }: ChooseProps): ReactNode {
  return (
    <ul className="choices">
      {[...Map.groupBy(targets, ({ device }) => device)].map(([device, own]) => (
        <li key={device}>
          <label className="choice">
            <input
              type="checkbox"
              checked={!skipped.has(device)}
              aria-label={own[0]?.name ?? device}
              onChange={({ target }) =>
                onSkip(target.checked ? skipped.difference(new Set([device])) : skipped.union(new Set([device])))
              }
            />
            <span>
              <strong>{own[0]?.name}</strong>
              <small>
                {own
                  .map(({ isOn }) =>
                    isOn === undefined ? t('devices.state.unheard') : t(isOn ? 'word.on' : 'word.off'),
                  )
                  .join(', ')}
              </small>
            </span>
          </label>
        </li>
      ))}
      {left.map((one) => (
        <li key={`${one.device} ${one.setPoint}`} className="hint">
          {nameOf(one)}: {reasonText(one.reason)}
        </li>
      ))}
    </ul>
  );
}

function BulkSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const params = { site: useSite().id };
  const [command, setCommand] = useState<Command>('off');
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const list = useQuery({
    queryKey: ['bulk', params.site],
    queryFn: ({ signal }) => call('commandRelays', { params, body: { command: 'off' }, signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const targets = list.data?.state === 'armed' ? list.data.targets : [];
  const devices = [...new Set(targets.map(({ device }) => device))].filter((device) => !skipped.has(device));
  const go = useMutation({
    async mutationFn() {
      // The list of what is chosen now, and its confirmation.
      const armed = await call('commandRelays', { params, body: { command, devices } });
      if (armed.state !== 'armed') return armed;
      return call('commandRelays', { params, body: { command, devices, arm: armed.arm } });
    },
  });
  const { data: done } = go;
  return (
    <Sheet title={t('bulk.title')} onClose={onClose}>
      {list.isPending && <Skeleton height={160} />}
      {list.isError && <FailureNote failure={failureOf(list.error)} />}
      {done?.state === 'given' && <Results given={done.given} />}
      {done === undefined && list.data?.state === 'armed' && (
        <>
          <p>{t('bulk.text')}</p>
          <Segments
            label={t('bulk.command')}
            options={[
              { value: 'off', label: t('word.off') },
              { value: 'on', label: t('word.on') },
            ]}
            value={command}
            onChange={setCommand}
          />
          <Targets list={list.data} skipped={skipped} onSkip={setSkipped} />
        </>
      )}
      {go.isError && <FailureNote failure={failureOf(go.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t(done === undefined ? 'word.cancel' : 'word.close')}</Button>
        {done === undefined && (
          <Button
            look="primary"
            disabled={devices.length === 0}
            busy={go.isPending ? t('device.switching') : undefined}
            onClick={() => go.mutate()}
          >
            {t(command === 'off' ? 'bulk.off' : 'bulk.on', { count: devices.length })}
          </Button>
        )}
      </div>
    </Sheet>
  );
}

/** The button and its dialog; nothing in a home with fewer than two relays, and for who may not switch them. */
export function BulkSwitch(): ReactNode {
  const mayCommand = useMay('device.command');
  const values = useLiveState((state) => state.values) ?? {};
  const [isOpen, setIsOpen] = useState(false);
  const count = Object.values(values)
    .flatMap((own) => Object.keys(own))
    .filter((metric) => metric.startsWith('relay.on.')).length;
  if (!mayCommand || count < 2) return null;
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('bulk.open')}</Button>
      {isOpen && <BulkSheet onClose={() => setIsOpen(false)} />}
    </>
  );
}
