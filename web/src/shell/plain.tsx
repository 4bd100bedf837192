// The page frame without a home: logo, theme, content.
import type { ReactNode } from 'react';
import { t } from '../words.ts';
import { Logo } from '../ui/logo.tsx';
import { Main } from './main-part.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** Frame of the pages before a home is open. */
export function Plain({ version, children }: { readonly version?: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="shell">
      <header className="top plain">
        <span className="brand">
          <Logo size={36} />
          {t('app.name')}
        </span>
        <span className="choices-of-page">
          <LanguageChoice />
          <ThemeSwitch />
        </span>
      </header>
      <Main>{children}</Main>
      {version !== undefined && <footer className="foot">{t('app.version', { version })}</footer>}
    </div>
  );
}
