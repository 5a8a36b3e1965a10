import { type QueryKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useToast } from "../app/toasts.tsx";
import { type AnswerOf, call, callVersioned, type OperationId, type RequestOf, type Versioned } from "./call.ts";
import { problemOf } from "./problem.ts";

interface ReadOptions {
  /** Asked only when true. */
  readonly when?: boolean;
  /** Milliseconds between looks. */
  readonly every?: number | false;
  /** Milliseconds for which what was read is good. */
  readonly fresh?: number;
}

/** Under what an operation's answer is kept. */
export function keyOf(id: OperationId, request?: object): QueryKey {
  return request === undefined ? [id] : [id, request];
}

/** Reads from the API, and keeps what was read. */
export function useRead<Id extends OperationId>(id: Id, request: RequestOf<Id>, options: ReadOptions = {}) {
  return useQuery<AnswerOf<Id>>({
    queryKey: keyOf(id, request),
    queryFn: ({ signal }) => call(id, request, { signal }),
    ...shape(options),
  });
}

/** Reads from the API with the version of what came, for a write to come back to. */
export function useReadVersioned<Id extends OperationId>(id: Id, request: RequestOf<Id>, options: ReadOptions = {}) {
  return useQuery<Versioned<AnswerOf<Id>>>({
    queryKey: [...keyOf(id, request), "versioned"],
    queryFn: ({ signal }) => callVersioned(id, request, { signal }),
    ...shape(options),
  });
}

interface ActOptions<Id extends OperationId> {
  /** Operations whose answers it makes old. */
  readonly touches?: readonly OperationId[];
  /** What is told when it is done. */
  readonly done?: (answer: AnswerOf<Id>) => string | undefined;
  /** Set where the caller shows what failed. */
  readonly quiet?: boolean;
}

/** Something done through the API; what fails is told. */
export function useAct<Id extends OperationId>(id: Id, { touches = [], done, quiet = false }: ActOptions<Id> = {}) {
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation<AnswerOf<Id>, Error, RequestOf<Id> & { readonly etag?: string | undefined }>({
    mutationFn: ({ etag, ...request }) => call(id, request as RequestOf<Id>, { etag }),
    onSuccess: async (answer) => {
      const text = done?.(answer);
      if (text !== undefined) toast({ kind: "good", text });
      await Promise.all(touches.map((touched) => queries.invalidateQueries({ queryKey: [touched] })));
    },
    onError: (error) => {
      if (!quiet) toast({ kind: "bad", problem: problemOf(error) });
    },
  });
}

function shape({ when = true, every = false, fresh }: ReadOptions) {
  return { enabled: when, refetchInterval: every, ...(fresh === undefined ? {} : { staleTime: fresh }) };
}
