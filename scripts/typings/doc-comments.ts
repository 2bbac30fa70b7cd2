/** ApexDoc → TSDoc. The syntax tree holds no comments: they are found in the text in front of a declaration. */
import type { Modifiers } from '../../local-org/compiler/1-parse/ast.ts';
import type { Position } from '../../local-org/compiler/position.ts';

export interface DocComment {
  /** Everything but `@param`; empty where there is nothing else. */
  readonly text: string;
  /** By name of the parameter, folded. */
  readonly parameters: ReadonlyMap<string, string>;
}

interface Declaration {
  readonly pos: Position;
  readonly modifiers: Modifiers;
}

const NONE: DocComment = { text: '', parameters: new Map() };

export function docCommentOf(source: string, declaration: Declaration): DocComment {
  const starts = [declaration.pos, ...declaration.modifiers.annotations.map(({ pos }) => pos)].map((pos) => offsetOf(source, pos));
  const head = source.slice(0, Math.min(...starts));
  const end = head.lastIndexOf('*/');
  const start = head.lastIndexOf('/**', end);
  // Between a comment and its declaration stand modifiers and annotations only.
  if (end < 0 || start < 0 || /[;{}]/.test(head.slice(end))) return NONE;
  return parseComment(head.slice(start + '/**'.length, end));
}

function offsetOf(source: string, { line, column }: Position): number {
  let offset = 0;
  for (let current = 1; current < line; current += 1) offset = source.indexOf('\n', offset) + 1;
  return offset + column - 1;
}

function parseComment(body: string): DocComment {
  const lines = body.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const parts = lines.join('\n').trim().split(/\n(?=@)|(?<=^|\n)(?=@)/).map((part) => part.trim()).filter((part) => part !== '');
  const parameters = new Map<string, string>();
  const rest: string[] = [];
  for (const part of parts) {
    const [, name, text] = /^@param\s+(\w+)\s*(.*)$/s.exec(part) ?? [];
    if (name === undefined) rest.push(part);
    else parameters.set(name.toLowerCase(), text ?? '');
  }
  return { text: rest.join('\n'), parameters };
}

/** @returns lines ready to stand above a declaration, or nothing */
export function tsDoc(text: string, indent: string): string {
  if (text === '') return '';
  const lines = text.replaceAll('*/', '* /').split('\n');
  if (lines.length === 1) return `${indent}/** ${text.replaceAll('*/', '* /')} */\n`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`, ''].join('\n');
}
