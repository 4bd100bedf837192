// What a device can be set to. Many devices know dozens: they are grouped, and any can be found by its own words or those of its manual.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { Setting } from '#api/settings.ts';
import { failureOf } from '../api.ts';
import { settingsQuery } from '../queries.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card, FailureNote, Field } from '../ui/parts.tsx';
import { grouped } from './setting-groups.ts';
import { SettingRow } from './setting-row.tsx';
import { matchingSettings } from './setting-values.ts';

/** A device with this few shows them in one list. */
const fewSettings = 8;

interface ListProps {
  readonly device: Device;
  readonly settings: readonly Setting[];
}

function Rows({ device, settings }: ListProps): ReactNode {
  const mayChange = useMay('device.configure', device.id);
  return (
    <ul className="settings">
      {settings.map((setting) => (
        <SettingRow key={setting.name} device={device} setting={setting} mayChange={mayChange} />
      ))}
    </ul>
  );
}

/** Each group in a fold; the one that matters day to day is open. */
function Groups({ device, settings }: ListProps): ReactNode {
  return grouped(settings).map(([group, own], index) => (
    <details key={group} className="setting-group" open={index === 0}>
      <summary>
        <h3>{t(`settings.groups.${group}`)}</h3>
        <span className="muted">{t('settings.count', { count: own.length })}</span>
      </summary>
      <Rows device={device} settings={own} />
    </details>
  ));
}

function SettingList({ device, settings }: ListProps): ReactNode {
  const mayChange = useMay('device.configure', device.id);
  const isDemo = useSession()?.state === 'demo';
  const [search, setSearch] = useState('');
  const found = matchingSettings(settings, search);
  const isMany = settings.length > fewSettings;
  return (
    <>
      {!mayChange && <p className="muted">{isDemo ? t('settings.demo') : t('settings.viewer')}</p>}
      {isMany && (
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
      {isMany && search.trim() === '' ? (
        <Groups device={device} settings={settings} />
      ) : (
        <Rows device={device} settings={found} />
      )}
    </>
  );
}

/** The settings of a device; nothing if it has none. */
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
