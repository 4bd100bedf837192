// Polish: readings to and from another Solstead.
import type { Texts } from '../language.ts';
import type { uplinkWords as english } from '../en/uplink.ts';

/** Polish, by code. */
export const uplinkWords: Texts<typeof english> = {
  'uplink.title': 'Przesyłanie odczytów do innego Solsteada',
  'uplink.text':
    'Wszystko, co mierzy ten dom, i nazwy jego urządzeń trafia także do innego Solsteada: w piwnicy, u rodziny, u kogoś, kto się nim opiekuje. Osoby, hasła, pieniądze i dziennik zostają tutaj. Gdy łącza nie ma, nic nie ginie: zostanie wysłane, gdy wróci.',
  'uplink.address': 'Adres',
  'uplink.address-hint':
    'Na przykład wss://hub.example.com:8000 lub wss://hub.example.com/api/v1/uplink dla głównego portu.',
  'uplink.client-id': 'Id klienta',
  'uplink.client-id-hint': 'Drugi Solstead pokazuje je wraz z sekretem, gdy pozwala temu domowi przesyłać.',
  'uplink.secret': 'Sekret',
  'uplink.secret-kept': 'Sekret jest zapisany. Puste pole go zachowuje.',
  'uplink.ca': 'Urząd certyfikacji (PEM)',
  'uplink.ca-hint': 'Tylko jeśli drugi Solstead ma certyfikat własnej roboty; inaczej puste.',
  'uplink.form': 'Postać wiadomości',
  'uplink.form.solstead': 'Solstead',
  'uplink.form.documented': 'SolarAutopilot: bez potwierdzeń, bez poleceń',
  'uplink.commands': 'Polecenia stamtąd',
  'uplink.commands.no': 'Żadne',
  'uplink.commands.yes': 'Tamtejsze osoby mogą tu nastawiać to, co nie jest niebezpieczne',
  'uplink.test': 'Testuj',
  'uplink.testing': 'Testowanie…',
  'uplink.works': 'Działa: {hub} odpowiedział po {ms, number} ms. Nic nie wysłano.',
  'uplink.works-clock': 'Jego zegar i zegar tego domu różnią się o {seconds, number} s.',
  'uplink.save': 'Zapisz i przesyłaj',
  'uplink.saving': 'Zapisywanie…',
  'uplink.end': 'Zakończ uplink',
  'uplink.given': 'Ustawia się go tam, gdzie uruchamiany jest Solstead, opcjami lub w środowisku.',
  'uplink.state.connected': 'Połączono z {hub} od {time}',
  'uplink.state.connecting': 'Brak połączenia od {time}; kolejne próby trwają',
  'uplink.state.refused': 'Niewpuszczony od {time}: należy sprawdzić id klienta i sekret',
  'uplink.sent': '{sent, number} wysłano i tam zachowano, {waiting, number} czeka tutaj',
  'uplink.dropped': 'Utracono {count, number}, bo za wiele musiało czekać',
  'uplink.not-taken': 'Nie przyjęto tam wartości: {count, number}',
  'uplink.trouble': '{time}: {reason}',
  'far-homes.title': 'Domy, które przesyłają tutaj',
  'far-homes.text':
    'Inne domy przesyłają tu swoje odczyty, każdy z własnym kontem; ich urządzenia pojawiają się w domu, dla którego jest to konto.',
  'far-homes.none': 'Żaden dom jeszcze tu nie przesyła.',
  'far-homes.add': 'Pozwól domowi przesyłać tutaj',
  'far-homes.name': 'Nazwa domu',
  'far-homes.site': 'Odczyty przyjmuje',
  'far-homes.make': 'Utwórz konto',
  'far-homes.making': 'Tworzenie konta…',
  'far-homes.made':
    'Należy to wpisać w drugim domu. Adres jest tym, którego używa ta przeglądarka; sekret jest pokazywany tylko ten raz.',
  'far-homes.connected': 'Połączony od {time}, z {from}',
  'far-homes.away': 'Niepołączony',
  'far-homes.heard': 'Niepołączony; ostatnio słyszany {time}',
  'far-homes.counts':
    '{devices, plural, one {# urządzenie} few {# urządzenia} many {# urządzeń} other {# urządzenia}}, przyjęte wiadomości: {taken, number}, odrzucone wartości: {refused, number}',
  'far-homes.into': 'Do domu {home}',
  'far-homes.renew': 'Nowy sekret',
  'far-homes.renew-of': 'Nowy sekret dla {name}',
};
