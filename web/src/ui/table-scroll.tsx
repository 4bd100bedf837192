// A table in a frame of its own that scrolls.
import type { ReactNode } from 'react';

interface TableScrollProps {
  /** Says what the table holds. */
  readonly label: string;
  readonly children: ReactNode;
}

/** The frame around a table. */
export function TableScroll({ label, children }: TableScrollProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table
    <section className="table-scroll" aria-label={label} tabIndex={0}>
      <table>
        <caption className="hidden">{label}</caption>
        {children}
      </table>
    </section>
  );
}
