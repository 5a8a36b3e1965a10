/** A provider as small as it can be: one grant, whose refresh token works once. */
export class SimServer {
  /** `lenient`: the token that was spent last may be sent again, because its answer was lost. */
  readonly #lenient: boolean;
  #live = 1;
  #last: number | undefined;
  #issued = 1;
  dead = false;
  /** How often each token was sent. */
  readonly sent = new Map<string, number>();

  constructor(lenient: boolean) {
    this.#lenient = lenient;
  }

  get live(): string | undefined {
    return this.dead ? undefined : `r${this.#live}`;
  }

  /** Spends a token. Undefined: `invalid_grant`; one that was spent already ends everything. */
  spend(token: string): string | undefined {
    this.sent.set(token, (this.sent.get(token) ?? 0) + 1);
    const number = Number(token.slice(1));
    const again = this.#lenient && number === this.#last;
    if (this.dead || (number !== this.#live && !again)) {
      this.dead = true;
      return undefined;
    }
    this.#last = number;
    this.#live = ++this.#issued;
    return `r${this.#live}`;
  }

  key(): string {
    return `${this.dead ? "dead" : this.#live}/${this.#last}/${this.#issued}`;
  }
}
