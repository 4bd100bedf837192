// The code of an app, where an account asks for one.
import type { ReactNode } from 'react';
import { Field } from '../ui/parts.tsx';
import { t } from '../words.ts';

/** Asks for the code of an app, or one of the printed ones. */
export function CodeField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (code: string) => void;
}): ReactNode {
  return (
    <Field
      label={t('sign-in.code')}
      name="code"
      autoComplete="one-time-code"
      maxLength={40}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
