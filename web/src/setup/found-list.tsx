// Everything that shows itself, in one list: ports of this computer, devices at the broker and in the network. Each is tested before it is kept.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Found } from '#api/set-up.ts';
import type { TestRequest } from '#api/device-test.ts';
import { failureOf } from '../api.ts';
import { foundQuery, portsQuery } from '../queries.ts';
import { t } from '../words.ts';
import { isLocked } from './find-step.tsx';
import { Icon, type IconName, kindIcon } from '../ui/icons.tsx';
import { FailureNote } from '../ui/parts.tsx';

/** More are a network full of made-up ones. */
const mostShown = 20;

interface FoundListProps {
  readonly onTest: (request: TestRequest) => void;
  /** One of the broker, which reports by itself. */
  readonly onFound: (found: Found) => void;
  /** One that is read in another way than it was found. */
  readonly onOther: (found: Found) => void;
}

interface RowProps {
  readonly icon: IconName;
  readonly title: string;
  readonly lines: readonly (string | undefined)[];
  readonly onPress: () => void;
}

function Row({ icon, title, lines, onPress }: RowProps): ReactNode {
  return (
    <li>
      <button type="button" className="choice" onClick={onPress}>
        <Icon name={icon} size={24} />
        <span>
          <strong>{title}</strong>
          {lines.map((line) => line !== undefined && <small key={line}>{line}</small>)}
        </span>
        <small className="muted">{t('find.test-it')}</small>
        <Icon name="forward" size={20} />
      </button>
    </li>
  );
}

/** Whether it needs more than a press: a key, a password, or another way. */
const needsMore = (found: Found): boolean => found.needsBroker === true || isLocked(found);

/** The list. */
export function FoundList({ onTest, onFound, onOther }: FoundListProps): ReactNode {
  const ports = useQuery(portsQuery);
  const found = useQuery(foundQuery);
  const free = (ports.data ?? []).filter(({ usable, usedBy }) => usable && usedBy === undefined);
  const devices = found.data ?? [];
  const failed = [ports, found].find(({ isError }) => isError);
  const press = (each: Found): void => {
    if (each.topic !== undefined) onFound(each);
    else if (needsMore(each)) onOther(each);
    else onTest({ address: each.address, protocol: each.protocol });
  };
  return (
    <section className="card found" aria-labelledby="found-list">
      <h1 id="found-list">{t('story.devices.title')}</h1>
      <p className="muted">{t('story.devices.text')}</p>
      <p className="listening">
        <span className="spinner" aria-hidden="true" />
        {t('find.listening')}
      </p>
      {failed !== undefined && <FailureNote failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />}
      {ports.isSuccess && found.isSuccess && free.length + devices.length === 0 && (
        <p className="note">{t('story.devices.none')}</p>
      )}
      <ul className="choices">
        {devices.slice(0, mostShown).map((each) => (
          <Row
            key={`${each.protocol} ${each.address} ${each.topic ?? ''}`}
            icon={kindIcon[each.kind]}
            title={each.title}
            lines={[each.name, each.topic ?? each.address]}
            onPress={() => press(each)}
          />
        ))}
        {free.slice(0, mostShown).map(({ address, kind, title, path, likely, likelyTitle }) => (
          <Row
            key={address}
            icon={kind === 'ble' ? 'bluetooth' : 'usb'}
            title={likelyTitle ?? title}
            lines={[likelyTitle === undefined ? undefined : title, path]}
            onPress={() => onTest({ address, ...(likely === undefined ? {} : { protocol: likely }) })}
          />
        ))}
      </ul>
    </section>
  );
}
