// The choice of the theme, each by its name.
import { useId, useState, type ReactNode } from 'react';
import { t } from '../words.ts';
import { chooseTheme, themeChoice, themeChoices } from '../theme.ts';

/** The select; its label is seen in the menu, where it stands in a row of them. */
export function ThemeSwitch({ labelled = false }: { readonly labelled?: boolean }): ReactNode {
  const id = useId();
  const [choice, setChoice] = useState(themeChoice);
  const change = (value: string): void => {
    const next = themeChoices.find((each) => each === value) ?? 'auto';
    chooseTheme(next);
    setChoice(next);
  };
  return (
    <div className={labelled ? 'menu-row' : undefined}>
      <label htmlFor={id} className={labelled ? undefined : 'hidden'}>
        {t('menu.theme')}
      </label>
      <select id={id} className="select look" value={choice} onChange={({ target }) => change(target.value)}>
        {themeChoices.map((each) => (
          <option key={each} value={each}>
            {t(`menu.themes.${each}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
