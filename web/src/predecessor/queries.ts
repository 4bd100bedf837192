// What an earlier system left, and the import of it, as the server knows them; asked again while something is under way.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InputOf } from '#api/endpoints.ts';
import type { ImportState } from '#api/history-import.ts';
import type { PredecessorLook } from '#api/predecessor.ts';
import { call } from '../api.ts';
import { useMay, useSession, useSite } from '../session.ts';

/** Something that was found. */
export type Found = PredecessorLook['found'][number];
/** What is in it. */
export type Content = NonNullable<Found['holds']>;
/** An import as it is asked for. */
export type ImportBody = InputOf<'beginImport'>['body'];

/** Asked again while something runs, ms. */
const againMs = 1000;

const lookQuery = queryOptions({
  queryKey: ['predecessor'],
  queryFn: ({ signal }) => call('readPredecessor', { signal }),
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? againMs : false),
});

const importQuery = (site: string) =>
  queryOptions({
    queryKey: ['import', site],
    queryFn: ({ signal }) => call('readImport', { params: { site }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? againMs : false),
  });

/** Whether somebody may bring history over, from a folder that was named. */
export function useFolder(): string | undefined {
  const may = useMay('history.manage');
  const isPerson = useSession()?.state === 'signed-in';
  const { data } = useQuery({ ...lookQuery, enabled: may && isPerson });
  return data?.folder;
}

/** The look, and what begins and ends it. */
export function useLook() {
  const client = useQueryClient();
  const keep = (next: PredecessorLook): void => void client.setQueryData(lookQuery.queryKey, next);
  return {
    look: useQuery(lookQuery),
    begin: useMutation({ mutationFn: () => call('lookForPredecessor'), onSuccess: keep }),
    end: useMutation({ mutationFn: () => call('endPredecessorLook'), onSuccess: keep }),
  };
}

/** The import of this home, and what begins and ends it. */
export function useImport() {
  const client = useQueryClient();
  const { id: site } = useSite();
  const query = importQuery(site);
  const keep = (next: ImportState): void => void client.setQueryData(query.queryKey, next);
  return {
    state: useQuery(query),
    begin: useMutation({
      mutationFn: (body: ImportBody) => call('beginImport', { params: { site }, body }),
      onSuccess: keep,
    }),
    end: useMutation({ mutationFn: () => call('endImport', { params: { site } }), onSuccess: keep }),
  };
}
