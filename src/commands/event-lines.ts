/** Characters of a line that are kept until its end comes. */
const longestLine = 1024 * 1024;

/** Hands on whole lines of a stream as they come, each with its end; one that is too long in parts. */
export function lineReader(write: (lines: string) => Promise<void>) {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    async take(piece: Uint8Array): Promise<void> {
      rest += decoder.decode(piece, { stream: true });
      const end = rest.length > longestLine ? rest.length : rest.lastIndexOf('\n') + 1;
      if (end === 0) return;
      const ready = rest.slice(0, end);
      rest = rest.slice(end);
      await write(ready);
    },
    async end(): Promise<void> {
      if (rest !== '') await write(`${rest}\n`);
      rest = '';
    },
  };
}
