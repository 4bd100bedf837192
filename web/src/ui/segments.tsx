// A choice among a few, side by side: buttons that look like one switch.
import type { ReactNode } from 'react';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: ReactNode }[];
  /** Absent: none of them. */
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
}

/** Picks one of a few. */
export function Segments<T extends string>({ label, options, value, onChange }: SegmentsProps<T>): ReactNode {
  return (
    <fieldset className="segments">
      <legend className="hidden">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
