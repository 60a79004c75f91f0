// @ts-check
// What is found as a file: text in every cell, so that no spreadsheet takes one for a formula or cuts a code.

import { ordered } from "./search-answer.js";

/** @typedef {import("./search-answer.js").Question} Question */
/** @typedef {import("./search-index.js").SearchIndex} SearchIndex */
/** @typedef {typeof import("fflate")} Zip */

const LONGEST = 32_767; // characters that a cell of a workbook may have
const WIDTHS = [36, 18]; // of the columns of names and codes, in characters
const NO_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Every resource of an answer as a line of texts, the heads first; `root` is the site's whole address.
 * @param {SearchIndex} index @param {Question} question @param {string} root */
export async function tableOf(index, question, root) {
  const { facets } = index.about;
  const { numbers } = await ordered(index, question);
  const [addresses, names, codes, items, due, updated] = await index.places();
  const columns = await Promise.all(facets.map(({ key }) => index.numbers(`columns/${key}`)));
  const lines = [["资源名称", "资源代码", ...facets.map(({ label }) => label), "最近到期日", "最近变更", "信息项数", "网址"]];
  for (const number of Array.from(numbers)) {
    const values = facets.map((facet, at) => facet.sets[columns[at][number]].map((value) => facet.values[value][0]).join("、"));
    const address = new URL(addresses[number], root).href;
    lines.push([names[number], codes[number], ...values, due[number], updated[number], String(items[number]), address]);
  }
  return lines;
}

/** @param {string[][]} lines */
export function csvOf(lines) {
  const text = lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
  return new TextEncoder().encode(`\ufeff${text}`);
}

/** @param {string} text */
function quoted(text) {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** @param {string[][]} lines @param {Zip} zip */
export function workbookOf(lines, { strToU8, zipSync }) {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const [name, text] of Object.entries(partsOf(lines))) files[name] = strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
  return zipSync(files, { mtime: "1980-01-01T00:00:00" });
}

/** The parts of a workbook with one sheet; without the defined name LibreOffice would not filter it. @param {string[][]} lines @returns {Record<string, string>} */
function partsOf(lines) {
  const font = '<font><sz val="11"/><name val="宋体"/></font>';
  const cell = '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>';
  return {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="检索结果" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'检索结果'!${rangeOf(lines, "$")}</definedName></definedNames></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><fonts count="2">${font}${font.replace("<font>", "<font><b/>")}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">${cell}${cell.replace('fontId="0"', 'fontId="1"')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    "xl/worksheets/sheet1.xml": sheetOf(lines),
  };
}

/** @param {string[][]} lines */
function sheetOf(lines) {
  const columns = lines[0].map((_, at) => `<col min="${at + 1}" max="${at + 1}" width="${WIDTHS[at] ?? 14}" customWidth="1"/>`).join("");
  const view = '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>';
  const rows = lines.map((line, at) => `<row r="${at + 1}">${line.map((text) => cellOf(escaped(text), at ? 0 : 1)).join("")}</row>`);
  return `<worksheet xmlns="${MAIN}"><dimension ref="${rangeOf(lines)}"/><sheetViews>${view}</sheetViews><cols>${columns}</cols><sheetData>${rows.join("")}</sheetData><autoFilter ref="${rangeOf(lines)}"/></worksheet>`;
}

/** @param {string} text @param {number} style */
const cellOf = (text, style) => (text ? `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${text}</t></is></c>` : `<c s="${style}"/>`);

/** All cells, as a sheet names them, and with a sign as a workbook does. @param {string[][]} lines @param {string} [sign] */
const rangeOf = (lines, sign = "") => `${sign}A${sign}1:${sign}${letters(lines[0].length)}${sign}${lines.length}`;

/** The name of a column. @param {number} number @returns {string} */
function letters(number) {
  const rest = (number - 1) % 26;
  return (number > 26 ? letters((number - 1 - rest) / 26) : "") + String.fromCharCode(65 + rest);
}

/** @param {string} text */
function escaped(text) {
  const shown = text.slice(0, LONGEST).replace(NO_XML, "").replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_");
  return shown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
