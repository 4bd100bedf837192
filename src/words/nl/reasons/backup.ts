// Dutch: why a backup cannot be made or used.
import type { backupReasons as english } from '#core/reasons/backup.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const backupReasons: Texts<typeof english> = {
  'backup.not-one': 'het is geen back-up van Solstead',
  'backup.cut': 'het bestand eindigt te vroeg: een deel ervan ontbreekt',
  'backup.passphrase': 'de wachtzin is verkeerd, of de kop van het bestand is beschadigd',
  'backup.needs-passphrase': 'het is versleuteld: geef de wachtzin',
  'backup.sealed-otherwise': 'het is versleuteld met een sleutel, niet met een wachtzin',
  'backup.work-factor': 'openen zou meer geheugen kosten dan is toegestaan (werkfactor {found}; hoogstens {most})',
  'backup.part': 'het deel {part} is beschadigd',
  'backup.changed': 'de bytes vanaf ongeveer {at, number} zijn niet die welke zijn geschreven',
  'backup.version': 'het is van versie {version}; deze Solstead kent {known}',
  'backup.form': 'het bevat {part} in de vorm {form}, die deze Solstead niet kent',
  'backup.name': 'het bevat een deel met de naam {name}, dat geen back-up heeft',
  'backup.order': 'het deel {part} staat niet waar het hoort',
  'backup.too-large': 'het deel {part} heeft {bytes, number} bytes; hoogstens {most, number} zijn toegestaan',
  'backup.swells': 'het zwelt op tot meer dan {ratio, number} keer zijn grootte: het is geen back-up',
  'backup.too-many': 'het heeft meer dan {most, number} delen van één soort',
  'backup.counts': 'het zou {known} van {part} moeten bevatten, en bevat {found}',
  'backup.room': 'het heeft {needed, number} bytes nodig, en {free, number} zijn vrij',
  'backup.has-data': 'het huis daar heeft al gegevens',
  'backup.short-passphrase': 'een wachtzin heeft minstens {least} tekens nodig',
  'backup.no-passphrase':
    'er is geen wachtzin gegeven: gebruik --passphrase-file of SOLSTEAD_BACKUP_PASSPHRASE, of voer het uit in een terminal, waar ernaar wordt gevraagd',
  'backup.not-arrived': 'wat aankwam, is niet wat is verzonden ({sent, number} bytes)',
  'backup.place-answer': 'het antwoordde {status} op {method}',
  'backup.place-metadata': 'dit adres hoort bij het datacenter en neemt geen back-ups aan',
  'help.place-metadata': 'Noem het adres van de server die de back-ups bewaart.',
  'backup.place-said': 'het antwoordde {status} op {method}: {said}',
  'backup.host-key': 'de sleutel van de host is {found}; eerder was het {known}',
  'backup.absolute': 'het pad van de map moet volledig zijn, vanaf de root',
  'backup.no-folder': 'die map bestaat niet: maak haar, of koppel de schijf of share aan waarop ze staat',
  'backup.not-mounted':
    'dit is niet de map die eerder werd gebruikt, want {file} zit er niet in: koppel de schijf of share aan; is het nu een andere, verwijder de plek dan, sla op en voeg haar weer toe',
  'backup.host-key-new':
    'de host toont de sleutel {found}, die niemand heeft genoemd: vergelijk die met de sleutel van de host zelf, en noem hem met --host-key',
  'backup.place-address':
    'schrijf een plek als {forms}; wachtwoorden en sleutels komen uit --secret-file of SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'de laatste back-up is mislukt: {reason}',
  'backup.see-page': 'hij kwam niet op elke plek aan; de pagina Back-ups zegt waarom',
  'backup.exists': 'er is al een bestand met deze naam; het blijft zoals het is',
  'backup.running': 'er loopt er al een',
  'backup.no-such': 'er is geen {name}',
  'backup.set-passphrase': 'er is nog geen wachtzin voor back-ups ingesteld',
  'backup.place-field': '{field} ontbreekt of is verkeerd',
  'backup.no-desk': 'van dit huis wordt geen back-up gemaakt: het is gesimuleerd',
  'backup.no-upload': 'onder deze naam is niets verzonden',
  'backup.uploading':
    'iemand anders stuurt een back-up; komt er niets meer, dan kan over {minutes, plural, one {# minuut} other {# minuten}} een andere worden gestuurd',
  'backup.upload-offset': 'de volgende byte hoort op {at, number}',
  'backup.history-folder': 'een teruggezette historie gaat naar de gegevensmap zelf, of naar een server',
  'backup.servers':
    'eerst moet een herstel worden afgemaakt: start met dezelfde adressen van gegevens en historie als toen',
};
