// Where values may go besides: Home Assistant where it shows itself, with one press; all other kinds are in the settings.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FoundProgram } from '#api/set-up.ts';
import { call, failureOf } from '../api.ts';
import { changeOf, draftOf, fieldsOf } from '../outputs/output-draft.ts';
import { outputKindsQuery, outputsQuery } from '../outputs/queries.ts';
import { foundProgramsQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { ProgramAccount } from '../setup/broker-help.tsx';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, FailureNote } from '../ui/parts.tsx';

const kind = 'home-assistant';

/** Adds the output as it is usual: to the broker of the home, every device, nothing to be set from there. */
function useGive() {
  const { id: site } = useSite();
  const client = useQueryClient();
  const { data: kinds } = useQuery(outputKindsQuery);
  const give = useMutation({
    mutationFn: (known: NonNullable<typeof kinds>) => {
      const draft = { ...draftOf(known, undefined, kind), name: 'Home Assistant' };
      return call('addOutput', { params: { site }, body: changeOf(draft, fieldsOf(known, kind)) });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: outputsQuery(site).queryKey }),
  });
  return { give, kinds };
}

function Found({ program: { at, name, host = '' } }: { readonly program: FoundProgram }): ReactNode {
  const { give, kinds } = useGive();
  return (
    <section className="found-program" aria-labelledby="found-program">
      <span className="badge plain">
        <Icon name="home" size={24} />
      </span>
      <div>
        <h2 id="found-program">{t('story.outputs.found')}</h2>
        {name !== undefined && <p className="muted">{name}</p>}
        <p>{at === 'broker' ? t('story.outputs.at-broker') : t('story.outputs.at-network', { host })}</p>
        {give.isError && <FailureNote failure={failureOf(give.error)} />}
      </div>
      <div className="actions">
        <Button
          look="primary"
          disabled={kinds === undefined}
          busy={give.isPending ? t('outputs.saving') : undefined}
          onClick={() => {
            if (kinds !== undefined) give.mutate(kinds);
          }}
        >
          {t('story.outputs.give')}
        </Button>
      </div>
    </section>
  );
}

/** The step. */
export function OutputsStep(): ReactNode {
  const { id } = useSite();
  const mayManage = useMay('site.manage');
  const mayBroker = useMay('broker.manage');
  const found = useQuery({ ...foundProgramsQuery, enabled: mayManage });
  const outputs = useQuery({ ...outputsQuery(id), enabled: mayManage });
  const isGiven = outputs.data?.outputs.some(({ settings }) => settings.kind === kind) === true;
  const [program] = found.data ?? [];
  const failed = [found, outputs].find(({ isError }) => isError);
  return (
    <section className="card">
      <h1>{t('story.outputs.title')}</h1>
      <p className="muted">{t('story.outputs.text')}</p>
      {failed !== undefined && <FailureNote failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />}
      <div aria-live="polite">
        {isGiven && <p className="good">{t('story.outputs.given')}</p>}
        {!isGiven && found.isSuccess && program === undefined && <p className="note">{t('story.outputs.none')}</p>}
      </div>
      {!isGiven && outputs.isSuccess && program !== undefined && <Found program={program} />}
      {mayBroker && (isGiven || program?.at === 'network') && <ProgramAccount />}
      <p>
        <Link to="/sites/$site/settings" params={{ site: id }} search={{ part: 'connections' }}>
          {t('story.outputs.all')}
        </Link>
      </p>
    </section>
  );
}
