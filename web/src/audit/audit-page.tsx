// The audit log: who did what, when, and what became of it; whether its chains are whole.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import type { AuditLines } from '#api/settings.ts';
import { call, failureOf, urlOf } from '../api.ts';
import { useMay, useSession } from '../session.ts';
import { failureWords, t } from '../words.ts';
import { Button, Card, FailureNote, Field, PageTitle, Skeleton } from '../ui/parts.tsx';
import { browserZone, momentText } from '../zone.ts';
import type { AuditSearch } from './audit-search.ts';

/** Lines of one page of the log. */
const pageLines = 100;

const byName = (left: string, right: string): number => left.localeCompare(right);
const namesIn = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted(byName);

/** Lines of the log, page by page. */
function useLines(filter: AuditSearch) {
  return useInfiniteQuery({
    queryKey: ['audit', filter.who ?? '', filter.action ?? ''],
    queryFn: ({ pageParam, signal }) => {
      const { who, action } = filter;
      const query = {
        limit: pageLines,
        ...(who === undefined ? {} : { who }),
        ...(action === undefined ? {} : { action }),
        ...(pageParam === 0 ? {} : { before: pageParam }),
      };
      return call('listAudit', { query, signal });
    },
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < pageLines ? undefined : page.at(-1)?.line),
  });
}

/** Whether the chains are whole. */
function Wholeness(): ReactNode {
  const { data, error, isError } = useQuery({
    queryKey: ['audit-check'],
    queryFn: ({ signal }) => call('checkAudit', { signal }),
  });
  if (isError) return <FailureNote failure={failureOf(error)} />;
  if (data === undefined) return <p className="muted">{t('audit.checking')}</p>;
  const broken = data.flatMap(({ chain, brokenAt }) => (brokenAt === undefined ? [] : [{ chain, line: brokenAt }]));
  if (broken.length === 0) return <output className="note">{t('audit.whole')}</output>;
  return (
    <div role="alert">
      {broken.map((each) => (
        <p key={each.chain} className="problem">
          {t('audit.broken', each)}
        </p>
      ))}
    </div>
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  readonly known: readonly string[];
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
}

/** A field that offers the names seen so far. */
function NameField({ label, value, known, maxLength, onChange }: NameFieldProps): ReactNode {
  const list = useId();
  return (
    <>
      <Field
        label={label}
        list={list}
        maxLength={maxLength}
        autoComplete="off"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={list}>
        {known.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}

interface FilterProps {
  readonly filter: AuditSearch;
  readonly lines: AuditLines;
}

/** By whom and which act; kept in the address. */
function Filter({ filter, lines }: FilterProps): ReactNode {
  const navigate = useNavigate();
  const [who, setWho] = useState(filter.who ?? '');
  const [action, setAction] = useState(filter.action ?? '');
  const show = (search: AuditSearch): void => void navigate({ to: '/audit', search });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    show({ who: who.trim() || undefined, action: action.trim() || undefined });
  };
  return (
    <form className="audit-filter" noValidate onSubmit={submit}>
      <NameField
        label={t('audit.who')}
        value={who}
        known={namesIn(lines.map(({ principal }) => principal.name))}
        maxLength={200}
        onChange={setWho}
      />
      <NameField
        label={t('audit.action')}
        value={action}
        known={namesIn(lines.map((line) => line.action))}
        maxLength={60}
        onChange={setAction}
      />
      <Button type="submit">{t('audit.filter')}</Button>
      {(filter.who !== undefined || filter.action !== undefined) && (
        <Button
          look="quiet"
          onClick={() => {
            setWho('');
            setAction('');
            show({});
          }}
        >
          {t('audit.clear')}
        </Button>
      )}
    </form>
  );
}

function Line({ line }: { readonly line: AuditLines[number] }): ReactNode {
  const { atMs, site, principal, action, subject, outcome } = line;
  return (
    <li className="audit-line">
      <strong>{`${principal.name}: ${action}`}</strong>
      <span>{site === undefined ? subject : `${subject} (${site})`}</span>
      <span className="muted">
        <time dateTime={new Date(atMs).toISOString()}>{momentText(atMs, browserZone())}</time>
        {` · ${outcome}`}
      </span>
    </li>
  );
}

function Log(): ReactNode {
  const filter = useSearch({ from: '/audit' });
  const { data, error, isError, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useLines(filter);
  const lines = data?.pages.flat() ?? [];
  return (
    <Card
      title={t('audit.text')}
      className="stack"
      aside={
        <Button icon="download" onClick={() => location.assign(urlOf('exportAudit', { query: { format: 'csv' } }))}>
          {t('audit.export')}
        </Button>
      }
    >
      <Wholeness />
      <Filter filter={filter} lines={lines} />
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={240} />}
      {data !== undefined && lines.length === 0 && <p className="muted">{t('audit.none')}</p>}
      <ul className="audit-lines">
        {lines.map((line) => (
          <Line key={line.line} line={line} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="actions">
          <Button busy={isFetchingNextPage ? t('app.loading') : undefined} onClick={() => void fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </div>
      )}
    </Card>
  );
}

/** The page; only for those who may read the log. */
export function AuditPage(): ReactNode {
  const isPerson = useSession()?.state === 'signed-in';
  const may = useMay('audit.read') && isPerson;
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: t('audit.title') })} />
      <div className="page-head">
        <h1>{t('audit.title')}</h1>
      </div>
      {may ? <Log /> : <FailureNote failure={failureWords('audit.denied')} />}
    </>
  );
}
