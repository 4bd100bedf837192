// A new password with its one rule in view.
import { useState, type ReactNode } from 'react';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Field } from '../ui/parts.tsx';

/** Fewest characters, as in the contract. */
export const passwordLength = 10;

interface PasswordFieldProps {
  /** Absent: the one for a first password. */
  readonly label?: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

/** The field, with a switch to see what is typed. */
export function PasswordField({
  label = t('owner.password'),
  value,
  problem,
  onChange,
}: PasswordFieldProps): ReactNode {
  const [visible, setVisible] = useState(false);
  const enough = value.length >= passwordLength;
  const hint = (
    <>
      {t('owner.rules', { length: passwordLength })}
      {value !== '' && problem === undefined && (
        <span className={`count ${enough ? 'enough' : ''}`}>
          {enough && <Icon name="check" size={16} />}
          {enough ? t('owner.enough') : t('owner.more', { missing: passwordLength - value.length })}
        </span>
      )}
    </>
  );
  return (
    <>
      <Field
        label={label}
        name="new-password"
        type={visible ? 'text' : 'password'}
        autoComplete="new-password"
        maxLength={200}
        value={value}
        hint={hint}
        problem={problem}
        onChange={({ target }) => onChange(target.value)}
      />
      <label className="check">
        <input type="checkbox" checked={visible} onChange={({ target }) => setVisible(target.checked)} />
        {t('owner.show')}
      </label>
    </>
  );
}
