// Devices that announce themselves in the local network: each is tested before it is kept, or pointed to the broker.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Found } from '#api/set-up.ts';
import { failureOf } from '../api.ts';
import { foundQuery } from '../queries.ts';
import { t } from '../words.ts';
import { Icon, kindIcon } from '../ui/icons.tsx';
import { FailureNote } from '../ui/parts.tsx';

/** More are a network full of made-up ones. */
const mostShown = 50;

interface NetworkFindProps {
  readonly onTest: (found: Found) => void;
  /** It is read over the broker alone. */
  readonly onBroker: () => void;
}

/** The list. */
export function NetworkFind({ onTest, onBroker }: NetworkFindProps): ReactNode {
  const found = useQuery(foundQuery);
  const nearby = found.data?.filter(({ topic }) => topic === undefined) ?? [];
  return (
    <section className="found" aria-labelledby="nearby">
      <h2 id="nearby">
        {t('find.nearby-network')}
        <small className="listening">
          <span className="spinner" aria-hidden="true" />
          {t('find.asking')}
        </small>
      </h2>
      {found.isError && <FailureNote failure={failureOf(found.error)} onRetry={() => void found.refetch()} />}
      {found.isSuccess && nearby.length === 0 && <p className="note">{t('find.none-in-network')}</p>}
      <ul className="choices">
        {nearby.slice(0, mostShown).map((each) => (
          <li key={`${each.protocol} ${each.address}`}>
            <button
              type="button"
              className="choice"
              onClick={() => (each.needsBroker === true ? onBroker() : onTest(each))}
            >
              <Icon name={kindIcon[each.kind]} size={24} />
              <span>
                <strong>{each.title}</strong>
                <small>{each.name}</small>
                <small>{each.address}</small>
              </span>
              <small className="muted">{t(each.needsBroker === true ? 'find.needs-broker' : 'find.test-it')}</small>
              <Icon name="forward" size={20} />
            </button>
          </li>
        ))}
      </ul>
      {nearby.length > mostShown && <p className="note">{t('find.and-more', { count: nearby.length - mostShown })}</p>}
    </section>
  );
}
