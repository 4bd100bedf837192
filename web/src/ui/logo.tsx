// The mark: a sun over a homestead.
import type { ReactNode } from 'react';

/** The mark of Solstead; decoration only, the name is beside it. */
export function Logo({ size = 32 }: { readonly size?: number }): ReactNode {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path className="logo-rays" d="M16 2.5v2.6M6.5 6.4l1.8 1.8M25.5 6.4l-1.8 1.8M2.6 15.5h2.6M26.8 15.5h2.6" />
      <path className="logo-sun" d="M8.6 16.8a7.4 7.4 0 0 1 14.8 0L16 11.2Z" />
      <path
        className="logo-home"
        d="M4.5 29v-6.3a1.5 1.5 0 0 1 .6-1.2L16 13.2l10.9 8.3a1.5 1.5 0 0 1 .6 1.2V29a1 1 0 0 1-1 1h-7.2v-4.2a3.3 3.3 0 0 0-6.6 0V30H5.5a1 1 0 0 1-1-1Z"
      />
    </svg>
  );
}
