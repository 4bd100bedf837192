// One device: all its values, its identity, its health, and the history of any of its values.
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { NotFound } from '../first-run/not-found.tsx';
import { HomeSkeleton } from '../home/home-page.tsx';
import { LastSeen, StateMark } from '../home/device-list.tsx';
import { age, decimal, roughly } from '../format.ts';
import { useLiveState, useServerNow } from '../live-hooks.ts';
import type { DeviceValues } from '../live-state.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon, kindIcon } from '../ui/icons.tsx';
import { Card, FailureNote, PageTitle } from '../ui/parts.tsx';
import { CellsCard } from './cells-card.tsx';
import { cellsOf, firstPick, valueGroups } from './device-values.ts';
import { CommandsCard } from './commands-card.tsx';
import { MetricHistory } from './metric-history.tsx';
import { ControlsCard } from './controls-card.tsx';
import { PickMetrics } from './pick-metrics.tsx';
import { ShownCard } from './shown-card.tsx';
import { RelayCard } from './relay-card.tsx';
import { MeterLink } from '../meters/meter-link.tsx';
import { MigrateDevice } from './migrate-device.tsx';
import { RemoveDevice } from './remove-device.tsx';
import { AdvancedDevice } from './advanced-device.tsx';
import { RenameDevice } from './rename-device.tsx';
import { SettingsCard } from './settings-card.tsx';
import { ValueGroupCard } from './value-group-card.tsx';

/** To where a device was put together from topics. */
function TopicsLink({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const mayUse = useMay('broker.manage');
  if (!mayUse || !device.definition.startsWith('own-')) return null;
  return (
    <Link to="/sites/$site/topics" params={{ site: site.id }} search={{ device: device.id }} className="button">
      {t('topics.change-topics')}
    </Link>
  );
}

const counters = ['requests', 'answers', 'timeouts', 'badFrames', 'refused', 'reconnects', 'rejectedValues'] as const;

function Trouble({ device }: { readonly device: Device }): ReactNode {
  const nowMs = useServerNow();
  const { failure } = device.health;
  if (failure === undefined) return null;
  return <FailureNote failure={failure} title={t('device.failed', { age: age(nowMs - failure.atMs) })} />;
}

/** On which way it is read, where that is not the usual one. */
function WayNote({ device }: { readonly device: Device }): ReactNode {
  return device.over === 'http' ? <p className="note">{t('device.over-http')}</p> : null;
}

/** Parts that were named when it was set up, and are not heard. */
function MissingNote({ device: { missing } }: { readonly device: Device }): ReactNode {
  if (missing === undefined) return null;
  return (
    <p className="note">
      {t('device.missing-parts', { parts: missing.map((part) => part.replaceAll('_', ' ')), count: missing.length })}
    </p>
  );
}

function Facts({ device }: { readonly device: Device }): ReactNode {
  const identity = Object.entries(device.identity).map(([key, value]) => [key.replaceAll('_', ' '), value] as const);
  const rows = [
    ...identity,
    [t('device.definition'), device.definition] as const,
    [t('device.address'), device.address] as const,
    [t('device.interval'), roughly(Math.max(1000, device.intervalMs))] as const,
  ];
  return (
    <div className="fact-grid">
      <Card title={t('device.identity')}>
        <dl className="facts">
          {rows.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t('device.health')}>
        <dl className="facts">
          {counters.map((key) => (
            <div key={key}>
              <dt>{t(`device.counters.${key}`)}</dt>
              <dd>{decimal(device.health[key])}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}

function Values({ device, values }: { readonly device: Device; readonly values: DeviceValues }): ReactNode {
  const [chosen, pick] = useState<string>();
  const picked = chosen ?? firstPick(device.kind, values);
  const cells = cellsOf(values);
  const groups = valueGroups(values);
  if (groups.length === 0 && cells.length === 0) return <p className="note">{t('device.no-values')}</p>;
  return (
    <>
      <RelayCard device={device} values={values} />
      <MetricHistory device={device} metric={picked} />
      <div className={groups.length === 1 ? 'group-grid single' : 'group-grid'}>
        {groups.map((group) => (
          <ValueGroupCard key={group.name} group={group} picked={picked} onPick={pick} />
        ))}
      </div>
      {cells.length > 0 && <CellsCard cells={cells} picked={picked} onPick={pick} />}
    </>
  );
}

const noValues: DeviceValues = {};

/** The page of a device. */
export function DevicePage(): ReactNode {
  const { id } = useParams({ from: '/devices/$id' });
  const devices = useLiveState((state) => state.devices);
  const values = useLiveState((state) => state.values[id]) ?? noValues;
  const mayChange = useMay('device.manage');
  if (devices === undefined) return <HomeSkeleton />;
  const device = devices.find((each) => each.id === id);
  if (device === undefined) return <NotFound />;
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: device.name })} />
      <header className="page-head">
        <Link to="/" className="back">
          <Icon name="back" size={20} />
          {t('home.title')}
        </Link>
        <div className="page-title">
          <span className="badge plain large">
            <Icon name={kindIcon[device.kind]} size={28} />
          </span>
          <div>
            <h1>{device.name}</h1>
            <p className="muted">
              {device.title} · <LastSeen device={device} />
            </p>
          </div>
          <StateMark state={device.state} />
        </div>
      </header>
      <Trouble device={device} />
      <WayNote device={device} />
      <MissingNote device={device} />
      {/* The failure of a switch and the value that was picked belong to one device. */}
      <Values key={`values ${device.id}`} device={device} values={values} />
      <ControlsCard key={`controls ${device.id}`} device={device} />
      <SettingsCard key={device.id} device={device} />
      <CommandsCard key={`commands ${device.id}`} device={device} />
      <ShownCard key={`shown ${device.id}`} device={device} />
      <Facts device={device} />
      {mayChange && (
        <div className="actions">
          <MeterLink />
          <TopicsLink device={device} />
          <RenameDevice device={device} />
          {device.address.includes('://') && <AdvancedDevice device={device} />}
          {device.address.includes('://') && <PickMetrics device={device} />}
          <MigrateDevice device={device} />
          <RemoveDevice device={device} />
        </div>
      )}
    </>
  );
}
