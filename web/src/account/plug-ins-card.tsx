// Plug-ins of whoever runs the installation: what each is, what is wrong with it, and whether it may open connections.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PlugIn } from '#api/plug-ins.ts';
import { call, failureOf } from '../api.ts';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';
import { momentWords } from './dates.ts';

const plugInsQuery = queryOptions({
  queryKey: ['plug-ins'],
  queryFn: ({ signal }) => call('listPlugIns', { signal }),
});

const kinds = {
  protocol: () => t('plugins.kind.protocol'),
  output: () => t('plugins.kind.output'),
  action: () => t('plugins.kind.action'),
} as const;

/** What a plug-in is, in a line. */
const aboutOf = ({ file, kind, id }: PlugIn): string =>
  kind === undefined ? file : t('plugins.about', { kind: kinds[kind](), id: id ?? '', file });

interface RowProps {
  readonly plugIn: PlugIn;
  readonly isBusy: boolean;
  readonly onAllow: (isAllowed: boolean) => void;
}

function PlugInRow({ plugIn, isBusy, onAllow }: RowProps): ReactNode {
  const { file, title, problem, network, trouble } = plugIn;
  const name = title ?? file;
  return (
    <li>
      <div>
        <h3>{name}</h3>
        <p className="muted">{aboutOf(plugIn)}</p>
        {problem !== undefined && <p className="problem">{t('plugins.left-out', { reason: reasonText(problem) })}</p>}
        {trouble !== undefined && (
          <p className="problem">
            {t('plugins.trouble', { time: momentWords(trouble.atMs), reason: reasonText(trouble.reason) })}
          </p>
        )}
        {network !== 'none' && <p className="muted">{t(`plugins.network.${network}`)}</p>}
      </div>
      {network !== 'none' && (
        <Button
          look={network === 'asked' ? 'plain' : 'danger'}
          aria-label={t(network === 'asked' ? 'plugins.allow-of' : 'plugins.deny-of', { name })}
          disabled={isBusy}
          onClick={() => onAllow(network === 'asked')}
        >
          {t(network === 'asked' ? 'plugins.allow' : 'plugins.deny')}
        </Button>
      )}
    </li>
  );
}

/** The card. */
export function PlugInsCard(): ReactNode {
  const client = useQueryClient();
  const { data, error, isError, refetch } = useQuery(plugInsQuery);
  const allow = useMutation({
    mutationFn: ({ file, isAllowed }: { readonly file: string; readonly isAllowed: boolean }) =>
      call('allowPlugIn', { params: { file }, body: { isAllowed } }),
    onSettled: () => client.invalidateQueries({ queryKey: plugInsQuery.queryKey }),
  });
  return (
    <Card title={t('plugins.title')}>
      <p className="muted">{t('plugins.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {allow.isError && <FailureNote failure={failureOf(allow.error)} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data?.plugIns.length === 0 && <p className="muted">{t('plugins.none')}</p>}
      <ul className="rows">
        {data?.plugIns.map((plugIn) => (
          <PlugInRow
            key={plugIn.file}
            plugIn={plugIn}
            isBusy={allow.isPending}
            onAllow={(isAllowed) => allow.mutate({ file: plugIn.file, isAllowed })}
          />
        ))}
      </ul>
    </Card>
  );
}
