// The tariff in force: its name, how reliable it is, its versions, and the ways to change it.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SiteTariff } from '#api/tariffs.ts';
import { failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Marked, Skeleton } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { tariffQuery } from './ledger.ts';
import { PresetSheet } from './preset-sheet.tsx';
import { PricesSheet } from './prices-sheet.tsx';
import { TariffEditor } from './tariff-editor.tsx';
import { newVersion } from './tariff-text.ts';
import { useLive } from '../live-hooks.ts';
import { useToday } from './use-today.ts';

function Versions({ tariff }: { readonly tariff: SiteTariff }): ReactNode {
  const live = useLive();
  const isNow = ({ startMs, endMs }: { startMs: number; endMs: number | undefined }): boolean => {
    const nowMs = live.serverNowMs();
    return startMs <= nowMs && (endMs === undefined || nowMs < endMs);
  };
  const stateOf = ({ startMs, endMs }: SiteTariff['versions'][number]): string | undefined => {
    if (startMs === undefined) return t('energy.tariff.replaced');
    return isNow({ startMs, endMs }) ? t('energy.tariff.in-force') : undefined;
  };
  return (
    <section>
      <h3>{t('energy.tariff.versions')}</h3>
      <ul className="versions">
        {tariff.versions.toReversed().map((version) => (
          <li key={version.edition}>
            <strong>{t('energy.tariff.version', { from: version.from })}</strong>
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
  const mayChange = useMay('energy.manage');
  if (tariff.revisions.length === 0) return null;
  return (
    <details className="earlier">
      <summary>{t('energy.tariff.history')}</summary>
      <ul className="versions">
        {tariff.revisions.map(({ revision, atMs, by, text }) => (
          <li key={revision}>
            <details>
              <summary>{t('energy.tariff.saved', { when: momentText(atMs, site.timeZone), by })}</summary>
              <pre className="code">{text}</pre>
              {mayChange && <Button onClick={() => onText(text)}>{t('energy.tariff.restore')}</Button>}
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
  const mayChange = useMay('energy.manage');
  const today = useToday();
  const [open, setOpen] = useState<'presets' | 'prices'>();
  const [editing, setEditing] = useState<Editing>();
  const edit = (text: string): void => {
    setOpen(undefined);
    setEditing({ kind: 'edit', text });
  };
  const isPreset = tariff.origin === 'preset';
  const isNeutral = tariff.neutral === true;
  return (
    <>
      {isNeutral ? (
        <p className="note">{t('energy.tariff.neutral-text')}</p>
      ) : (
        <div className="tariff-name">
          <p>{tariff.name}</p>
          <span className={isPreset ? 'tag warn' : 'tag'}>
            {isPreset ? t('energy.tariff.preset') : t('energy.tariff.own')}
          </span>
          <span className="muted">{tariff.currency}</span>
        </div>
      )}
      {isPreset && !isNeutral && (
        <p className="note">
          {t('energy.tariff.preset-text')} {tariff.notice !== undefined && <Marked text={tariff.notice} />}
        </p>
      )}
      {/* A tariff that no one chose is not in force. */}
      {!isPreset && <Versions tariff={tariff} />}
      {mayChange && (
        <div className="tariff-tools">
          {isNeutral && (
            <Button look="primary" onClick={() => edit(tariff.text)}>
              {t('energy.tariff.put-in')}
            </Button>
          )}
          <Button look={isPreset && !isNeutral ? 'primary' : 'plain'} onClick={() => setOpen('presets')}>
            {t('energy.tariff.choose')}
          </Button>
          {!isNeutral && (
            <>
              <Button onClick={() => edit(tariff.text)}>{t('energy.tariff.edit')}</Button>
              <Button onClick={() => setEditing({ kind: 'version', text: newVersion(tariff.text, today) })}>
                {t('energy.tariff.add-version')}
              </Button>
            </>
          )}
          <Button onClick={() => setOpen('prices')}>{t('energy.tariff.prices')}</Button>
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
    <Card title={t('energy.tariff.title')} className="tariff">
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {tariff === undefined && !isError && <Skeleton height={180} />}
      {tariff !== undefined && <Tariff tariff={tariff} />}
    </Card>
  );
}
