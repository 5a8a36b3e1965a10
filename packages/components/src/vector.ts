import type { Json, StandInGrant } from "@mortise/contract";

type Values = { readonly [name: string]: Json };

/** An answer that the other side gives in a vector, or the error that the client throws instead. */
export type VectorAnswer =
  | { readonly status: number; readonly headers?: { readonly [name: string]: string | string[] }; readonly body?: Json }
  | { readonly error: string; readonly detail?: Values };

/** The message at the end of a called flow, or the error it failed with. */
export type VectorReply =
  | { readonly headers?: Values; readonly body?: Json }
  | { readonly error: string; readonly detail?: Values };

/** A tenant variable in a vector; a plain text is one that is not encrypted. */
export type VectorVariable = string | { readonly value: string; readonly encrypted: true };

/** One example of a component, which is documentation and test. Values are written as the codec has them. */
export interface Vector {
  /** What the component does, as a sentence without its subject. */
  readonly name: string;
  /** As in a flow document. */
  readonly settings?: Values;
  readonly given?: {
    readonly headers?: Values;
    /** Names of the headers that an earlier SetHeader(s) set. */
    readonly named?: readonly string[];
    readonly body?: Json;
    /** The flow's properties. */
    readonly properties?: { readonly [name: string]: string };
    readonly exchangeProperties?: Values;
    readonly variables?: { readonly [name: string]: VectorVariable };
    /** Access tokens of grants, by id; of a node's own, `example`. */
    readonly grants?: { readonly [id: string]: StandInGrant };
    /** The answers to the requests, in order. */
    readonly http?: readonly VectorAnswer[];
    /** Bodies at the ends of the paths of a split's parts. */
    readonly ends?: readonly Json[];
    /** What the called flows answer, in order; null: nothing, as one way. */
    readonly links?: readonly (VectorReply | null)[];
    /** What expressions call now. */
    readonly now?: string;
    readonly timeZone?: string;
  };
  /** What is not named is as it was given: nothing else changed, nothing was sent, written or logged. */
  readonly expect: {
    readonly headers?: Values;
    /** Names of the headers that count as named by the author afterwards. */
    readonly named?: readonly string[];
    readonly body?: Json;
    readonly exchangeProperties?: Values;
    readonly stop?: string;
    readonly output?: string;
    /** Bodies of the parts. */
    readonly split?: readonly Json[];
    readonly parallel?: boolean;
    /** The code, and what of the detail matters. */
    readonly error?: { readonly code: string; readonly detail?: Values };
    readonly variables?: { readonly [name: string]: VectorVariable };
    readonly requests?: readonly Values[];
    /** The calls of other flows. */
    readonly links?: readonly Values[];
    /** Milliseconds of each wait. */
    readonly waits?: readonly number[];
    readonly log?: readonly string[];
  };
}
