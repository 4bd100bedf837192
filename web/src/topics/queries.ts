// What the page of topics asks for.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { OwnDraft } from '#api/own-devices.ts';
import { call } from '../api.ts';

/** How often what is said is asked for anew, ms. */
const againMs = 2000;

/** What nobody understands at the broker, below a prefix or anywhere; also what a device understands that is being changed. */
export function topicsQuery(below: string, device?: string) {
  const query = { ...(below === '' ? {} : { below }), ...(device === undefined ? {} : { device }) };
  return queryOptions({
    queryKey: ['topics', below, device ?? ''],
    queryFn: ({ signal }) => call('listUnknownTopics', { query, signal }),
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  });
}

/** Devices that were put together from topics. */
export const ownDevicesQuery = queryOptions({
  queryKey: ['own-devices'],
  queryFn: ({ signal }) => call('listOwnDevices', { signal }),
});

/** What a draft gives of what is said now. */
export function previewQuery(draft: OwnDraft) {
  return queryOptions({
    queryKey: ['own-preview', JSON.stringify(draft)],
    queryFn: ({ signal }) => call('previewOwnDevice', { body: draft, signal }),
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}
