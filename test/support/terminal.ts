import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { terminalAsker, type Asker } from '../../src/ui/asker.ts';

/** Keys as a terminal sends them. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  /** Ctrl-U: takes the line away. */
  clear: '\u0015',
  interrupt: '\u0003',
} as const;

/** A keyboard and a screen made of streams: the prompts are the real ones. */
export interface Terminal {
  readonly asker: Asker;
  /** Resolves when the words are on the screen, among what came since the last call. */
  readonly shows: (words: string) => Promise<void>;
  readonly type: (text: string) => void;
  /** All that was ever shown, without paint. */
  readonly screen: () => string;
}

/** A label as a question shows it: with a capital. */
export const asQuestion = (label: string) => label.charAt(0).toUpperCase() + label.slice(1);

const patienceMs = 5000;

export function terminal(signal: AbortSignal = new AbortController().signal): Terminal {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100 });
  output.end = () => output; // each prompt ends its output; a terminal outlives them
  let all = '';
  let seen = 0;
  output.on('data', (chunk: Buffer) => (all += chunk.toString()));

  /** Lines are broken where the screen ends, so only words are compared. */
  const words = (text: string) => stripVTControlCharacters(text).replace(/\s+/g, ' ');

  const shows = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      const patience = setTimeout(() => {
        output.off('data', look);
        reject(new Error(`"${wanted}" was not shown, but:\n${words(all.slice(seen))}`));
      }, patienceMs);
      const look = () => {
        const shown = words(all.slice(seen));
        if (![wanted, asQuestion(wanted)].some((each) => shown.includes(each))) return;
        seen = all.length;
        clearTimeout(patience);
        output.off('data', look);
        resolve();
      };
      output.on('data', look);
      look();
    });

  return {
    asker: terminalAsker({ input, output, signal }),
    shows,
    type: (text) => void input.write(text),
    screen: () => stripVTControlCharacters(all),
  };
}
