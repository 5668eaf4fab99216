/** One block of a stream of server-sent events: what stands between two blank lines. */
export interface EventBlock {
  readonly lines: readonly string[];
}

/** A field of a block. */
export interface EventField {
  readonly name: string;
  readonly value: string;
}

/** Reads a stream of server-sent events. Each call returns the blocks that are complete. */
export interface EventBlockReader {
  readonly take: (piece: Uint8Array) => EventBlock[];
  /** Returns the block that is left where the stream ends without a blank line. */
  readonly end: () => EventBlock[];
}

/** A block is longer than its reader allows. */
export class EventTooLong extends Error {
  constructor(longest: number) {
    super(`an event has more than ${longest} characters`);
  }
}

/**
 * Starts to read server-sent events piece by piece, as they arrive from a socket, whatever their line
 * ends. Throws EventTooLong for a block with more characters than `longest`.
 */
export function eventBlockReader(longest = Number.POSITIVE_INFINITY): EventBlockReader {
  const decoder = new TextDecoder();
  let lines: string[] = [];
  /** The beginning of a line in the parts in which it came: a long one is put together once. */
  let begun: string[] = [];
  let length = 0;
  let afterReturn = false;

  const grow = (part: string) => {
    length += part.length;
    if (length > longest) throw new EventTooLong(longest);
    begun.push(part);
  };
  const endBlock = (): EventBlock[] => {
    const block = { lines };
    lines = [];
    length = 0;
    return block.lines.length > 0 ? [block] : [];
  };
  const endLine = (): EventBlock[] => {
    const line = begun.join('');
    begun = [];
    if (line === '') return endBlock();
    lines.push(line);
    return [];
  };
  const read = (text: string): EventBlock[] => {
    if (text === '') return [];
    const blocks: EventBlock[] = [];
    // The second half of a line end that was cut in two.
    let done = afterReturn && text.startsWith('\n') ? 1 : 0;
    afterReturn = text.endsWith('\r');
    for (const { index, 0: lineEnd } of text.matchAll(/\r\n|\n|\r/g)) {
      if (index < done) continue;
      grow(text.slice(done, index));
      blocks.push(...endLine());
      done = index + lineEnd.length;
    }
    if (done < text.length) grow(text.slice(done));
    return blocks;
  };

  return {
    take: (piece) => read(decoder.decode(piece, { stream: true })),
    end: () => [...read(decoder.decode()), ...endLine(), ...endBlock()],
  };
}

/** The fields of a block in their order, by the standard's rules; comments are left out. */
export function fieldsOfEvent({ lines }: EventBlock): EventField[] {
  return lines.flatMap((line) => {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    return name === '' ? [] : [{ name, value }];
  });
}
