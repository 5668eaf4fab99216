import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { everyCommand } from '../support/commands.ts';

const sources = resolve(import.meta.dirname, '../../src');

interface Suggested {
  /** The words that are written out, up to the first that is not. */
  readonly words: readonly string[];
  readonly at: string;
}

/** Every `command: [...]` of the sources, as far as its words are written out. */
function suggestedIn(file: string): Suggested[] {
  const text = readFileSync(join(sources, file), 'utf8');
  if (!text.includes('command: [')) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found: Suggested[] = [];
  const look = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'command' &&
      ts.isArrayLiteralExpression(node.initializer)
    ) {
      const words = leadingWords(node.initializer);
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      if (words.length > 0) found.push({ words, at: `${file}:${line + 1}` });
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function leadingWords({ elements }: ts.ArrayLiteralExpression): string[] {
  const words: string[] = [];
  for (const each of elements) {
    if (ts.isStringLiteral(each)) words.push(each.text);
    else if (ts.isSpreadElement(each) && ts.isArrayLiteralExpression(each.expression)) {
      words.push(...leadingWords(each.expression));
    } else break;
  }
  return words;
}

test('every command that the sources suggest is there, with the flags that it is given', async () => {
  const leaves = await everyCommand();
  const known = new Set(
    leaves.flatMap(({ words }) => words.map((_, n) => words.slice(0, n + 1).join(' '))),
  );
  const suggested = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap(suggestedIn)
    // The root's own: topics of help, the version, and flags that stand before the command.
    .map((each) => ({ ...each, words: each.words.filter((word) => word !== '--sandbox') }))
    .filter(({ words: [first] }) => first !== undefined && !['help', '--version'].includes(first));
  expect(suggested.length).toBeGreaterThan(60);
  const wrong = suggested.filter(({ words }) => {
    const flag = words.findIndex((word) => word.startsWith('-') || word.startsWith('<'));
    const verbs = flag === -1 ? words : words.slice(0, flag);
    const leaf = leaves
      .filter((each) => each.words.every((word, index) => words[index] === word))
      .toSorted((a, b) => b.words.length - a.words.length)[0];
    if (!leaf) return !known.has(verbs.join(' '));
    const options = leaf.command.options.map(({ long }) => long);
    return words.some(
      (word) => /^--[a-z]/.test(word) && word !== '--help' && !options.includes(word),
    );
  });
  expect(wrong.map(({ words, at }) => `${words.join(' ')} (${at})`)).toEqual([]);
});
