// When what is shown was true: on screens that show it only every now and then.
import { useSyncExternalStore, type ReactNode } from 'react';
import { useServerNow } from '../live-hooks.ts';
import { activeTheme, onTheme } from '../theme.ts';
import { t } from '../words.ts';
import { timeText } from '../zone.ts';

/** The time of the home; nothing where all is shown as it comes. */
export function AsOf({ timeZone }: { readonly timeZone: string }): ReactNode {
  const { isSlow } = useSyncExternalStore(onTheme, activeTheme);
  const nowMs = useServerNow();
  return isSlow ? <p className="as-of">{t('menu.as-of', { time: timeText(nowMs, timeZone) })}</p> : null;
}
