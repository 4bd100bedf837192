// XLSX, written as a stream: a zip of XML parts, sheet after sheet. Cells hold their text themselves, so that no table of
// shared texts has to be kept. Sources: ECMA-376 part 1, §18.3 (sheets) and §18.8 (styles); Excel's own limit of rows.
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { PointChunk } from './export-points.ts';
import type { ExportRequest } from './export-request.ts';
import { wideHeadings, wideRows } from './export-rows.ts';
import { sheetTime } from './time-text.ts';

/** Options of {@link xlsxFile}; tests use smaller sheets. */
export interface XlsxOptions {
  /** Rows of a sheet below its heading. */
  readonly sheetRows?: number;
}

/** A sheet has 1 048 576 rows; one is the heading. */
const mostRows = 1_048_575;
/** A part of a zip stays below 4 GiB, so that every program opens it. */
const mostSheetBytes = 2 ** 31;
const textAtOnce = 65_536;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const officeRels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRels = 'http://schemas.openxmlformats.org/package/2006/relationships';
const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types';
const mime = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const styles =
  `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML; characters that XML cannot carry become a replacement character. */
function xmlText(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- exactly those that XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter)
  );
}

const textCell = (text: string): string =>
  `<c t="inlineStr" s="2"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
const numberCell = (value: number | undefined): string => (value === undefined ? '<c/>' : `<c><v>${value}</v></c>`);

const sheetName = (sheet: number): string => `xl/worksheets/sheet${sheet}.xml`;

/** The parts that name the sheets; they are written when all are known. */
function closingParts(sheets: number): Readonly<Record<string, string>> {
  const each = (make: (sheet: number) => string): string =>
    Array.from({ length: sheets }, (_, index) => make(index + 1)).join('');
  return {
    '[Content_Types].xml':
      `${head}<Types xmlns="${contentTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${mime}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${mime}.styles+xml"/>` +
      each((sheet) => `<Override PartName="/${sheetName(sheet)}" ContentType="${mime}.worksheet+xml"/>`) +
      '</Types>',
    '_rels/.rels': `${head}<Relationships xmlns="${packageRels}"><Relationship Id="rId1" Type="${officeRels}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${officeRels}"><sheets>${each(
      (sheet) => `<sheet name="History${sheet === 1 ? '' : ` ${sheet}`}" sheetId="${sheet}" r:id="rId${sheet}"/>`,
    )}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      `${head}<Relationships xmlns="${packageRels}">` +
      each(
        (sheet) =>
          `<Relationship Id="rId${sheet}" Type="${officeRels}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`,
      ) +
      `<Relationship Id="rId${sheets + 1}" Type="${officeRels}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': styles,
  };
}

async function* rowTexts(request: ExportRequest, points: AsyncIterable<PointChunk>): AsyncGenerator<string> {
  const timeOf = sheetTime(request.timeZone);
  for await (const chunk of points)
    for (const { atMs, values } of wideRows(request, chunk))
      yield `<row><c s="1"><v>${timeOf(atMs)}</v></c>${values.map(numberCell).join('')}</row>`;
}

async function nextOf(rows: AsyncIterator<string>): Promise<string | undefined> {
  const row = await rows.next();
  return row.done === true ? undefined : row.value;
}

/** Rows that go on from one sheet to the next; one is read ahead, to see whether there is a next sheet. */
interface RowSource {
  readonly rows: AsyncIterator<string>;
  ahead: string | undefined;
}

/** The XML of one sheet; `onEnd` is told whether there are more rows. */
async function* sheetXml(
  heading: string,
  source: RowSource,
  { sheetRows = mostRows, onEnd }: XlsxOptions & { readonly onEnd: (hasMore: boolean) => void },
): AsyncGenerator<string> {
  const open =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  let text = `${head}<worksheet xmlns="${main}">${open}<cols><col min="1" max="1" width="20" customWidth="1"/></cols><sheetData>${heading}`;
  let bytes = 0;
  for (let count = 0; source.ahead !== undefined && count < sheetRows && bytes < mostSheetBytes; count += 1) {
    text += source.ahead;
    bytes += source.ahead.length;
    source.ahead = await nextOf(source.rows);
    if (text.length < textAtOnce) continue;
    yield text;
    text = '';
  }
  yield `${text}</sheetData></worksheet>`;
  onEnd(source.ahead !== undefined);
}

/**
 * XLSX with one row for each time and one column for each series; what does not fit goes to further sheets. Times are the wall time of the
 * zone (UTC if none is given): a spreadsheet knows no zones.
 */
export async function* xlsxFile(
  request: ExportRequest,
  points: AsyncIterable<PointChunk>,
  options: XlsxOptions = {},
): AsyncGenerator<Uint8Array> {
  const rows = rowTexts(request, points);
  const titles = [`time (${request.timeZone ?? 'UTC'})`, ...wideHeadings(request)];
  const heading = `<row>${titles.map(textCell).join('')}</row>`;
  const source: RowSource = { rows, ahead: await nextOf(rows) };
  const zip = new ZipFile();
  const output = zip.outputStream;
  if (!(output instanceof Readable)) throw new TypeError('assertion: a zip is read as a stream');
  let sheet: Readable | undefined;
  const addSheet = (number: number): void => {
    const onEnd = (hasMore: boolean): void => {
      if (hasMore) return addSheet(number + 1);
      for (const [name, text] of Object.entries(closingParts(number))) zip.addBuffer(Buffer.from(text), name);
      zip.end();
    };
    sheet = Readable.from(sheetXml(heading, source, { ...options, onEnd }), { objectMode: false });
    sheet.on('error', (error) => output.destroy(error));
    zip.addReadStream(sheet, sheetName(number));
  };
  zip.on('error', (error: Error) => output.destroy(error));
  addSheet(1);
  try {
    for await (const bytes of output) yield bytes;
  } finally {
    sheet?.destroy();
    await rows.return(undefined);
  }
}
