// One setting being changed: what was requested, whether it waits for confirmation, and the outcome.
import { useQueryClient } from '@tanstack/react-query';
import type { Device } from '#api/contract.ts';
import type { Setting } from '#api/settings.ts';
import { type CommandEnd, useCommand } from '../offline/commands.ts';
import { capabilitiesQuery, settingsQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { settingTitle, t } from '../words.ts';
import { settingText, type SettingEntry } from './setting-values.ts';

/** A request: the value, and the token of a dangerous one that was confirmed. */
export interface SettingWish {
  readonly value: SettingEntry;
  readonly arm?: string;
}

/** Which command language a device is addressed in: the catalogue's, or its maker's. */
export type Language = 'setPoint' | 'setting';

/** Sends requests for one setting; a confirmed value shows at once. */
export function useSetting(device: Device, setting: Setting, by: Language) {
  const { name, title, dangerous } = setting;
  const site = useSite();
  const client = useQueryClient();
  const all = [capabilitiesQuery(site.id, device.id).queryKey, settingsQuery(site.id, device.id).queryKey] as const;
  const [queryKey] = by === 'setPoint' ? all : [all[1]];
  const onSuccess = (result: CommandEnd): void => {
    if (result.outcome === 'armed' || result.outcome === 'waiting') return;
    const { after, atMs } = result;
    client.setQueryData<readonly Setting[]>(queryKey, (settings) =>
      settings?.map((each) =>
        each.name === name && after !== undefined ? { ...each, current: after, currentAtMs: atMs } : each,
      ),
    );
    // One value is often in both lists.
    for (const each of all) void client.invalidateQueries({ queryKey: each });
  };
  const { mutate, ...command } = useCommand(device, { onSuccess });
  return {
    ...command,
    mutate: ({ value, arm }: SettingWish, options?: Parameters<typeof mutate>[1]) => {
      const wish = value === '' ? {} : { value };
      mutate(
        {
          body: {
            ...(by === 'setPoint' ? { setPoint: name } : { setting: name }),
            ...wish,
            ...(arm === undefined ? {} : { arm }),
          },
          what: t('commands.what', { title: settingTitle({ name, title }), value: settingText(setting, value) }),
          dangerous,
        },
        options,
      );
    },
  };
}
