/**
 * Another day for a process of the tests: node loads this file first (`--require`), and `Date` is then as
 * many milliseconds off as TEST_CLOCK_SHIFT_MS says. The clock goes on running. The program knows nothing
 * of it.
 */
const RealDate = Date;
const shift = Number(process.env.TEST_CLOCK_SHIFT_MS ?? 0);

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + shift] : given));
  }

  static now() {
    return RealDate.now() + shift;
  }
};
