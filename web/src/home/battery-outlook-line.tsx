// When the battery will be full or empty, in a line.
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { hourMs } from '#core/time.ts';
import type { Flow } from '#api/contract.ts';
import { type HomeMetric, pointsOf, withTrail } from '../chart/lines.ts';
import { inWords, percent } from '../format.ts';
import { useLive, useLiveState } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { momentText, timeText } from '../zone.ts';
import { batteryOutlook } from './battery-outlook.ts';
import { homeHistory } from './home-history.ts';

const noTrail: readonly Flow[] = [];

/** When the battery will be full or empty, while that can be told. */
export function BatteryOutlookLine(): ReactNode {
  const site = useSite();
  const live = useLive();
  const trail = useLiveState((state) => state.trail) ?? noTrail;
  const { data } = useQuery(homeHistory(site, 'day', live.serverNowMs));
  const outlook = useMemo(() => {
    const line = (metric: HomeMetric) => withTrail(pointsOf(data, metric), trail, metric);
    return data === undefined ? undefined : batteryOutlook(line('flow.battery'), line('flow.soc'));
  }, [data, trail]);
  if (outlook === undefined) return null;
  // Within the next hours the time alone says which.
  const isSoon = outlook.atMs - live.serverNowMs() < 18 * hourMs;
  const time = (isSoon ? timeText : momentText)(outlook.atMs, site.timeZone);
  return (
    <p className="muted outlook">
      {outlook.kind === 'low'
        ? t('flow.outlook.low', { time, level: inWords(percent(outlook.level)) })
        : t(outlook.kind === 'full' ? 'flow.outlook.full' : 'flow.outlook.empty', { time })}
    </p>
  );
}
