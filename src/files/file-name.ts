/** Windows takes these for devices, with whatever follows a dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/;

/**
 * The file of a name, so that no two names share one. Some file systems take `Key` and `key` for one
 * file; here "+" switches between lower and upper case, so that `OPENAI_KEY` is `+openai_key`. Two of
 * them in front switch nothing, and keep `con` and its like from being a device.
 */
export function fileNameOf(name: string): string {
  let upper = false;
  let file = device.test(name) ? '++' : '';
  for (const letter of name) {
    if (/[A-Za-z]/.test(letter) && /[A-Z]/.test(letter) !== upper) {
      upper = !upper;
      file += '+';
    }
    file += letter.toLowerCase();
  }
  return file;
}

/** The name of a file; undefined for files that are not ours, such as those of a file browser. */
export function nameOfFile(file: string): string | undefined {
  const name = file
    .split('+')
    .map((run, index) => (index % 2 === 0 ? run : run.toUpperCase()))
    .join('');
  return fileNameOf(name) === file ? name : undefined;
}
