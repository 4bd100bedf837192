// The home page: power now, today's energy, power over time, devices.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { nameWithPart } from '#core/meter-part.ts';
import type { Flow } from '#api/contract.ts';
import { storyOf } from '../flow/flow-arms.ts';
import { FlowPicture } from '../flow/flow-picture.tsx';
import { inWords, power } from '../format.ts';
import { useLinkPhase, useLiveState, useServerNow } from '../live-hooks.ts';
import { useMay } from '../session.ts';
import { t } from '../words.ts';
import { FailureBoundary } from '../ui/failure-boundary.tsx';
import { Icon } from '../ui/icons.tsx';
import { Logo } from '../ui/logo.tsx';
import { Loading, PageTitle, Skeleton, Value } from '../ui/parts.tsx';
import { AttentionCard } from './attention-card.tsx';
import { AnomaliesCard } from './anomalies-card.tsx';
import { BatteryOutlookLine } from './battery-outlook-line.tsx';
import { DeviceList } from './device-list.tsx';
import { PowerChartCard } from './power-chart-card.tsx';
import { TodayCard } from './today-card.tsx';

/** The skeleton of the page while it loads. */
export function HomeSkeleton(): ReactNode {
  return (
    <Loading>
      <div className="home-grid">
        <Skeleton height={520} />
        <Skeleton height={520} />
      </div>
      <Skeleton height={460} />
    </Loading>
  );
}

function EmptyHome(): ReactNode {
  const mayAdd = useMay('device.manage');
  return (
    <section className="card empty">
      <Logo size={84} />
      <h2>{t('devices.empty')}</h2>
      <p>{mayAdd ? t('devices.empty-text') : t('devices.empty-viewer')}</p>
      {mayAdd && (
        <div className="actions">
          <Link to="/start/$step" params={{ step: 'place' }} className="button plain">
            {t('story.resume')}
          </Link>
          <Link to="/setup" className="button primary">
            <Icon name="plus" size={18} />
            {t('devices.add')}
          </Link>
        </div>
      )}
    </section>
  );
}

/** The flow as a card, with what it means in a sentence. */
export function FlowCard({ flow }: { readonly flow: Flow }): ReactNode {
  const nowMs = useServerNow();
  const lost = useLinkPhase() === 'lost';
  return (
    <section className="card flow-card" aria-label={t('flow.title')}>
      <p className="story">{lost ? t('flow.story.lost') : t(`flow.story.${storyOf(flow)}`)}</p>
      {!lost && <BatteryOutlookLine />}
      <FlowPicture flow={flow} nowMs={nowMs} lost={lost} />
      <Circuits circuits={flow.circuits ?? []} />
    </section>
  );
}

/** What single meters inside the home show: parts of its load. */
function Circuits({ circuits }: Required<Pick<Flow, 'circuits'>>): ReactNode {
  const devices = useLiveState((state) => state.devices) ?? [];
  if (circuits.length === 0) return null;
  const named = (device: string) => devices.find(({ id }) => id === device)?.name;
  return (
    <section className="circuits" aria-label={t('meters.circuits')}>
      <h2>{t('meters.circuits')}</h2>
      <dl className="facts">
        {circuits.map(({ device, name, powerW }) => (
          <div key={device}>
            <dt>{name ?? nameWithPart(device, named) ?? device}</dt>
            <dd>
              <Value of={power(powerW)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The home page of a site. */
export function HomePage(): ReactNode {
  const site = useLiveState((state) => state.site);
  const flow = useLiveState((state) => state.flow);
  const day = useLiveState((state) => state.energy);
  const devices = useLiveState((state) => state.devices);
  const mayAdd = useMay('device.manage');
  if (site === undefined || flow === undefined || devices === undefined) return <HomeSkeleton />;
  const title =
    flow.pv.powerW === undefined
      ? t('app.title-plain', { page: site.name })
      : t('app.title', { power: inWords(power(flow.pv.powerW)), home: site.name });
  return (
    <>
      <PageTitle title={title} />
      <h1 className="hidden">{site.name}</h1>
      {devices.length === 0 ? (
        <EmptyHome />
      ) : (
        <>
          <FailureBoundary>
            <AttentionCard site={site} />
          </FailureBoundary>
          <div className="home-grid">
            <FailureBoundary>
              <FlowCard flow={flow} />
            </FailureBoundary>
            {day !== undefined && <TodayCard day={day} />}
          </div>
          <FailureBoundary>
            <AnomaliesCard site={site} />
          </FailureBoundary>
          <FailureBoundary>
            <PowerChartCard site={site} />
          </FailureBoundary>
          <DeviceList devices={devices} mayAdd={mayAdd} />
        </>
      )}
    </>
  );
}
