// What the lines above a table say about it, as inverters of SMA write them: `Delimiter semicolon|Decimalpoint comma`, and the form of
// its times in the row of units (`DD/MM/YYYY hh:mm`).
import type { DecimalSign } from './read-number.ts';
import type { DateOrder } from './read-time.ts';

/** What is told; what is not is absent. */
export interface Preamble {
  readonly delimiter?: string;
  readonly decimal?: DecimalSign;
  readonly dateOrder?: DateOrder;
}

const signs: Readonly<Record<string, string>> = {
  comma: ',',
  komma: ',',
  ',': ',',
  point: '.',
  punkt: '.',
  dot: '.',
  period: '.',
  '.': '.',
  semicolon: ';',
  semikolon: ';',
  ';': ';',
  tab: '\t',
  tabulator: '\t',
};
const value = String.raw`[\s:=;,"|]*?(comma|komma|point|punkt|dot|period|semicolon|semikolon|tab|tabulator|(?<=[\s:=;"])[,.;])(?=["\s|;,]|$)`;
const starts = String.raw`(?:^|[|;,\t"])\s*`;
const ofDecimals = new RegExp(
  String.raw`${starts}(?:decimal ?(?:point|separator|sign|mark|symbol|character)?|dezimal(?:trenn)?zeichen)${value}`,
  'im',
);
const ofFields = new RegExp(
  String.raw`${starts}(?:(?:field )?(?:delimiter|separator)|(?:feld)?trennzeichen)${value}`,
  'im',
);
const ofTimes = /(?:^|[;,\t|"[: ])(d{1,2}|m{1,2})[/.-](m{1,2}|d{1,2})[/.-]y{2,4}\b/im;

/** Reads the lines above the first row of data. */
export function preambleOf(lines: string): Preamble {
  const decimal = signs[ofDecimals.exec(lines)?.[1]?.toLowerCase() ?? ''];
  const delimiter = signs[ofFields.exec(lines)?.[1]?.toLowerCase() ?? ''];
  const [, first = '', second = ''] = ofTimes.exec(lines) ?? [];
  const isDated = first !== '' && first[0]?.toLowerCase() !== second[0]?.toLowerCase();
  return {
    ...(delimiter === undefined || delimiter === '.' ? {} : { delimiter }),
    ...(decimal === ',' || decimal === '.' ? { decimal } : {}),
    ...(isDated ? { dateOrder: first.toLowerCase().startsWith('d') ? 'dmy' : 'mdy' } : {}),
  };
}
