// What a device can be set to. Many devices know dozens: the first are shown, all on demand, any by a word of its title.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { Setting } from '#api/settings.ts';
import { failureOf } from '../api.ts';
import { settingsQuery } from '../queries.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Field } from '../ui/parts.tsx';
import { SettingRow } from './setting-row.tsx';
import { matchingSettings } from './setting-values.ts';

/** Settings shown before all are asked for. */
const fewSettings = 8;

interface ListProps {
  readonly device: Device;
  readonly settings: readonly Setting[];
}

function SettingList({ device, settings }: ListProps): ReactNode {
  const mayChange = useMay('device.configure');
  const isDemo = useSession()?.state === 'demo';
  const [search, setSearch] = useState('');
  const [isWhole, setIsWhole] = useState(false);
  const found = matchingSettings(settings, search);
  const isCut = !isWhole && search.trim() === '' && found.length > fewSettings;
  return (
    <>
      {!mayChange && <p className="muted">{isDemo ? t('settings.demo') : t('settings.viewer')}</p>}
      {settings.length > fewSettings && (
        <Field
          label={t('settings.find')}
          hint={t('settings.find-hint')}
          type="search"
          autoComplete="off"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      )}
      {found.length === 0 && <p className="note">{t('settings.none')}</p>}
      <ul className="settings">
        {(isCut ? found.slice(0, fewSettings) : found).map((setting) => (
          <SettingRow key={setting.name} device={device} setting={setting} mayChange={mayChange} />
        ))}
      </ul>
      {isCut && (
        <div className="actions">
          <Button onClick={() => setIsWhole(true)}>{t('settings.all', { count: found.length })}</Button>
        </div>
      )}
    </>
  );
}

/** The settings of a device; nothing where it has none. */
export function SettingsCard({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const { data, error, isPending, refetch } = useQuery(settingsQuery(site.id, device.id));
  if (data?.length === 0) return null;
  return (
    <Card title={t('settings.title')} className="settings-card">
      {data !== undefined && <SettingList device={device} settings={data} />}
      {isPending && <output className="muted">{t('settings.asking')}</output>}
      {data === undefined && error !== null && (
        <FailureNote failure={failureOf(error)} title={t('settings.failed')} onRetry={() => void refetch()} />
      )}
    </Card>
  );
}
