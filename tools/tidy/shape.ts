// Sizes and names: functions and files that stay small, no barrels, no names that say nothing.
import { type ESTree, Visitor } from 'vite';
import { isTable, isTest, lineAt, type Complaint, type Source, type TextFile } from './source.ts';

const FUNCTION_LINES = 70;
export const FILE_LINES_SOFT = 300;
export const FILE_LINES_HARD = 500;

const EMPTY_NAMES = ['manager', 'service', 'helper', 'helpers', 'util', 'utils', 'common', 'data', 'info', 'process'];

export const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

function isDescribe(node: ESTree.CallExpression): boolean {
  let callee: ESTree.Expression = node.callee;
  while (callee.type === 'CallExpression' || callee.type === 'MemberExpression') {
    callee = callee.type === 'CallExpression' ? callee.callee : callee.object;
  }
  return callee.type === 'Identifier' && callee.name === 'describe';
}

/** Functions longer than FUNCTION_LINES. The body of a `describe` is a list of tests, not a function. */
export function longFunctions(source: Source): Complaint[] {
  const complaints: Complaint[] = [];
  const exempt = new Set<ESTree.Node>();
  const check = (node: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    const line = lineAt(source.text, node.start);
    const lines = lineAt(source.text, node.end) - line + 1;
    if (lines <= FUNCTION_LINES || exempt.has(node)) return;
    const message = `function of ${lines} lines: split it below ${FUNCTION_LINES}`;
    complaints.push({ path: source.path, line, message });
  };
  new Visitor({
    CallExpression: (node) => {
      if (isTest(source.path) && isDescribe(node)) for (const argument of node.arguments) exempt.add(argument);
    },
    FunctionDeclaration: check,
    FunctionExpression: check,
    ArrowFunctionExpression: check,
  }).visit(source.program);
  return complaints;
}

/** Files above a number of lines; tables of data may be long. */
export function longFiles(files: readonly TextFile[], limit: number): Complaint[] {
  return files
    .filter(({ path, text }) => !isTable(path) && lineCount(text) > limit)
    .map(({ path, text }) => ({ path, line: 1, message: `${lineCount(text)} lines: split it below ${limit}` }));
}

/** Files and folders of code whose name says nothing about what is in them. */
export function emptyNames(paths: readonly string[]): Complaint[] {
  return paths
    .filter((path) => /^(src|web|tools|tests|bench|packaging)\//.test(path))
    .flatMap((path) => {
      const names = path.split('/').slice(1);
      const bad = names.find((name) => EMPTY_NAMES.includes(/([a-z]+)(\.|$)/i.exec(name)?.[1]?.toLowerCase() ?? ''));
      return bad ? [{ path, line: 1, message: `the name "${bad}" says nothing: name what it holds` }] : [];
    });
}

function isReExport(node: ESTree.Program['body'][number]): boolean {
  if (node.type === 'ExportAllDeclaration') return true;
  return node.type === 'ExportNamedDeclaration' && node.declaration === null;
}

/** Files whose purpose it is to pass on: the generated index of devices, the face of the package for others, both parts of a language. */
const PASSING_ON = /^(src\/devices\/index|packaging\/protocols\/index|src\/words\/[\w-]+\/(first|rest))\.ts$/;

/** Files that only pass on what other files export. */
export function barrels(source: Source): Complaint[] {
  const { path, program } = source;
  if (isTable(path) || PASSING_ON.test(path)) return [];
  const passesOn = (node: ESTree.Program['body'][number]) => node.type === 'ImportDeclaration' || isReExport(node);
  if (!program.body.some(isReExport) || !program.body.every(passesOn)) return [];
  return [{ path, line: 1, message: 'barrel file: import from the file that holds the thing' }];
}
