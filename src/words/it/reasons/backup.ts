// Italian: why a backup cannot be made, kept or restored.
import type { backupReasons as english } from '#core/reasons/backup.ts';
import type { Texts } from '../../language.ts';

/** Italian, by code. */
export const backupReasons: Texts<typeof english> = {
  'backup.not-one': 'non è un backup di Solstead',
  'backup.cut': 'il file finisce troppo presto: ne manca una parte',
  'backup.passphrase': 'la passphrase è sbagliata, o l’inizio del file è danneggiato',
  'backup.needs-passphrase': 'è cifrato: indicare la sua passphrase',
  'backup.sealed-otherwise': 'è cifrato con una chiave, non con una passphrase',
  'backup.work-factor':
    'aprirlo richiederebbe più memoria di quella ammessa (fattore di lavoro {found}; al massimo {most})',
  'backup.part': 'la parte {part} è danneggiata',
  'backup.changed': 'i byte da circa {at, number} in poi non sono quelli che sono stati scritti',
  'backup.version': 'è della versione {version}; questo Solstead conosce {known}',
  'backup.form': 'contiene {part} nella forma {form}, che questo Solstead non conosce',
  'backup.name': 'contiene una parte con il nome {name}, che nessun backup ha',
  'backup.order': 'la parte {part} non è al suo posto',
  'backup.too-large': 'la parte {part} ha {bytes, number} byte; ne sono ammessi al massimo {most, number}',
  'backup.swells': 'si gonfia a più di {ratio, number} volte la sua dimensione: non è un backup',
  'backup.too-many': 'ha più di {most, number} parti di un tipo',
  'backup.counts': 'dovrebbe contenere {known} di {part}, e ne contiene {found}',
  'backup.room': 'servono {needed, number} byte, e ne sono liberi {free, number}',
  'backup.has-data': 'la casa presente ha già dati',
  'backup.short-passphrase': 'una passphrase richiede almeno {least} caratteri',
  'backup.no-passphrase':
    'non è stata data nessuna passphrase: usare --passphrase-file o SOLSTEAD_BACKUP_PASSPHRASE, o eseguirlo in un terminale, dove viene chiesta',
  'backup.not-arrived': 'ciò che è arrivato non è ciò che è stato inviato ({sent, number} byte)',
  'backup.place-answer': 'ha risposto {status} a {method}',
  'backup.place-metadata': 'questo indirizzo appartiene al data center e non accetta backup',
  'help.place-metadata': 'Nominare l’indirizzo del server che conserva i backup.',
  'backup.place-said': 'ha risposto {status} a {method}: {said}',
  'backup.host-key': 'la chiave dell’host è {found}; prima era {known}',
  'backup.absolute': 'il percorso della cartella deve essere intero, dalla radice',
  'backup.no-folder': 'questa cartella non esiste: crearla, o montare il disco o la condivisione in cui si trova',
  'backup.not-mounted':
    'non è la cartella usata prima, perché {file} non vi si trova: montare il disco o la condivisione; se ora è un’altra, rimuovere il luogo, salvare e aggiungerlo di nuovo',
  'backup.host-key-new':
    'l’host mostra la chiave {found}, che nessuno ha nominato: confrontarla con quella dell’host stesso, e nominarla con --host-key',
  'backup.place-address':
    'scrivere un luogo come {forms}; password e chiavi vengono da --secret-file o SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'l’ultimo backup non è riuscito: {reason}',
  'backup.see-page': 'non è arrivato in ogni luogo; la sua pagina Backup dice perché',
  'backup.exists': 'c’è già un file con questo nome; resta com’è',
  'backup.running': 'ce n’è uno in corso',
  'backup.no-such': 'non c’è {name}',
  'backup.set-passphrase': 'non è ancora stata impostata una passphrase per i backup',
  'backup.place-field': '{field} manca o è sbagliato',
  'backup.no-desk': 'di questa casa non si fanno backup: è simulata',
  'backup.no-upload': 'con questo nome non è stato inviato nulla',
  'backup.uploading':
    'qualcun altro sta inviando un backup; se non arriva altro, se ne può inviare un altro tra {minutes, plural, one {# minuto} many {# di minuti} other {# minuti}}',
  'backup.upload-offset': 'il prossimo byte va in {at, number}',
  'backup.history-folder': 'uno storico ripristinato va nella cartella dei dati stessa, o su un server',
  'backup.servers':
    'prima va terminato un ripristino: avviare con gli stessi indirizzi di registri e storico che aveva',
};
