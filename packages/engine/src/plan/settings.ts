import {
  asMortiseError,
  type CompileContext,
  type Environment,
  type Expression,
  type Json,
  type Languages,
  type Mistake,
  MortiseError,
  mortiseError,
  parseDuration,
  type Script,
  type SettingSchema,
  toMistake,
} from "@mortise/contract";

/** What the settings of a node are compiled with. */
export interface SettingsContext {
  readonly nodeId: string;
  /** JSON pointer of the node's settings. */
  readonly pointer: string;
  readonly languages: Languages;
  readonly environment?: Environment | undefined;
  /** Value of `#{name}`. Throws `FLOW_UNKNOWN_PROPERTY` or `FLOW_NO_VALUE`. */
  property(name: string): string;
  /** Throws `SCRIPT_SYNTAX` or `SCRIPT_FORBIDDEN`. */
  checkScript?(script: Script): void;
}

/** A node's settings as its component gets them, the expressions among them, and every mistake found on the way. */
export interface CompiledSettings {
  readonly values: { readonly [name: string]: unknown };
  readonly expressions: readonly Expression[];
  readonly mistakes: readonly Mistake[];
}

/**
 * Compiles written settings by the keywords of their schema: expressions to closures, durations to milliseconds,
 * script lines to text, `#{name}` in plain texts to the property's value; a default stands where nothing is written.
 * The document is taken to be valid by its schema.
 */
export function compileSettings(
  schema: SettingSchema,
  written: Json | undefined,
  context: SettingsContext,
): CompiledSettings {
  const walk = new SettingsWalk(context);
  const values = walk.object(schema as ObjectSchema, asObject(written ?? {}), context.pointer);
  return { values, expressions: walk.expressions, mistakes: walk.mistakes };
}

type ObjectSchema = SettingSchema & {
  properties?: Record<string, SettingSchema>;
  patternProperties?: Record<string, SettingSchema>;
  additionalProperties?: SettingSchema | boolean;
  items?: SettingSchema;
  anyOf?: SettingSchema[];
  const?: unknown;
  type?: string;
};

const PROPERTY = /#\{([\w.-]+)\}/g;

class SettingsWalk {
  readonly expressions: Expression[] = [];
  readonly mistakes: Mistake[] = [];
  readonly #context: SettingsContext;

  constructor(context: SettingsContext) {
    this.#context = context;
  }

  object(schema: ObjectSchema, written: { [name: string]: Json }, pointer: string): { [name: string]: unknown } {
    const values: { [name: string]: unknown } = Object.create(null);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const value = Object.hasOwn(written, name) ? written[name] : (property.default as Json | undefined);
      if (value !== undefined)
        values[name] = this.value(property as ObjectSchema, value, `${pointer}/${pointerToken(name)}`, written);
    }
    const open =
      Object.values(schema.patternProperties ?? {})[0] ??
      (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined);
    if (open) {
      for (const [name, value] of Object.entries(written)) {
        if (!Object.hasOwn(values, name))
          values[name] = this.value(open as ObjectSchema, value, `${pointer}/${pointerToken(name)}`, written);
      }
    }
    return values;
  }

  value(schema: ObjectSchema, written: Json, pointer: string, siblings: { [name: string]: Json }): unknown {
    try {
      switch (schema.kind) {
        case "expression":
        case "predicate":
          return this.#expression(schema.kind, written, pointer);
        case "duration":
          return parseDuration(written);
        case "source":
          return this.#source(written, siblings);
      }
      if (typeof written === "string") return this.#text(written);
    } catch (error) {
      this.mistakes.push(toMistake(placed(error), { nodeId: this.#context.nodeId, pointer }));
      return undefined;
    }
    if (Array.isArray(written)) {
      return written.map((item, index) =>
        this.value((schema.items ?? {}) as ObjectSchema, item, `${pointer}/${index}`, siblings),
      );
    }
    if (written !== null && typeof written === "object") return this.object(variant(schema, written), written, pointer);
    return written;
  }

  #expression(kind: "expression" | "predicate", written: Json, pointer: string): Expression {
    const { language, source } =
      typeof written === "string"
        ? { language: "simple", source: written }
        : (asObject(written) as { language: string; source: string });
    const compiler = this.#context.languages.get(language);
    if (!compiler) throw mortiseError("EXPRESSION_SYNTAX", { what: `There is no language "${language}" here.` });
    const mode = kind === "predicate" ? "predicate" : "expression";
    const context: CompileContext = { mode, property: (name) => this.#context.property(name) };
    const expression = compiler.compile(source, context);
    this.expressions.push(expression);
    for (const warning of compiler.review?.(source, context) ?? [])
      this.mistakes.push({ ...warning, nodeId: this.#context.nodeId, pointer });
    return expression;
  }

  #source(written: Json, siblings: { [name: string]: Json }): string {
    const source = typeof written === "string" ? written : Array.isArray(written) ? written.join("\n") : undefined;
    if (source === undefined) {
      throw mortiseError("FLOW_SETTINGS_INVALID", {
        setting: "source",
        expected: "the script itself",
        found: `the file ${String(asObject(written).file)}, which could not be read`,
      });
    }
    const language = siblings.language === "javascript" ? "javascript" : "groovy";
    this.#context.checkScript?.({ language, source });
    return source;
  }

  #text(written: string): string {
    return written.replace(PROPERTY, (_, name: string) => this.#context.property(name));
  }
}

/** Of alternatives, the object schema whose constants (such as `type`) agree with what is written. */
function variant(schema: ObjectSchema, written: { [name: string]: Json }): ObjectSchema {
  if (!schema.anyOf) return schema;
  const agrees = (candidate: ObjectSchema) =>
    candidate.properties !== undefined &&
    Object.entries(candidate.properties as Record<string, ObjectSchema>).every(
      ([name, property]) => property.const === undefined || property.const === (written[name] ?? property.default),
    );
  return (schema.anyOf as ObjectSchema[]).find(agrees) ?? schema;
}

function asObject(json: Json): { [name: string]: Json } {
  return json !== null && typeof json === "object" && !Array.isArray(json) ? json : {};
}

function placed(error: unknown): MortiseError {
  return error instanceof MortiseError ? error : asMortiseError(error);
}

/** A name as a token of a JSON pointer (RFC 6901 section 3). */
function pointerToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
