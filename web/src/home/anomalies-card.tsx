// What is not as usual at a home: a sentence each, since when, what to check. Without findings nothing is shown.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Anomaly } from '#api/anomalies.ts';
import type { Site } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { useLiveState } from '../live-hooks.ts';
import { anomaliesQuery } from '../queries.ts';
import { useMay } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';

interface RowProps {
  readonly site: Site;
  readonly anomaly: Anomaly;
  readonly mayDismiss: boolean;
}

function AnomalyRow({ site, anomaly, mayDismiss }: RowProps): ReactNode {
  const client = useQueryClient();
  const devices = useLiveState((state) => state.devices);
  const { id, device, fromMs, severity, reason, advice } = anomaly;
  const why = reasonText(reason, site.timeZone);
  const name = devices?.find((each) => each.id === device)?.name ?? device;
  const dismissal = useMutation({
    mutationFn: () => call('dismissAnomaly', { params: { site: site.id, id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: anomaliesQuery(site.id).queryKey }),
  });
  return (
    <li>
      <p>
        <strong>{t(`anomalies.severity.${severity}`)}</strong> {why}
      </p>
      <p className="muted">
        {name}, {t('anomalies.since', { moment: momentText(fromMs, site.timeZone) })}. {reasonText(advice)}
      </p>
      {mayDismiss && (
        <div className="actions">
          <Button
            look="quiet"
            aria-label={`${t('anomalies.dismiss')}: ${why}`}
            busy={dismissal.isPending ? t('anomalies.dismissing') : undefined}
            onClick={() => dismissal.mutate()}
          >
            {t('anomalies.dismiss')}
          </Button>
        </div>
      )}
      {dismissal.error !== null && <FailureNote failure={failureOf(dismissal.error)} />}
    </li>
  );
}

/** Findings that last and were not dismissed; a server that does not answer is reported elsewhere. */
export function AnomaliesCard({ site }: { readonly site: Site }): ReactNode {
  const { data = [] } = useQuery(anomaliesQuery(site.id));
  const mayDismiss = useMay('anomaly.dismiss');
  if (data.length === 0) return null;
  return (
    <Card title={t('anomalies.title')} className="anomalies">
      <ul className="anomaly-list">
        {data.map((anomaly) => (
          <AnomalyRow key={anomaly.id} site={site} anomaly={anomaly} mayDismiss={mayDismiss} />
        ))}
      </ul>
    </Card>
  );
}
