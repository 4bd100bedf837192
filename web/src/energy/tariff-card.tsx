// The tariff in force: its name, how far it may be believed, its versions, and the ways to change it.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SiteTariff } from '#api/ledger.ts';
import { failureOf } from '../api.ts';
import { useMaySwitch, useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { Button, Card, FailureNote, Marked, Skeleton } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { tariffQuery } from './ledger.ts';
import { PresetSheet } from './preset-sheet.tsx';
import { PricesSheet } from './prices-sheet.tsx';
import { TariffEditor } from './tariff-editor.tsx';
import { newVersion } from './tariff-text.ts';
import { useLive } from '../live-hooks.ts';
import { useToday } from './use-today.ts';

const words = texts.energy.tariff;

function Versions({ tariff }: { readonly tariff: SiteTariff }): ReactNode {
  const live = useLive();
  const isNow = ({ startMs, endMs }: { startMs: number; endMs: number | undefined }): boolean => {
    const nowMs = live.serverNowMs();
    return startMs <= nowMs && (endMs === undefined || nowMs < endMs);
  };
  const stateOf = ({ startMs, endMs }: SiteTariff['versions'][number]): string | undefined => {
    if (startMs === undefined) return words.replaced;
    return isNow({ startMs, endMs }) ? words.inForce : undefined;
  };
  return (
    <section>
      <h3>{words.versions}</h3>
      <ul className="versions">
        {tariff.versions.toReversed().map((version) => (
          <li key={version.edition}>
            <strong>{words.version(version.from)}</strong>
            {stateOf(version) !== undefined && <span className="tag">{stateOf(version)}</span>}
            {version.note !== undefined && <span className="muted">{version.note}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Earlier({
  tariff,
  onText,
}: {
  readonly tariff: SiteTariff;
  readonly onText: (text: string) => void;
}): ReactNode {
  const site = useSite();
  const mayChange = useMaySwitch();
  if (tariff.revisions.length === 0) return null;
  return (
    <details className="earlier">
      <summary>{words.history}</summary>
      <ul className="versions">
        {tariff.revisions.map(({ revision, atMs, by, text }) => (
          <li key={revision}>
            <details>
              <summary>{words.saved(momentText(atMs, site.timeZone), by)}</summary>
              <pre className="code">{text}</pre>
              {mayChange && <Button onClick={() => onText(text)}>{words.restore}</Button>}
            </details>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Editing {
  readonly kind: 'edit' | 'version';
  readonly text: string;
}

function Tariff({ tariff }: { readonly tariff: SiteTariff }): ReactNode {
  const mayChange = useMaySwitch();
  const today = useToday();
  const [open, setOpen] = useState<'presets' | 'prices'>();
  const [editing, setEditing] = useState<Editing>();
  const edit = (text: string): void => {
    setOpen(undefined);
    setEditing({ kind: 'edit', text });
  };
  const isPreset = tariff.origin === 'preset';
  return (
    <>
      <div className="tariff-name">
        <p>{tariff.name}</p>
        <span className={isPreset ? 'tag warn' : 'tag'}>{isPreset ? words.preset : words.own}</span>
        <span className="muted">{tariff.currency}</span>
      </div>
      {isPreset && (
        <p className="note">
          {words.presetText} {tariff.notice !== undefined && <Marked text={tariff.notice} />}
        </p>
      )}
      <Versions tariff={tariff} />
      {mayChange && (
        <div className="tariff-tools">
          <Button look={isPreset ? 'primary' : 'plain'} onClick={() => setOpen('presets')}>
            {words.choose}
          </Button>
          <Button onClick={() => edit(tariff.text)}>{words.edit}</Button>
          <Button onClick={() => setEditing({ kind: 'version', text: newVersion(tariff.text, today) })}>
            {words.addVersion}
          </Button>
          <Button onClick={() => setOpen('prices')}>{words.prices}</Button>
        </div>
      )}
      <Earlier tariff={tariff} onText={edit} />
      {open === 'presets' && <PresetSheet onEdit={edit} onClose={() => setOpen(undefined)} />}
      {open === 'prices' && <PricesSheet currency={tariff.currency} onClose={() => setOpen(undefined)} />}
      {editing !== undefined && (
        <TariffEditor {...editing} carbon={tariff.carbon} onClose={() => setEditing(undefined)} />
      )}
    </>
  );
}

/** The card of the tariff. */
export function TariffCard(): ReactNode {
  const site = useSite();
  const { data: tariff, error, isError, refetch } = useQuery(tariffQuery(site.id));
  return (
    <Card title={words.title} className="tariff">
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {tariff === undefined && !isError && <Skeleton height={180} />}
      {tariff !== undefined && <Tariff tariff={tariff} />}
    </Card>
  );
}
