// The choice of the language, each by its own name; not shown where there is one alone.
import { useId, type ReactNode } from 'react';
import { chooseLanguage, languages, languageTag, ownNameOf, t } from '../words.ts';

/** The select; its label is seen in the menu, where it stands in a row of them. */
export function LanguageChoice({ labelled = false }: { readonly labelled?: boolean }): ReactNode {
  const id = useId();
  const now = languageTag();
  if (languages.length < 2) return null;
  return (
    <div className={labelled ? 'menu-row' : undefined}>
      <label htmlFor={id} className={labelled ? undefined : 'hidden'}>
        {t('menu.language')}
      </label>
      <select id={id} className="select language" value={now} onChange={({ target }) => chooseLanguage(target.value)}>
        {[...new Set([...languages, now])].map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {ownNameOf(tag)}
          </option>
        ))}
      </select>
    </div>
  );
}
