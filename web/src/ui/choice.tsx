// A labelled choice from a short list.
import { useId, type ReactNode } from 'react';

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Heading of those of the same one, which follow each other. */
  readonly group?: string;
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly options: readonly Option<T>[];
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

function Options({ options }: { readonly options: readonly Option<string>[] }): ReactNode {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
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
        {[...Map.groupBy(options, ({ group }) => group)].map(([group, some]) =>
          group === undefined ? (
            <Options key="" options={some} />
          ) : (
            <optgroup key={group} label={group}>
              <Options options={some} />
            </optgroup>
          ),
        )}
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
