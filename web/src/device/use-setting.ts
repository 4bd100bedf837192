// One setting being changed: what was requested, whether it waits for confirmation, and the outcome.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Device } from '#api/contract.ts';
import type { Setting, CommandOutcome } from '#api/settings.ts';
import { call } from '../api.ts';
import { capabilitiesQuery, settingsQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import type { SettingEntry } from './setting-values.ts';

/** A request: the value, and the token of a dangerous one that was confirmed. */
export interface SettingWish {
  readonly value: SettingEntry;
  readonly arm?: string;
}

/** Which command language a device is addressed in: the catalogue's, or its maker's. */
export type Language = 'setPoint' | 'setting';

/** Sends requests for one setting; a confirmed value shows at once. */
export function useSetting(device: Device, { name }: Setting, by: Language) {
  const site = useSite();
  const client = useQueryClient();
  const all = [capabilitiesQuery(site.id, device.id).queryKey, settingsQuery(site.id, device.id).queryKey] as const;
  const [queryKey] = by === 'setPoint' ? all : [all[1]];
  const onSuccess = (result: CommandOutcome): void => {
    if (result.outcome === 'armed') return;
    const { after, atMs } = result;
    client.setQueryData<readonly Setting[]>(queryKey, (settings) =>
      settings?.map((each) =>
        each.name === name && after !== undefined ? { ...each, current: after, currentAtMs: atMs } : each,
      ),
    );
    // One value is often in both lists.
    for (const each of all) void client.invalidateQueries({ queryKey: each });
  };
  return useMutation({
    mutationFn: ({ value, arm }: SettingWish) =>
      call('commandDevice', {
        params: { site: site.id, device: device.id },
        body: { [by]: name, ...(value === '' ? {} : { value }), ...(arm === undefined ? {} : { arm }) },
      }),
    onSuccess,
  });
}
