import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { isSignedOut, ProblemError } from "../api/problem.ts";
import { keyOf, useRead } from "../api/queries.ts";
import { SessionContext } from "./session.ts";
import { Shell } from "./shell.tsx";
import { SignIn } from "./sign-in.tsx";
import { Failure, Loading } from "./states.tsx";
import { Toasts } from "./toasts.tsx";

/** What failed for a passing reason is asked for twice more. */
const RETRIES = 2;

function makeClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      // A session that ended shows as the sign-in page, wherever it is noticed first.
      onError: (error, query) => {
        if (isSignedOut(error) && query.queryKey[0] !== "getSession")
          void client.invalidateQueries({ queryKey: keyOf("getSession") });
      },
    }),
    mutationCache: new MutationCache({
      onError: (error) => {
        if (isSignedOut(error)) void client.invalidateQueries({ queryKey: keyOf("getSession") });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        refetchOnWindowFocus: true,
        retry: (count, error) =>
          count < RETRIES &&
          error instanceof ProblemError &&
          (error.problem.status === 0 || error.problem.status >= 500),
      },
    },
  });
  return client;
}

/** The whole console. */
export function App() {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      <Toasts>
        <Door />
      </Toasts>
    </QueryClientProvider>
  );
}

/** Lets in who is signed in. */
function Door() {
  const session = useRead("getSession", {}, { fresh: 60_000 });
  if (isSignedOut(session.error)) return <SignIn />;
  if (session.data)
    return (
      <SessionContext.Provider value={session.data}>
        <Shell />
      </SessionContext.Provider>
    );
  if (session.error) return <Failure error={session.error} retry={() => void session.refetch()} />;
  return <Loading />;
}
