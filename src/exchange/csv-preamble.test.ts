import { expect, test } from 'vitest';
import { csvLayout } from './csv-layout.ts';
import { preambleOf } from './csv-preamble.ts';

test.each([
  [
    'Version CSV1|Tool SE|Linebreaks CR/LF|Delimiter semicolon|Decimalpoint comma|Precision 3',
    { delimiter: ';', decimal: ',' },
  ],
  ['Version CSV1|Delimiter comma|Decimalpoint dot', { delimiter: ',', decimal: '.' }],
  ['Decimal separator;,', { decimal: ',' }],
  ['Dezimaltrennzeichen: Komma\r\nTrennzeichen: Semikolon', { delimiter: ';', decimal: ',' }],
  ['dd/MM/yyyy HH:mm:ss;kWh;kW', { dateOrder: 'dmy' }],
  ['MM/dd/yyyy;kWh', { dateOrder: 'mdy' }],
  ['Decimals of a point on the roof;3', {}],
  ['21.06.2026 00:00;1,5', {}],
  ['', {}],
])('%s', (lines, told) => expect(preambleOf(lines)).toEqual(told));

const table = (decimal: string, times: string): string =>
  `sep=;\nVersion CSV1|Tool SE|Linebreaks CR/LF|Delimiter semicolon|Decimalpoint ${decimal}|Precision 3\n\n;SN: 2001;SN: 2001\n;SB 3000;SB 3000\n;2001;2001\n;Total yield;Power\n;Counter;Analog\n${times};kWh;kW\n01/02/2026 10:00:00;3,500;1,250\n01/02/2026 10:05:00;3,600;1,300\n`;

test('L16: a column of 3,500 alone is read as the lines above say, and so are its dates', () => {
  const read = (text: string) => csvLayout({ file: 'a.csv', text, decimal: undefined, dateOrder: undefined }).layout;
  expect(read(table('comma', 'dd/MM/yyyy HH:mm:ss'))).toMatchObject({
    delimiter: ';',
    decimal: ',',
    isDecimalTold: true,
    dateOrder: 'dmy',
  });
  expect(read(table('dot', 'MM/dd/yyyy HH:mm:ss'))).toMatchObject({ decimal: '.', dateOrder: 'mdy' });
});
