// Checks dashboards against types.ts: node check.mjs FILE... Prints a line for each that is wrong,
// FILE:LINE: what, and ends with status 1 if there is one.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
};

// As a literal in a source, since what is imported from a .json loses its literal types: any string
// would do for the type of a panel, and what is too much would not be seen. The prefix has no line
// break, so lines are those of the file.
const sources = new Map(
  process.argv.slice(2).map((file, i) => [
    path.join(here, `dashboard-${i}.ts`),
    {
      file,
      text: `import type {Dashboard} from './types'; export const dashboard: Dashboard = ${fs.readFileSync(file, 'utf8')};`,
    },
  ]),
);
const host = ts.createCompilerHost(options);
const {fileExists, getSourceFile, readFile} = host;
host.fileExists = (name) => sources.has(path.normalize(name)) || fileExists(name);
host.readFile = (name) => sources.get(path.normalize(name))?.text ?? readFile(name);
host.getSourceFile = (name, version, ...rest) => {
  const source = sources.get(path.normalize(name));
  return source ? ts.createSourceFile(name, source.text, version, true) : getSourceFile(name, version, ...rest);
};

const program = ts.createProgram([...sources.keys()], options, host);
const wrong = ts.getPreEmitDiagnostics(program);
for (const {file, start, messageText} of wrong) {
  const place = file
    ? `${sources.get(path.normalize(file.fileName))?.file ?? file.fileName}:${file.getLineAndCharacterOfPosition(start ?? 0).line + 1}`
    : 'types';
  console.log(`${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n  ')}`);
}
process.exitCode = wrong.length === 0 ? 0 : 1;
