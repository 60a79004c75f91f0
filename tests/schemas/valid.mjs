// Validates the XML on standard input against the XML Schema in a file: prints every fault, exits 1 if there is any.
import { readFileSync } from "node:fs";
import { validateXML } from "xmllint-wasm";

const xml = [{ fileName: "report.xml", contents: readFileSync(0, "utf8") }];
const { valid, errors } = await validateXML({ xml, schema: [readFileSync(process.argv[2], "utf8")] });
for (const { rawMessage } of errors) console.log(rawMessage);
process.exit(valid ? 0 : 1);
