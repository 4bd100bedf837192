// Topics nobody understands, and the device a person puts together from them: values are picked, each is told what it is, and what they
// give shows at once.
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { OwnDevices } from '#api/own-devices.ts';
import { Refused } from '../first-run/refused.tsx';
import { useLiveState } from '../live-hooks.ts';
import { useMay } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { PageTitle } from '../ui/parts.tsx';
import { type Changed, type OwnEntries, OwnForm } from './own-form.tsx';
import { OwnList } from './own-list.tsx';
import { ownDevicesQuery } from './queries.ts';
import { ownLabel, placedRows, rowOf } from './row-draft.ts';
import { asEntitySays } from './row-suggestion.ts';
import { TopicList } from './topic-list.tsx';

const nothingPicked: OwnEntries = { name: '', kind: 'sensor', rows: [] };

const entriesOf = (device: Device, own: OwnDevices[number]): OwnEntries => ({
  name: own.title,
  kind: own.kind,
  rows: placedRows(own.rows, device.address),
});

function Workbench({ changed, begin }: { readonly changed?: Changed; readonly begin: OwnEntries }): ReactNode {
  const [entries, setEntries] = useState(begin);
  const set = (part: Partial<OwnEntries>): void => setEntries((before) => ({ ...before, ...part }));
  return (
    <div className="workbench">
      <TopicList
        rows={entries.rows}
        changed={changed?.device.id}
        onPick={(topic, value) => {
          const row = asEntitySays(rowOf(topic, value, entries.rows), topic.entity);
          set({ rows: [...entries.rows, { ...row, label: ownLabel(row.label, entries.rows) }] });
        }}
      />
      <OwnForm entries={entries} changed={changed} set={set} />
    </div>
  );
}

/** The device that is changed, once it is known; a file that was written by hand is changed where it was written. */
function Change({ id }: { readonly id: string }): ReactNode {
  const own = useQuery(ownDevicesQuery).data;
  const devices = useLiveState((state) => state.devices);
  const device = devices?.find((each) => each.id === id);
  if (own === undefined || devices === undefined) return <p className="note">{t('app.loading')}</p>;
  const found = own.find((each) => each.id === device?.definition);
  if (device === undefined || found === undefined) return <p className="note">{t('topics.by-hand')}</p>;
  return <Workbench changed={{ device, protocol: found.id }} begin={entriesOf(device, found)} />;
}

/** The page at `/sites/…/topics`. */
export function TopicsPage(): ReactNode {
  const { device } = useSearch({ from: '/sites/$site/topics' });
  const mayUse = useMay('device.draft');
  if (!mayUse) return <Refused failure="setup.viewer-only" />;
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: t('topics.title') })} />
      <header className="page-head">
        <Link to="/" className="back">
          <Icon name="back" size={20} />
          {t('home.title')}
        </Link>
        <h1>{t('topics.title')}</h1>
        <p className="muted">{t('topics.text')}</p>
      </header>
      {device === undefined ? <Workbench begin={nothingPicked} /> : <Change key={device} id={device} />}
      <OwnList />
    </>
  );
}
