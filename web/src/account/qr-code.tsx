// A text as a QR code, drawn in the page: what it holds goes nowhere else.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Skeleton } from '../ui/parts.tsx';

const border = 4;

async function pathOf(text: string): Promise<{ readonly size: number; readonly path: string }> {
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { border, ecc: 'M' });
  const cells = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: cells.join('') };
}

/** The code; black on white in every theme, as cameras want it. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { data } = useQuery({ queryKey: ['qr', text], queryFn: () => pathOf(text), staleTime: Infinity, gcTime: 0 });
  if (data === undefined) return <Skeleton height={220} />;
  return (
    <svg className="qr-code" viewBox={`0 0 ${data.size} ${data.size}`} role="img" aria-label={label}>
      <rect width={data.size} height={data.size} fill="#fff" />
      <path d={data.path} fill="#000" />
    </svg>
  );
}
