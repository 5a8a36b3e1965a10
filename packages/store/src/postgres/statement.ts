/** A statement that is prepared once per connection and planned once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const statements = new Map<string, Statement>();

/** The statement of a text; the same text is the same statement. The texts of a program are few and fixed: what varies is a parameter. */
export function statement(text: string): Statement {
  let found = statements.get(text);
  if (!found) {
    found = { name: `m${statements.size + 1}`, text };
    statements.set(text, found);
  }
  return found;
}

/** Tags a template as a statement: `` sql`SELECT …` ``. Nothing is pasted into it, and backslashes are Postgres's. */
export function sql(strings: TemplateStringsArray): Statement {
  return statement(strings.raw.join(""));
}
