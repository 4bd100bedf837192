// What is chosen once for a home and rarely changed: its tariff, how its energy is counted, corrections, and its history as a file.
import { useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { ChoicesCard } from '../energy/choices-card.tsx';
import { ExportSheet } from '../energy/export-sheet.tsx';
import { MisdatedCard } from '../energy/misdated-card.tsx';
import { RepairsCard } from '../energy/repairs-card.tsx';
import { spanQuery } from '../energy/span.ts';
import { TariffCard } from '../energy/tariff-card.tsx';
import { useToday } from '../energy/use-today.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { KiosksCard } from '../kiosk/kiosks-card.tsx';
import { HealthCard } from './health-card.tsx';
import { MonitoringCard } from './monitoring-card.tsx';
import { idOfPart, type SettingsPart } from './part-search.ts';
import { PredecessorCard } from '../predecessor/predecessor-card.tsx';
import { SettingsIndex } from './settings-index.tsx';
import { useSettingsParts } from './use-settings-parts.ts';
import { OutputsCard } from '../outputs/outputs-card.tsx';
import { StatisticsCard } from '../outputs/statistics-card.tsx';
import { FailureBoundary } from '../ui/failure-boundary.tsx';
import { Button, Card, PageTitle } from '../ui/parts.tsx';

function ExportCard(): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const today = useToday();
  return (
    <Card
      title={t('energy.export.title')}
      aside={
        <Button icon="download" onClick={() => setIsOpen(true)}>
          {t('energy.export.open')}
        </Button>
      }
    >
      <p>{t('energy.export.text')}</p>
      {isOpen && (
        <ExportSheet
          query={spanQuery({ width: 'year', date: today }, today)}
          today={today}
          onClose={() => setIsOpen(false)}
        />
      )}
    </Card>
  );
}

/** The cards of each part in their order: new settings of a home are added here. */
const cards = {
  energy: [TariffCard, ChoicesCard, MisdatedCard, RepairsCard],
  connections: [OutputsCard, StatisticsCard, MonitoringCard, KiosksCard],
  history: [ExportCard, PredecessorCard],
} as const satisfies Readonly<Record<SettingsPart, readonly ComponentType[]>>;

/** Shows the part that the address names. */
function useNamedPart(): void {
  const { part } = useSearch({ from: '/sites/$site/settings' });
  useEffect(() => {
    if (part !== undefined) document.getElementById(idOfPart(part))?.scrollIntoView();
  }, [part]);
}

/** The page of settings of a home, with the way to all others. */
export function SettingsPage(): ReactNode {
  const site = useSite();
  const parts = useSettingsParts();
  useNamedPart();
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: `${t('site-settings.title')} · ${site.name}` })} />
      <div className="page-head">
        <h1>{t('site-settings.title')}</h1>
        <p className="muted">{t('site-settings.text', { home: site.name })}</p>
      </div>
      <FailureBoundary>
        <HealthCard />
      </FailureBoundary>
      <SettingsIndex />
      {parts.map((part) => (
        <section key={part} id={idOfPart(part)} className="account-part">
          <h2 className="part-title">{t(`site-settings.part.${part}`)}</h2>
          <div className="settings-page">
            {cards[part].map((Each) => (
              <FailureBoundary key={Each.name}>
                <Each />
              </FailureBoundary>
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
