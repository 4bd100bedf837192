// What the code may not call or write, each with its replacement: clock, chance and environment live in one file each.
import { type ESTree, Visitor } from 'vite';
import { isConfig, isTest, lineAt, type Complaint, type Source } from './source.ts';

interface Ban {
  /** Dotted names, or `new Date()`. */
  readonly names: readonly string[];
  readonly homes: readonly string[];
  /** Folders the ban holds in; tests are always free. */
  readonly within: RegExp;
  readonly instead: string;
}

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'];
const TEMPORAL = ['instant', 'zonedDateTimeISO', 'plainDateTimeISO', 'plainDateISO', 'plainTimeISO'].map(
  (name) => `Temporal.Now.${name}`,
);
const CLOCK = ['Date.now', 'Date()', 'performance.now', 'process.hrtime', ...TEMPORAL, ...TIMERS];
const SERVER = /^(src|bin)\//;
const WEB = /^web\/src\//;

const BANS: readonly Ban[] = [
  {
    names: CLOCK,
    homes: ['src/core/clock.ts'],
    within: SERVER,
    instead: 'take a Clock (src/core/clock.ts) as a parameter',
  },
  { names: CLOCK, homes: ['web/src/clock.ts'], within: WEB, instead: 'use web/src/clock.ts' },
  {
    names: ['process.env'],
    // The launcher runs before any TypeScript can.
    homes: ['src/main/environment.ts', 'bin/solstead.js'],
    within: SERVER,
    instead: 'read it in src/main/environment.ts and pass the value on',
  },
  {
    names: ['Math.random'],
    homes: ['src/core/random.ts'],
    within: /^(src|bin|web\/src)\//,
    instead: 'take a random source (src/core/random.ts) as a parameter',
  },
];

const bannedModules: Readonly<Record<string, readonly string[]>> = {
  'node:timers': TIMERS,
  'node:timers/promises': TIMERS,
  'node:process': ['env', 'hrtime'],
};

function dottedName(node: ESTree.MemberExpression): string {
  const { object, property } = node;
  const key =
    property.type === 'Identifier' ? property.name : property.type === 'Literal' ? String(property.value) : '';
  if (object.type === 'Identifier') return object.name === 'globalThis' ? key : `${object.name}.${key}`;
  if (object.type === 'MemberExpression') return `${dottedName(object)}.${key}`.replace(/^globalThis\./, '');
  return '';
}

/** Clock, timers, environment and chance outside their own files. */
export function bannedCalls(source: Source): Complaint[] {
  const bans = BANS.filter(({ within, homes }) => within.test(source.path) && !homes.includes(source.path));
  if (isTest(source.path) || isConfig(source.path) || bans.length === 0) return [];
  const complaints: Complaint[] = [];
  const check = (name: string, node: ESTree.Span) => {
    const ban = bans.find(({ names }) => names.includes(name));
    if (!ban) return;
    complaints.push({
      path: source.path,
      line: lineAt(source.text, node.start),
      message: `${name === 'Date()' ? 'new Date()' : name}: ${ban.instead}`,
    });
  };
  const checkCallee = (node: ESTree.CallExpression | ESTree.NewExpression) => {
    if (node.callee.type !== 'Identifier') return;
    if (node.callee.name === 'Date' && node.arguments.length === 0) check('Date()', node);
    else if (node.callee.name !== 'Date') check(node.callee.name, node);
  };
  new Visitor({
    MemberExpression: (node) => check(dottedName(node), node),
    NewExpression: checkCallee,
    CallExpression: checkCallee,
    ImportDeclaration: (node) => {
      const names = bannedModules[node.source.value] ?? [];
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier') continue;
        const { imported } = specifier;
        const name = imported.type === 'Identifier' ? imported.name : imported.value;
        if (names.includes(name)) check(name === 'env' || name === 'hrtime' ? `process.${name}` : name, specifier);
      }
    },
  }).visit(source.program);
  return complaints;
}

const typeOf = (node: ESTree.Expression): string => (node.type === 'TSAsExpression' ? node.typeAnnotation.type : '');

/** Syntax that TypeScript has and this code does without. */
export function bannedSyntax(source: Source): Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (node: ESTree.Span, message: string) =>
    complaints.push({ path: source.path, line: lineAt(source.text, node.start), message });
  const hasComment = ({ start, end }: ESTree.Span) =>
    source.comments.some((comment) => comment.start > start && comment.end < end);
  new Visitor({
    TSEnumDeclaration: (node) => complain(node, 'enum: write a union of string literals'),
    ExportDefaultDeclaration: (node) => {
      if (!isConfig(source.path)) complain(node, 'export default: export by name');
    },
    TSAsExpression: (node) => {
      if (node.typeAnnotation.type === 'TSAnyKeyword') complain(node, 'as any: narrow from unknown instead');
      if (typeOf(node.expression) === 'TSUnknownKeyword') complain(node, 'as unknown as: parse or narrow the value');
    },
    CatchClause: (node) => {
      if (node.body.body.length === 0 && !hasComment(node.body)) {
        complain(node, 'empty catch: handle the error, or say in a comment why nothing is to be done');
      }
    },
  }).visit(source.program);
  return complaints;
}
