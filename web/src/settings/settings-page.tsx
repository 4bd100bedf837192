// What is chosen once for a home and rarely changed: its tariff, how its energy is counted, corrections, and its history as a file.
import { useState, type ReactNode } from 'react';
import { ChoicesCard } from '../energy/choices-card.tsx';
import { ExportSheet } from '../energy/export-sheet.tsx';
import { MisdatedCard } from '../energy/misdated-card.tsx';
import { RepairsCard } from '../energy/repairs-card.tsx';
import { spanQuery } from '../energy/span.ts';
import { TariffCard } from '../energy/tariff-card.tsx';
import { useToday } from '../energy/use-today.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { HealthCard } from './health-card.tsx';
import { MonitoringCard } from './monitoring-card.tsx';
import { OutputsCard } from '../outputs/outputs-card.tsx';
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

/** The cards of the page in their order: new settings of a home are added here. */
const cards = [
  HealthCard,
  TariffCard,
  ChoicesCard,
  MisdatedCard,
  RepairsCard,
  ExportCard,
  OutputsCard,
  MonitoringCard,
] as const;

/** The page of settings of a home. */
export function SettingsPage(): ReactNode {
  const site = useSite();
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: `${t('site-settings.title')} · ${site.name}` })} />
      <div className="page-head">
        <h1>{t('site-settings.title')}</h1>
        <p className="muted">{t('site-settings.text', { home: site.name })}</p>
      </div>
      <div className="settings-page">
        {cards.map((Each) => (
          <FailureBoundary key={Each.name}>
            <Each />
          </FailureBoundary>
        ))}
      </div>
    </>
  );
}
