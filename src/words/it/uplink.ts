// Italian: the uplink.
import type { Texts } from '../language.ts';
import type { uplinkWords as english } from '../en/uplink.ts';

/** Italian, by code. */
export const uplinkWords: Texts<typeof english> = {
  'uplink.title': 'Inviare le letture a un altro Solstead',
  'uplink.text':
    'Tutto ciò che questa casa misura, e i nomi dei suoi dispositivi, va anche a un altro Solstead: uno in cantina, in famiglia, presso chi se ne occupa. Persone, password, denaro e log restano qui. Se la linea cade non si perde nulla: viene inviato quando la linea torna.',
  'uplink.address': 'Indirizzo',
  'uplink.address-hint':
    'Come wss://hub.example.com:8000, o wss://hub.example.com/api/v1/uplink per la sua porta principale.',
  'uplink.client-id': 'Id del client',
  'uplink.client-id-hint': 'Lo mostra l’altro Solstead, con il segreto, quando permette a questa casa di inviare.',
  'uplink.secret': 'Segreto',
  'uplink.secret-kept': 'C’è un segreto salvato. Lasciare vuoto per mantenerlo.',
  'uplink.ca': 'Autorità di certificazione (PEM)',
  'uplink.ca-hint': 'Solo se l’altro Solstead ha un certificato fatto in proprio; altrimenti lasciare vuoto.',
  'uplink.form': 'Forma dei messaggi',
  'uplink.form.solstead': 'Solstead',
  'uplink.form.documented': 'SolarAutopilot: senza conferme, senza comandi',
  'uplink.commands': 'Comandi da lì',
  'uplink.commands.no': 'Nessuno',
  'uplink.commands.yes': 'Le persone di là possono impostare ciò che qui non è pericoloso',
  'uplink.test': 'Prova',
  'uplink.testing': 'Prova in corso…',
  'uplink.works': 'Funziona: {hub} ha risposto in {ms, number} ms. Non è stato inviato nulla.',
  'uplink.works-clock': 'Il suo orologio e quello di questa casa differiscono di {seconds, number} s.',
  'uplink.save': 'Salva e invia',
  'uplink.saving': 'Salvataggio…',
  'uplink.end': 'Termina l’uplink',
  'uplink.given': 'È impostato dove si avvia Solstead, con opzioni o con l’ambiente.',
  'uplink.state.connected': 'Connesso a {hub} da {time}',
  'uplink.state.connecting': 'Non connesso da {time}; si riprova',
  'uplink.state.refused': 'Respinto da {time}: controllare id del client e segreto',
  'uplink.sent': '{sent, number} inviati e conservati lì, {waiting, number} in attesa qui',
  'uplink.dropped': '{count, number} sono andati persi, perché troppi dovevano attendere',
  'uplink.not-taken': '{count, number} valori non sono stati accettati lì',
  'uplink.trouble': '{time}: {reason}',
  'far-homes.title': 'Case che inviano qui',
  'far-homes.text':
    'Altre case inviano qui le loro letture, ognuna con un proprio account; i loro dispositivi compaiono nella casa a cui serve l’account.',
  'far-homes.none': 'Nessuna casa invia ancora qui.',
  'far-homes.add': 'Permetti a una casa di inviare',
  'far-homes.name': 'Nome della casa',
  'far-homes.site': 'Riceve le sue letture',
  'far-homes.make': 'Crea l’account',
  'far-homes.making': 'Creazione dell’account…',
  'far-homes.made':
    'Inserire questi dati nell’altra casa. L’indirizzo è quello usato dal browser; il segreto viene mostrato solo questa volta.',
  'far-homes.connected': 'Connessa da {time}, da {from}',
  'far-homes.away': 'Non connessa',
  'far-homes.heard': 'Non connessa; ultimo contatto {time}',
  'far-homes.counts':
    '{devices, plural, one {# dispositivo} many {# di dispositivi} other {# dispositivi}}, {taken, number} messaggi accettati, {refused, number} valori rifiutati',
  'far-homes.into': 'In {home}',
  'far-homes.renew': 'Nuovo segreto',
  'far-homes.renew-of': 'Nuovo segreto per {name}',
};
