// From a device that a person wrote down to a definition like the built-in ones. Pure: who reads the file turns the paths
// of the problems into lines and columns.
import type { RequestDefinition } from '../definition.ts';
import { because } from '#core/reason.ts';
import { type DocumentProblem, problemsOf } from '#core/schema-check.ts';
import { TableMistake } from '#codec/table.ts';
import { compileModbus } from './compile-modbus.ts';
import { compileText } from './compile-text.ts';
import { type ExampleOutcome, modbusExample, textExample } from './example.ts';
import { modbusProblems, textProblems } from './meaning.ts';
import { schemaOf } from './schema.ts';
import type { WrittenModbus, WrittenText } from './written.ts';

/** A definition, and how many answers of the examples beside it were decoded as expected. */
export interface UserDevice {
  readonly definition: RequestDefinition;
  readonly examples: number;
}

/** The definition, or what is wrong with the document. */
export type UserOutcome = UserDevice | { readonly problems: readonly DocumentProblem[] };

/** Whether a value passed its schema, so that it has the columns' types. */
function hasPassed(value: unknown, problems: readonly DocumentProblem[]): value is WrittenModbus | WrittenText {
  return problems.length === 0;
}

/** A kind of device: what its meaning lacks, its compiler, its example. */
interface Way<D> {
  problems(device: D): readonly DocumentProblem[];
  compile(device: D): RequestDefinition;
  example(definition: RequestDefinition, device: D): ExampleOutcome;
}

const modbus: Way<WrittenModbus> = { problems: modbusProblems, compile: compileModbus, example: modbusExample };
const text: Way<WrittenText> = { problems: textProblems, compile: compileText, example: textExample };

function compiled<D>(device: D, way: Way<D>, top: string): UserOutcome {
  const meaning = way.problems(device);
  if (meaning.length > 0) return { problems: meaning };
  try {
    const definition = way.compile(device);
    const { decoded, problems } = way.example(definition, device);
    return problems.length > 0 ? { problems } : { definition, examples: decoded };
  } catch (thrown) {
    if (!(thrown instanceof TableMistake)) throw thrown;
    return { problems: [{ path: [top], why: thrown.reason }] };
  }
}

/** A document without registers may be meant as one of the other kind. */
const withHint = (problem: DocumentProblem): DocumentProblem =>
  problem.why.code === 'file.no-key' && problem.why.params['key'] === 'registers'
    ? { ...problem, why: because('device-file.no-registers') }
    : problem;

/** A definition from a document, or all that is wrong with it. */
export function userDefinition(document: unknown): UserOutcome {
  const problems = problemsOf(document, schemaOf(document)).map(withHint);
  if (!hasPassed(document, problems)) return { problems };
  return 'questions' in document ? compiled(document, text, 'questions') : compiled(document, modbus, 'registers');
}
