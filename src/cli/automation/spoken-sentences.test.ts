// What stands in a sentence is part of it: no label of a button, in any language.
import { expect, test } from 'vitest';
import { outlineOf } from '#automation/file/outline.ts';
import { catalogue, type MetricId } from '#core/catalogue.ts';
import { setPoints, type SetPointId } from '#core/set-points.ts';
import { spokenChoice, spokenMetric, spokenPoint, spokenSwitching, spokenTruth } from '#core/spoken.ts';
import { languageOf } from '#words/languages.ts';
import { sayReason } from '#words/say.ts';
import { tags } from '#words/sources.ts';

const metricIds = Object.keys(catalogue).map((key) => key.replace('#', '2') as MetricId);
const pointIds = Object.keys(setPoints).map((key) => key.replace('#', '2') as SetPointId);
const isQuoted = ({ code }: { readonly code: string }): boolean => code === 'spoken.label';

test('every value, set-point, switch and choice has a phrase; yes and no is said, not named', () => {
  const binary = metricIds.filter((id) => spokenTruth(id, true) !== undefined);
  expect(metricIds.filter((id) => isQuoted(spokenMetric(id)))).toEqual(binary);
  expect(binary).toEqual([
    'grid.connected',
    'battery.charge.enabled',
    'battery.discharge.enabled',
    'battery.balancing',
    'relay.on.2',
    'charger.plugged',
    'charger.enabled',
  ]);
  const rows = pointIds.map((id) => ({ id, ...setPoints[id.replace('2', '#') as keyof typeof setPoints] }));
  const switches = rows.filter(({ kind }) => kind === 'binary').map(({ id }) => id);
  expect(switches.length).toBeGreaterThan(5);
  expect(switches.flatMap((id) => [spokenSwitching(id, true), spokenSwitching(id, false)])).not.toContain(undefined);
  const set = rows.filter(({ kind }) => kind !== 'binary').map(({ id }) => id);
  expect(set.filter((id) => isQuoted(spokenPoint(id)))).toEqual([]);
  const chosen = rows.flatMap(({ id, ...row }) =>
    Object.keys('words' in row ? row.words : {}).map((word) => ({ id, word })),
  );
  expect(chosen.length).toBeGreaterThan(10);
  expect(chosen.filter(({ id, word }) => spokenChoice(id, word) === undefined)).toEqual([]);
});

const people = tags.filter((tag) => !tag.endsWith('-XA'));

test.each(people)('%s: no phrase begins as a button does, and each has its index', async (tag) => {
  const listener = { language: await languageOf(tag) };
  const said = [
    ...metricIds.map((id) => [id, spokenMetric(id)] as const),
    ...pointIds.map((id) => [id, spokenPoint(id)] as const),
  ]
    .filter(([, reason]) => !isQuoted(reason))
    .map(([id, reason]) => [id, sayReason(listener, reason)] as const);
  expect(said.length).toBeGreaterThan(85);
  // German writes its nouns large, and says this one without an article.
  const capitals = said.filter(([, text]) => /^\p{Lu}/u.test(text) && text !== 'Relais 2');
  expect(capitals).toEqual([]);
  expect(said.filter(([id, text]) => id.endsWith('2') && !text.includes('2'))).toEqual([]);
});

const text = `variables: {guests: {start: false}}
rules:
  - name: A
    when: [{kind: becomes, that: "battery.soc of pack < 20 %", for: 1 min}, {kind: changes, value: inverter.mode, device: roof, to: Battery}, {kind: sun, at: sunset, before: 30 min}]
    if: not charger.plugged of garage and grid.power < -1500 W and var.guests
    do: [{kind: set, device: boiler, point: relay.on.1, value: off, for: 1 h}, {kind: set, device: pack, point: battery.mode, value: hold}, {kind: set, device: garage, point: charger.current.limit, value: 10}]
circuits:
  - {name: B, measured: [grid.current.l1, grid.current.l2], limit: 35, gives: [{device: boiler, point: relay.on.1, takes: 9}]}
`;

const sentences: Readonly<Record<string, readonly string[]>> = {
  en: [
    'the state of charge of the battery of “Pack” is below 20 % for 1 min',
    'the mode of the inverter of “Roof” becomes “Battery”',
    'it is 30 min before sunset',
    'no car is connected at “Garage” and more than 1.5 kW go into the grid and the variable “guests” is “yes”',
    'switch off relay 1 of “Boiler” for 1 h',
    'keep the battery of “Pack” from discharging',
    'set the largest charging current of the car at “Garage” to 10 A',
    'keep the grid current of each phase at 35 A at most',
    'if need be these give way, one after another: relay 1 of “Boiler”',
  ],
  de: [
    'der Ladezustand der Batterie von „Pack“ unter 20 % liegt (seit 1 min)',
    'der Modus des Wechselrichters von „Roof“ auf „Battery“ wechselt',
    'es 30 min vor Sonnenuntergang ist',
    'kein Auto an „Garage“ angeschlossen ist und mehr als 1,5 kW ins Netz gehen und die Variable „guests“ „ja“ ist',
    'Relais 1 von „Boiler“ ausschalten (1 h lang)',
    'die Batterie von „Pack“ nicht entladen lassen',
    'den maximalen Ladestrom des Autos an „Garage“ auf 10 A setzen',
    'dafür sorgen, dass der Netzstrom jeder Phase höchstens 35 A beträgt',
    'nötigenfalls treten der Reihe nach zurück: Relais 1 von „Boiler“',
  ],
  es: [
    'el estado de carga de la batería de «Pack» está por debajo de 20 % desde hace 1 min',
    'el modo del inversor de «Roof» pasa a «Battery»',
    'llega el momento 30 min antes de la puesta del sol',
    'no hay ningún coche conectado en «Garage» y más de 1,5 kW van a la red y la variable «guests» es «sí»',
    'apagar el relé 1 de «Boiler» durante 1 h',
    'no dejar que la batería de «Pack» se descargue',
    'fijar la corriente máxima de recarga del coche en «Garage» en 10 A',
    'mantener la corriente de la red de cada fase en 35 A como máximo',
    'si hace falta ceden, uno tras otro: el relé 1 de «Boiler»',
  ],
  fr: [
    'l’état de charge de la batterie de « Pack » est sous 20 % depuis 1 min',
    'le mode de l’onduleur de « Roof » devient « Battery »',
    'on est 30 min avant le coucher du soleil',
    'aucune voiture n’est branchée sur « Garage » et plus de 1,5 kW vont au réseau et la variable « guests » vaut « oui »',
    'éteindre le relais 1 de « Boiler » pendant 1 h',
    'empêcher la batterie de « Pack » de se décharger',
    'régler le courant maximal de recharge de la voiture sur « Garage » sur 10 A',
    'garder le courant du réseau de chaque phase à 35 A au plus',
    'au besoin cèdent, l’un après l’autre : le relais 1 de « Boiler »',
  ],
  it: [
    'lo stato di carica della batteria di «Pack» è sotto 20 % da 1 min',
    'la modalità dell’inverter di «Roof» diventa «Battery»',
    'è il momento 30 min prima del tramonto',
    'nessuna auto è collegata su «Garage» e più di 1,5 kW vanno in rete e la variabile «guests» è «sì»',
    'spegnere il relè 1 di «Boiler» per 1 h',
    'non far scaricare la batteria di «Pack»',
    'impostare la corrente massima di ricarica dell’auto su «Garage» a 10 A',
    'tenere la corrente di rete di ogni fase a 35 A al massimo',
    'se serve cedono, uno dopo l’altro: il relè 1 di «Boiler»',
  ],
  nl: [
    'het laadniveau van de batterij van “Pack” onder 20 % ligt (al 1 min)',
    'de modus van de omvormer van “Roof” “Battery” wordt',
    'het 30 min vóór zonsondergang is',
    'er geen auto is aangesloten bij “Garage” en er meer dan 1,5 kW naar het net gaat en de variabele “guests” “ja” is',
    'relais 1 van “Boiler” uitschakelen (1 h lang)',
    'de batterij van “Pack” niet laten ontladen',
    'de maximale laadstroom van de auto bij “Garage” op 10 A zetten',
    'de netstroom van elke fase op hoogstens 35 A houden',
    'zo nodig wijken na elkaar: relais 1 van “Boiler”',
  ],
  pl: [
    'stan naładowania akumulatora („Pack”) jest poniżej 20 % od 1 min',
    'tryb falownika („Roof”) przyjmuje wartość „Battery”',
    'jest 30 min przed zachodem słońca',
    'żadne auto nie jest podłączone („Garage”) i do sieci płynie więcej niż 1,5 kW i zmienna „guests” ma wartość „tak”',
    'wyłącz przekaźnik 1 („Boiler”) przez 1 h',
    'nie pozwól rozładowywać akumulatora („Pack”)',
    'nastaw maksymalny prąd ładowania auta („Garage”) na 10 A',
    'nie przekraczaj 35 A: prąd sieci każdej fazy',
    'w razie potrzeby ustępują po kolei: przekaźnik 1 („Boiler”)',
  ],
  'pt-BR': [
    'o estado de carga da bateria de “Pack” está abaixo de 20 % há 1 min',
    'o modo do inversor de “Roof” passa a “Battery”',
    'é o momento 30 min antes do pôr do sol',
    'não há carro conectado em “Garage” e mais de 1,5 kW vão para a rede e a variável “guests” é “sim”',
    'desligar o relé 1 de “Boiler” por 1 h',
    'não deixar a bateria de “Pack” descarregar',
    'definir a corrente máxima de recarga do carro em “Garage” em 10 A',
    'manter a corrente da rede de cada fase em 35 A no máximo',
    'se preciso cedem, um após o outro: o relé 1 de “Boiler”',
  ],
  th: [
    'ระดับประจุแบตเตอรี่ ของ “Pack” ต่ำกว่า 20 % นาน 1 min',
    'โหมดอินเวอร์เตอร์ ของ “Roof” เป็น “Battery”',
    'เป็นเวลา 30 min ก่อนพระอาทิตย์ตก',
    'ไม่มีรถเสียบอยู่ ที่ “Garage” และ ไฟเข้าโครงข่ายมากกว่า 1.5 kW และ ตัวแปร “guests” เป็น “ใช่”',
    'ปิดรีเลย์ 1 ของ “Boiler” นาน 1 h',
    'ไม่ให้แบตเตอรี่ ของ “Pack” จ่ายไฟ',
    'ตั้งกระแสชาร์จรถสูงสุด ที่ “Garage” เป็น 10 A',
    'รักษากระแสโครงข่าย ของแต่ละเฟส ไม่เกิน 35 A',
    'เมื่อจำเป็นจะลดให้ตามลำดับ: รีเลย์ 1 ของ “Boiler”',
  ],
};

test('there are sentences of every language', () => {
  expect(Object.keys(sentences).toSorted()).toEqual([...people].toSorted());
});

test.each(people)('%s: a rule and a circuit are sentences', async (tag) => {
  const listener = { language: await languageOf(tag) };
  const entries = outlineOf(text, (id) => id.charAt(0).toUpperCase() + id.slice(1)) ?? [];
  const told = entries.flatMap(({ begins, only, does }) => [...begins, ...only, ...does]);
  expect(told.map((reason) => sayReason(listener, reason).replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual(sentences[tag]);
});
