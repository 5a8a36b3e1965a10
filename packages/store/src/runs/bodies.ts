import { type EncodedMessage, type Environment, type Json, mortiseError, type Snapshot } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";
import { packBlobs } from "../postgres/blobs.ts";
import type { Database, Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";
import { uuid7 } from "../uuid.ts";

/** Larger bodies of durable runs stand once in a table of their own, and rows refer to them: most nodes leave a body as it is. */
export const SPOOLED_FROM = 256 * 1024;
/** Larger ones are refused. */
const LARGEST = 10_000_000;
/** Sealed one by one, so that nobody has to hold a large body twice. */
const PIECE = 256 * 1024;
/** Bodies that a run is likely to hold still. */
const REMEMBERED = 4;

const WRITE = sql`
  INSERT INTO run_body (tenant_id, run_id, body_id, piece, sealed)
  SELECT tenant_id, run_id, body_id, piece, substring($1::bytea FROM sealed_at FOR sealed_size)
  FROM unnest($2::text[], $3::uuid[], $4::uuid[], $5::int[], $6::int[], $7::int[])
    AS b (tenant_id, run_id, body_id, piece, sealed_at, sealed_size)
  -- Of a run that is over nobody would read them, and only its own end takes them away.
  WHERE EXISTS (SELECT FROM open_run o WHERE o.tenant_id = b.tenant_id AND o.run_id = b.run_id)
  ON CONFLICT DO NOTHING`;
const READ = sql`
  SELECT body_id AS id, sealed FROM run_body
  WHERE tenant_id = $1 AND run_id = $2 AND body_id = ANY ($3::uuid[]) ORDER BY body_id, piece`;

/** Whose bodies they are. */
export interface BodyOwner {
  readonly tenant: string;
  readonly id: string;
  readonly environment: Environment;
}

/** One piece of a body, sealed to its place. */
export interface BodyPiece {
  readonly tenant: string;
  readonly run: string;
  readonly body: string;
  readonly piece: number;
  readonly sealed: Buffer;
}

/** The large bodies of one run, each written once however many rows hold it. */
export class RunBodies {
  readonly #run: BodyOwner;
  readonly #vault: TenantVault;
  readonly #known = new Map<string, string>();
  #waiting: BodyPiece[] = [];
  #writing: Promise<void> | undefined;

  constructor(run: BodyOwner, vault: TenantVault) {
    this.#run = run;
    this.#vault = vault;
  }

  /** The message as a row holds it. Throws `BODY_TOO_LARGE`. */
  pack(message: EncodedMessage): EncodedMessage {
    const { body } = message;
    const isText = typeof body === "string";
    const text = isText ? body : body !== null && typeof body === "object" ? JSON.stringify(body) : "";
    if (text.length <= SPOOLED_FROM) return message;
    if (text.length > LARGEST * 1.4 || (isText && text.length > LARGEST))
      throw mortiseError("BODY_TOO_LARGE", { bytes: text.length, limit: LARGEST });
    const id = this.#known.get(text) ?? this.#add(text);
    return { ...message, body: { $spool: id, form: isText ? "text" : "json" } };
  }

  packSnapshot(snapshot: Snapshot): Snapshot {
    const message = this.pack(snapshot.message);
    return message === snapshot.message ? snapshot : { ...snapshot, message };
  }

  /** What is to be written before, or with, the rows that refer to it. */
  take(): readonly BodyPiece[] {
    return this.#waiting.splice(0);
  }

  /** Writes what waits. Resolves when everything that was packed stands in the database. */
  write(database: Database): Promise<void> | undefined {
    if (this.#waiting.length === 0) return this.#writing;
    const writing: Promise<void> = (this.#writing ?? Promise.resolve())
      .catch(() => {})
      .then(async () => {
        const pieces = this.#waiting;
        if (pieces.length > 0)
          await database.transaction(this.#run.tenant, (transaction) => writePieces(transaction, pieces));
        this.#waiting = this.#waiting.filter((each) => !pieces.includes(each));
      })
      .finally(() => {
        if (this.#writing === writing) this.#writing = undefined;
      });
    this.#writing = writing;
    return writing;
  }

  /** The messages with the bodies that they refer to. Throws `STORE_KEY_WRONG` for one that was tampered with. */
  async unpack(database: Database, messages: readonly EncodedMessage[]): Promise<EncodedMessage[]> {
    const ids = [...new Set(messages.flatMap(({ body }) => referenceOf(body)?.$spool ?? []))];
    if (ids.length === 0) return [...messages];
    const { tenant, id: run } = this.#run;
    const rows = await database.query<{ id: string; sealed: Buffer }>(tenant, READ, [tenant, run, ids]);
    const texts = new Map<string, string>();
    for (const [id, pieces] of Map.groupBy(rows, (row) => row.id)) {
      const plain = pieces.map(({ sealed }, piece) => this.#vault.unseal(placeOf(this.#run, id, piece), sealed));
      if (plain.some((piece) => piece === undefined))
        throw mortiseError("STORE_KEY_WRONG", { run, part: `body ${id}` });
      const text = Buffer.concat(plain as Buffer[]).toString("utf8");
      texts.set(id, text);
      this.#remember(text, id);
    }
    return messages.map((message) => {
      const reference = referenceOf(message.body);
      if (!reference) return message;
      const text = texts.get(reference.$spool);
      if (text === undefined) throw mortiseError("STORE_KEY_WRONG", { run, part: `body ${reference.$spool}` });
      return { ...message, body: reference.form === "text" ? text : (JSON.parse(text) as Json) };
    });
  }

  #add(text: string): string {
    const id = uuid7();
    const bytes = Buffer.from(text, "utf8");
    for (let piece = 0; piece * PIECE < bytes.length; piece++) {
      const plain = bytes.subarray(piece * PIECE, (piece + 1) * PIECE);
      const sealed = this.#vault.seal(placeOf(this.#run, id, piece), plain);
      this.#waiting.push({ tenant: this.#run.tenant, run: this.#run.id, body: id, piece, sealed });
    }
    this.#remember(text, id);
    return id;
  }

  #remember(text: string, id: string): void {
    this.#known.set(text, id);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Writes pieces inside a transaction whose tenants include theirs, and in which their run is open. */
export async function writePieces(transaction: Transaction, pieces: readonly BodyPiece[]): Promise<void> {
  if (pieces.length === 0) return;
  const { bytes, at, size } = packBlobs(pieces.map(({ sealed }) => sealed));
  await transaction.query(WRITE, [
    bytes,
    pieces.map(({ tenant }) => tenant),
    pieces.map(({ run }) => run),
    pieces.map(({ body }) => body),
    pieces.map(({ piece }) => piece),
    at,
    size,
  ]);
}

/** What stands for a body. No encoded value looks like it: the codec writes a map with such a key as `$map`. */
interface Reference {
  readonly $spool: string;
  readonly form: "text" | "json";
}

function referenceOf(body: Json): Reference | undefined {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return undefined;
  return typeof body.$spool === "string" ? (body as unknown as Reference) : undefined;
}

function placeOf({ environment, id }: BodyOwner, body: string, piece: number) {
  return { environment, kind: "run", name: `${id}/body/${body}/${piece}` } as const;
}
