// From a device that a person wrote down to a definition like the built-in ones. Pure: who reads the file turns the paths
// of the problems into lines and columns.
import { answerShapes } from '../by-mode.ts';
import type { MqttDefinition, RequestDefinition } from '../definition.ts';
import { because } from '#core/reason.ts';
import { type DocumentProblem, problemsOf } from '#core/schema-check.ts';
import { TableMistake } from '#codec/table.ts';
import { compileModbus } from './compile-modbus.ts';
import { compileText } from './compile-text.ts';
import { compileTopics } from './compile-topics.ts';
import { type ExampleOutcome, modbusExample, textExample, topicExample } from './example.ts';
import { modbusProblems, textProblems, topicProblems } from './meaning.ts';
import { schemaOf } from './schema.ts';
import type { WrittenModbus, WrittenText, WrittenTopics } from './written.ts';

/** A definition, and how many answers of the examples beside it were decoded as expected. */
export interface UserDevice {
  readonly definition: RequestDefinition | MqttDefinition;
  readonly examples: number;
}

/** The definition, or what is wrong with the document. */
export type UserOutcome = UserDevice | { readonly problems: readonly DocumentProblem[] };

/** Whether a value passed its schema, so that it has the columns' types. */
function hasPassed(
  value: unknown,
  problems: readonly DocumentProblem[],
): value is WrittenModbus | WrittenText | WrittenTopics {
  return problems.length === 0;
}

/** A kind of device: what its meaning lacks, its compiler, its example. */
interface Way<D, F> {
  problems(device: D): readonly DocumentProblem[];
  compile(device: D): F;
  example(definition: F, device: D): ExampleOutcome;
}

const modbus: Way<WrittenModbus, RequestDefinition> = {
  problems: modbusProblems,
  compile: compileModbus,
  example: modbusExample,
};
const text: Way<WrittenText, RequestDefinition> = {
  problems: textProblems,
  compile: compileText,
  example: textExample,
};
const topics: Way<WrittenTopics, MqttDefinition> = {
  problems: topicProblems,
  compile: compileTopics,
  example: topicExample,
};

function compiled<D, F extends UserDevice['definition']>(device: D, way: Way<D, F>, top: string): UserOutcome {
  const meaning = way.problems(device);
  if (meaning.length > 0) return { problems: meaning };
  try {
    const definition = way.compile(device);
    // Tables are compiled when they are wanted: what is wrong with one is to be told now.
    for (const { rows } of answerShapes(definition)) void rows.length;
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
  if ('questions' in document) return compiled(document, text, 'questions');
  return 'topics' in document ? compiled(document, topics, 'topics') : compiled(document, modbus, 'registers');
}
