// The choice of light, dark or following the system.
import { useState, type ReactNode } from 'react';
import { t } from '../words.ts';
import { chooseTheme, themeChoice, type ThemeChoice } from '../theme.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Segments } from '../ui/segments.tsx';

const icons: Readonly<Record<ThemeChoice, IconName>> = { auto: 'auto', light: 'sun', dark: 'moon' };

/** The switch of the theme. */
export function ThemeSwitch(): ReactNode {
  const [choice, setChoice] = useState(themeChoice);
  const change = (next: ThemeChoice): void => {
    chooseTheme(next);
    setChoice(next);
  };
  return (
    <Segments
      label={t('menu.theme')}
      value={choice}
      onChange={change}
      options={(['auto', 'light', 'dark'] as const).map((value) => ({
        value,
        label: (
          <>
            <Icon name={icons[value]} size={18} />
            <span className="hidden">{t(`menu.themes.${value}`)}</span>
          </>
        ),
      }))}
    />
  );
}
