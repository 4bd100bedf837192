// The decisions of a period, each in a sentence, and for the owner the way to put it right.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { EnergyEvent } from '#api/ledger.ts';
import { failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { EventLine, eventTitle } from './event-line.tsx';
import { eventsQuery } from './ledger.ts';
import { RepairDialog } from './repair-dialog.tsx';
import type { SpanQuery } from './span.ts';

/** How many are shown at first. */
const firstCount = 5;

/** What is to be put right: a decision, or anything. */
type Wish = EnergyEvent | 'anything';

/** What overrules a decision: the dialog, or the place where the act is that does. */
function TurnAction({
  event,
  onOverrule,
}: {
  readonly event: EnergyEvent;
  readonly onOverrule: () => void;
}): ReactNode {
  const site = useSite();
  const words = eventTitle(event);
  const turn = event.turn.by;
  if (turn === 'overrule' || turn === 'energy')
    return (
      <Button aria-label={t('energy.events.put-right-of', { words })} onClick={onOverrule}>
        {t('energy.events.put-right')}
      </Button>
    );
  const told = t(`energy.events.turn.${turn}`);
  return (
    <Link
      to={turn === 'role' ? '/sites/$site/meters' : '/sites/$site/settings'}
      params={{ site: site.id }}
      className="button"
      aria-label={t('energy.events.turn-of', { turn: told, words })}
    >
      {told}
    </Link>
  );
}

/** The list of decisions. */
export function EventsCard({ span }: { readonly span: SpanQuery }): ReactNode {
  const site = useSite();
  const mayRepair = useMay('energy.manage');
  const [isAll, setIsAll] = useState(false);
  const [wish, setWish] = useState<Wish>();
  const { data, error, isError, refetch } = useQuery(eventsQuery(site.id, span));
  const events = data?.events ?? [];
  return (
    <Card
      title={t('energy.events.title')}
      aside={mayRepair && <Button onClick={() => setWish('anything')}>{t('energy.repairs.add')}</Button>}
    >
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data !== undefined && events.length === 0 && <p className="note">{t('energy.events.none')}</p>}
      <ul className="events">
        {events.slice(0, isAll ? undefined : firstCount).map((event) => (
          <EventLine
            key={event.id}
            event={event}
            action={
              mayRepair && (
                <TurnAction
                  event={event}
                  onOverrule={() => setWish(event.turn.by === 'overrule' ? event : 'anything')}
                />
              )
            }
          />
        ))}
      </ul>
      {!isAll && events.length > firstCount && (
        <Button look="quiet" onClick={() => setIsAll(true)}>
          {t('energy.events.more', { count: events.length })}
        </Button>
      )}
      {wish !== undefined && (
        <RepairDialog
          span={span}
          events={events.filter(({ turn }) => turn.by === 'overrule')}
          event={wish === 'anything' ? undefined : wish}
          onClose={() => setWish(undefined)}
        />
      )}
    </Card>
  );
}
