// The text of a built module, made short: all of it is read at each start, and stays in memory for as long as the program runs.
import { minifySync, parseSync } from 'vite';

/**
 * The same program without spaces and with short names inside functions. What a stack trace says stays: functions, classes, methods and
 * all that modules share have their names, and each statement of a module is a line. Errors: what cannot be read.
 */
export function shortText(file: string, text: string): string {
  const { code, errors } = minifySync(file, text, {
    module: true,
    compress: false,
    mangle: { toplevel: false, keepNames: true },
    // One letter that is not ASCII doubles the text in memory.
    codegen: { removeWhitespace: true, asciiOnly: true },
  });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  const starts = parseSync(file, code).program.body.map(({ start }) => start);
  return starts.map((start, index) => code.slice(start, starts[index + 1])).join('\n');
}
