// What is shown, as a picture or as a file.
import { useRef, type ReactNode } from 'react';
import { urlOf } from '../api.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import type { LineKey, Stretch } from './view.ts';

/** Lines of the home's own are made of these. */
const madeOf = ['pv.power', 'load.power', 'battery.power', 'grid.power', 'battery.soc'];

interface DownloadProps {
  readonly lines: readonly LineKey[];
  readonly stretch: Stretch;
  readonly stepMs: number;
  /** Makes the picture, as a data URL; absent: none is shown. */
  readonly take: (() => string) | undefined;
}

/** The bytes of a data URL, as an address of this page that can be kept as a file. */
function objectUrlOf(dataUrl: string): string {
  const text = atob(dataUrl.slice(dataUrl.indexOf(',') + 1));
  const bytes = Uint8Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  return URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
}

/** The menu. */
export function Download({ lines, stretch, stepMs, take }: DownloadProps): ReactNode {
  const site = useSite();
  const anchor = useRef<HTMLAnchorElement>(null);
  const devices = lines.flatMap(({ device }) => device ?? []);
  const metrics = lines.flatMap(({ device, metric }) => (device === undefined ? madeOf : metric));
  const address = (format: 'csv-wide' | 'xlsx'): string =>
    urlOf('exportHistory', {
      params: { site: site.id },
      query: {
        format,
        from: String(stretch.fromMs),
        to: String(stretch.toMs),
        metrics: [...new Set(metrics)].join(','),
        // With a line of the home's own, the devices it is made of are wanted too.
        ...(devices.length === lines.length ? { devices: [...new Set(devices)].join(',') } : {}),
        step: `${Math.max(1, Math.round(stepMs / 1000))}s`,
        times: 'local',
      },
    });
  const save = (): void => {
    const made = take?.();
    const link = anchor.current;
    if (made === undefined || link === null) return;
    const url = objectUrlOf(made);
    link.href = url;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <fieldset className="chart-downloads">
      <legend className="hidden">{t('charts.download')}</legend>
      <button type="button" className="button quiet" onClick={save}>
        {t('charts.picture')}
      </button>
      <a ref={anchor} hidden download={`${site.id}-chart.png`} href="data:,">
        {t('charts.picture')}
      </a>
      <a className="button quiet" href={address('csv-wide')} download>
        {t('charts.csv')}
      </a>
      <a className="button quiet" href={address('xlsx')} download>
        {t('charts.xlsx')}
      </a>
    </fieldset>
  );
}
