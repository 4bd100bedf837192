// Dutch: what looks unusual, and what to do about it.
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind':
    '{metric} geeft {loss, number, percent} minder dan voorheen, vergeleken met de andere strings onder dezelfde zon.',
  'anomaly.under-production':
    'Zelfs de helderste uren van {days, plural, one {# heldere dag} other {# heldere dagen}} gaven {loss, number, percent} minder zonnevermogen dan dezelfde zon eerder gaf.',
  'anomaly.no-production':
    'De zon staat al {hours, plural, one {# uur} other {# uur}} hoog en de panelen geven {value}; hun beste was {peak}.',
  'anomaly.jump': '{metric} ging van {was} naar {is}, sneller dan mogelijk is.',
  'anomaly.spikes':
    '{metric} sprong binnen een dag {count, plural, one {# keer} other {# keer}} weg en terug, de laatste keer van {was} naar {is}.',
  'anomaly.stuck': '{metric} toont al {hours, plural, one {# uur} other {# uur}} precies {value}.',
  'anomaly.drift':
    '{metric} klopt niet meer met de andere meters: de energiebalans van het huis is met {share, number, percent} van deze waarde verschoven.',
  'anomaly.unusual':
    '{metric} zit al {hours, plural, one {# uur} other {# uur}} ver {side, select, above {boven} other {onder}} wat op deze tijd van de dag gewoon is: {observed} in plaats van ongeveer {expected}.',
  'anomaly.cell-spread':
    'De cellen liggen {observed} uiteen, meer dan de {most} die bij dit laadniveau mag; {metric} is de laagste.',
  'anomaly.cell-weak':
    '{metric} is al {days, plural, one {# dag} other {# dagen}} de {place, select, low {laagste} other {hoogste}} cel, ongeveer {by} van de mediaan.',
  'anomaly.cell-growing':
    'De cellen lopen al {weeks, plural, one {# week} other {# weken}} uiteen, met {growth} per week, en liggen nu {value} uiteen.',
  'advice.string': 'Zoek op deze string naar schaduw of vuil, een doorgebrande zekering of een losse connector.',
  'advice.panels': 'Zoek naar vuil, bladeren, sneeuw of nieuwe schaduw op de panelen, en naar een string die uit is.',
  'advice.inverter':
    'Kijk bij de omvormer: staat hij aan, toont hij een storing, is de DC-schakelaar dicht, ligt er sneeuw op de panelen?',
  'advice.wiring':
    'Controleer stekkers en kabels van de sensor; springt een laadniveau, laad de batterij dan één keer helemaal vol om het te herstellen.',
  'advice.sensor':
    'Controleer de sensor en zijn kabel; herstart het apparaat als zijn andere waarden ook niet veranderen.',
  'advice.clamp':
    'Controleer of de stroomklem dicht is en om de juiste draad zit, en vergelijk met de meter van de netbeheerder.',
  'advice.fans': 'Controleer of de ventilatoren draaien en de lucht vrij kan stromen.',
  'advice.consumers': 'Misschien is er iemand thuis of juist weg, of bleef er iets aan: kijk wat er ingeschakeld is.',
  'advice.balance':
    'Laad helemaal vol en laat de batterij enkele uren balanceren; controleer de schroeven van die cel.',
  'advice.weak-cell':
    'Laat de batterij vol balanceren; helpt dat niet, dan veroudert de cel of haar aansluiting sneller dan de andere.',
  'advice.charge-weekly':
    'Laad één keer per week helemaal vol, lang genoeg om te balanceren, en let op welke cel voorloopt.',
};
