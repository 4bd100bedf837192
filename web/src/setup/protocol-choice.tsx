// What the device is: a definition from the list, or "find out for me".
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import type { Protocol } from '#api/set-up.ts';
import { failureOf } from '../api.ts';
import { t } from '../words.ts';
import { FailureNote, Skeleton } from '../ui/parts.tsx';
import { Combo, type ComboItem } from './combo.tsx';
import { searched, titleOf } from './search.ts';

interface ProtocolChoiceProps {
  readonly protocols: readonly Protocol[];
  readonly query: UseQueryResult<readonly Protocol[]>;
  readonly value: string | undefined;
  readonly onChange: (protocol: string | undefined) => void;
}

/** Means no protocol. */
const auto = 'auto';

const itemOf = (protocol: Protocol): ComboItem => ({
  id: protocol.id,
  label: titleOf(protocol),
  detail: `${t(`devices.kind.${protocol.kind}`)} · ${t(`find.verified.${protocol.verified}`)}`,
});

/** The choice of the protocol. */
export function ProtocolChoice({ protocols, query, value, onChange }: ProtocolChoiceProps): ReactNode {
  const items = useMemo(
    () => [{ id: auto, label: t('find.auto'), detail: t('find.auto-hint') }, ...protocols.map(itemOf)],
    [protocols],
  );
  if (query.isError) return <FailureNote failure={failureOf(query.error)} onRetry={() => void query.refetch()} />;
  // What is typed before the list is there would be lost with the box.
  if (query.isPending) return <Skeleton height={72} />;
  const chosen = items.some(({ id }) => id === value) ? value : auto;
  const hint = items.find(({ id }) => id === chosen)?.detail;
  // A new list gets a new box: the old one would keep the text of an entry that is gone.
  return (
    <Combo
      key={items.map(({ id }) => id).join()}
      label={t('find.protocol')}
      hint={hint}
      items={items}
      value={chosen}
      find={(typed) => searched(protocols, typed).map(itemOf)}
      nothing={t('find.nothing-like-it')}
      onChange={(id) => onChange(id === auto ? undefined : id)}
    />
  );
}
