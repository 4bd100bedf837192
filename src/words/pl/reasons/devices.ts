// Polish: what a device has not, and what a value may be.
import type { devicesReasons as english } from '#core/reasons/devices.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'nie podało powodu',
  'word.near': '{reason}; czy chodziło o {near}?',
  'word.known': '{reason}; jest {known}',
  'device.no-setting': '{id} nie ma takiego ustawienia',
  'device.query-sets':
    '{id} ma {setting} jako ustawienie, a pytanie niczego nie nastawia: należy użyć `solstead set {setting}`',
  'device.no-query': '{id} nie ma takiego zapytania',
  'device.no-set-point': '{id} nie ma takiej nastawy',
  'device.no-set-points': 'na {id} nie można ustawić żadnej nastawy z katalogu',
  'device.no-command': '{id} nie ma takiego polecenia ani zgłoszenia',
  'device.no-report': '{id} nie ma takiego zgłoszenia',
  'protocol.none': 'nie ma takiego protokołu',
  'protocol.broken':
    'jego plik ma problemy: {problem}{more, plural, =0 {} one { (i jeszcze jeden)} few { (i jeszcze #)} many { (i jeszcze #)} other { (i jeszcze #)}}',
  'value.missing': '„{title}” przyjmuje {limits}, a nie podano wartości',
  'value.not-taken': '„{title}” przyjmuje {limits}, nie {given}',
  'value.between': '„{title}” przyjmuje {limits}, nie {given}; nie każda wartość pomiędzy jest dozwolona',
  'value.text': '„{title}” przyjmuje liczbę, {limits}; „{given}” jest tekstem',
  'value.comma': '{reason}; ułamki dziesiętne należy pisać z kropką: {example}',
  'limits.switch': '1 dla włączenia, 0 dla wyłączenia',
  'limits.choices': 'jedno z {choices}',
  'limits.number': 'od {min} do {max}{unit, select, none {} other { {unit}}} w krokach co {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} w krokach co {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'tekst taki jak {example}',
  'limits.action': 'żadnej wartości: to działanie',
  'own.below': 'część wszystkich tematów nazywa się bez + i #',
  'own.none': 'ten dom nie przechowuje własnych urządzeń',
  'own.unknown': 'żadne złożone tutaj urządzenie nie nazywa się {id}',
  'own.in-use': '{name} jest jednym z nich: najpierw należy usunąć tamto urządzenie',
  'own.many': 'jest ich już {most, number}: najpierw należy jedno usunąć',
  'own.not-heard': 'na tym temacie jeszcze nic nie słyszano',
  'own.no-value': 'ostatnia wiadomość nie ma takiej wartości',
};
