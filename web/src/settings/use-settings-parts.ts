// Which parts of the page of settings somebody sees.
import { useMay, useSession } from '../session.ts';
import { type SettingsPart, settingsParts } from './part-search.ts';

/** The parts that hold something for whoever looks; the other cards show nothing, and a heading alone says nothing. */
export function useSettingsParts(): readonly SettingsPart[] {
  const isPerson = useSession()?.state === 'signed-in';
  const mayManage = useMay('site.manage') && isPerson;
  const mayMonitor = useMay('monitoring.manage');
  return settingsParts.filter((part) => part !== 'connections' || mayManage || mayMonitor);
}
