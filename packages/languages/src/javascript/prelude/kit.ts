/**
 * What the pieces of the prelude share. They run inside QuickJS: each is handed over as the text of its function, so it
 * may use nothing from outside but this kit.
 */
export interface Kit {
  readonly host: Host;
  /** The rest of the exchange, fetched when something of it is wanted. */
  rest(): Rest;
  /** Values from and to the codec's JSON. */
  fromWire(json: unknown): unknown;
  toWire(value: unknown, depth?: number): unknown;
  /** A value as Java's text for it. */
  text(value: unknown): string;
  /** A value as another type: `String`, `Number`, `java.lang.Integer` … */
  convert(value: unknown, type: unknown): unknown;
  isType(type: unknown): boolean;
  /** An error that ends the script whatever it catches: the host looks at `code`. */
  refuse(code: string, what: string): never;
}

/** What the host gives to the prelude. A call costs some microseconds, so what every script needs comes without one. */
export interface Host {
  /** A part of the exchange that is copied only when it is wanted. */
  part(name: string): string;
  /** Java's text of a value given as the codec's JSON; as JSON, since NUL would end plain text on its way. */
  text(json: string): string;
  /** Minutes east of Greenwich, of the run's zone at an instant. */
  offset(ms: number): number;
  /** An instant or number as `Intl` writes it; `args` is JSON of locales and options. */
  format(kind: string, value: number, args: string): string;
  /** Ends the run with an error of the catalogue. */
  refuse(code: string, what: string): void;
}

/** What comes with a script's headers, as `encodeHead` writes it. */
export interface Rest {
  readonly properties?: { readonly [name: string]: unknown };
  readonly exception?: { readonly [name: string]: unknown };
  readonly id: string;
  readonly flow: string;
  readonly group: string;
  readonly environment: string;
  readonly tenant: string;
  readonly timeZone: string;
  readonly now: number;
  readonly seed: number;
  /** Characters that may be printed. */
  readonly output: number;
}
