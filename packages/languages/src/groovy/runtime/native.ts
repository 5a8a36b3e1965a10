import { Thrown, throwNew } from "./throwable.ts";

/** An exception of Java's that stands for an error of JavaScript's. */
export class NativeThrown extends Thrown {
  readonly native: TypeError;

  constructor(native: TypeError) {
    // V8 says of a null that is spread only that it is not iterable.
    const thrown = /\bnull\b|is not iterable/.test(native.message)
      ? throwNew("java.lang.NullPointerException", "A method was given null where it needs a value")
      : throwNew("java.lang.ClassCastException", "A method was given a value of a kind that it does not take");
    super(thrown.value);
    this.native = native;
  }
}

/**
 * What is caught, as scripts see it. Methods of the library are given null wherever Java's are, and what Java answers to
 * that is an exception that a script can catch, with a line and a column; so is it here.
 */
export function asThrown(error: unknown): unknown {
  return error instanceof TypeError ? new NativeThrown(error) : error;
}
