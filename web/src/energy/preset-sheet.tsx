// Typical tariffs to begin with.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { TariffPreset } from '#api/tariffs.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { locale, t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, FailureNote, Marked, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { forgetLedger, presetsQuery } from './ledger.ts';

/** The name of a country by its code, in the language of the page. */
function countryName(code: string): string {
  return new Intl.DisplayNames(locale(), { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** A typical tariff to choose. */
export const presetOption = ({ id, name, country, currency }: TariffPreset) => ({
  value: id,
  label: `${name} · ${countryName(country)} · ${currency}`,
});

/** Those of a zone first. */
export const nearFirst = (presets: readonly TariffPreset[], timeZone: string): readonly TariffPreset[] =>
  presets.toSorted((one, other) => Number(other.zone === timeZone) - Number(one.zone === timeZone));

interface PresetSheetProps {
  readonly onEdit: (text: string) => void;
  readonly onClose: () => void;
}

function Preset({ preset, onEdit, onClose }: PresetSheetProps & { readonly preset: TariffPreset }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const use = useMutation({
    mutationFn: () =>
      call('saveTariff', { params: { site: site.id }, body: { text: preset.text, carbon: preset.carbon } }),
    onSuccess: ({ saved }) => {
      if (!saved) return;
      void forgetLedger(client, site.id);
      onClose();
    },
  });
  return (
    <>
      <p className="note">
        <Marked text={preset.notice} /> {t('energy.tariff.as-of', { date: preset.asOf })}
      </p>
      <pre className="code">{preset.text}</pre>
      {use.data !== undefined && use.data.problems.length > 0 && (
        <p className="problem">{use.data.problems.map(({ why }) => why).join(' ')}</p>
      )}
      {use.isError && <FailureNote failure={failureOf(use.error)} />}
      <div className="actions">
        <Button onClick={() => onEdit(preset.text)}>{t('energy.tariff.edit')}</Button>
        <Button look="primary" busy={use.isPending ? t('energy.tariff.using') : undefined} onClick={() => use.mutate()}>
          {t('energy.tariff.use')}
        </Button>
      </div>
    </>
  );
}

/** The choice among them, those of the home's zone first. */
export function PresetSheet(props: PresetSheetProps): ReactNode {
  const site = useSite();
  const { data, error, isError, refetch } = useQuery(presetsQuery);
  const [picked, setPicked] = useState<string>();
  const presets = nearFirst(data ?? [], site.timeZone);
  const preset = presets.find(({ id }) => id === picked);
  return (
    <Sheet title={t('energy.tariff.presets-title')} onClose={props.onClose}>
      <p>{t('energy.tariff.presets-text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={120} />}
      {data !== undefined && (
        <Choice
          label={t('energy.tariff.country')}
          options={presets.map(presetOption)}
          value={picked}
          placeholder={t('settings.choose')}
          onChange={setPicked}
        />
      )}
      {preset !== undefined && <Preset key={preset.id} preset={preset} {...props} />}
    </Sheet>
  );
}
