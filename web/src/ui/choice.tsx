// A labelled choice from a short list.
import { useId, type ReactNode } from 'react';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T | undefined;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string;
  readonly onChange: (value: T) => void;
}

/** Options of some values, in their order. */
export function optionsOf<T extends string>(
  values: readonly T[],
  label: (value: T) => string,
): readonly { value: T; label: string }[] {
  return values.map((value) => ({ value, label: label(value) }));
}

/** A select with its label. */
export function Choice<T extends string>(props: ChoiceProps<T>): ReactNode {
  const { label, hint, problem, options, value, placeholder, onChange } = props;
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`];
  const describedBy = described.join(' ').trim();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="select"
        value={value ?? ''}
        aria-invalid={problem !== undefined}
        {...(describedBy === '' ? {} : { 'aria-describedby': describedBy })}
        onChange={({ target }) => {
          const found = options.find((option) => option.value === target.value);
          if (found !== undefined) onChange(found.value);
        }}
      >
        {value === undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
