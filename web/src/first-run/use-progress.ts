// What of the first run is set up, read from the home itself: so that it is the same after a reload, on another device, or done elsewhere.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../api.ts';
import { rolesQuery, tariffQuery } from '../energy/ledger.ts';
import { useLiveState } from '../live-hooks.ts';
import { outputsQuery } from '../outputs/queries.ts';
import { useMay, useSite } from '../session.ts';
import type { StoryStep } from './story.ts';

/** A home with its place. */
export const homeQuery = (site: string) =>
  queryOptions({
    queryKey: ['home', site],
    queryFn: ({ signal }) => call('readSite', { params: { site }, signal }),
  });

/** The steps that are set up; the meter of the grid as soon as there is one. */
export function useProgress(): ReadonlySet<StoryStep | 'account'> {
  const { id } = useSite();
  const mayManage = useMay('site.manage');
  const { data: home } = useQuery(homeQuery(id));
  const { data: roles } = useQuery(rolesQuery(id));
  const { data: tariff } = useQuery(tariffQuery(id));
  const { data: outputs } = useQuery({ ...outputsQuery(id), enabled: mayManage });
  const devices = useLiveState((state) => state.devices) ?? [];
  const hasGrid = roles?.sides.some(({ side, speakers }) => side === 'grid' && speakers.length > 0) === true;
  return new Set<StoryStep | 'account'>([
    'account',
    ...(home?.latitude === undefined ? [] : (['place'] as const)),
    ...(devices.length === 0 ? [] : (['devices'] as const)),
    ...(hasGrid ? (['sign'] as const) : []),
    ...(tariff?.origin === 'own' ? (['tariff'] as const) : []),
    ...((outputs?.outputs.length ?? 0) === 0 ? [] : (['outputs'] as const)),
  ]);
}
