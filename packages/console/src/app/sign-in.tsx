import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem.ts";
import { keyOf } from "../api/queries.ts";
import type { Problem } from "../api/schema.generated.ts";
import { useText } from "../i18n/text.ts";
import { ReaderMenus } from "./reader-menus.tsx";
import { ProblemView } from "./states.tsx";

/** Asks for an API key and changes it for a session; the key itself is not kept. */
export function SignIn() {
  const t = useText();
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const session = await call("signIn", { body: { key: key.trim() } });
      // What another reader saw is not this one's. The session itself is watched, so it stays and changes.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "getSession" });
      queries.setQueryData(keyOf("getSession", {}), session);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="sign-in">
      <div className="corner">
        <ReaderMenus />
      </div>
      <main>
        <form onSubmit={submit} className="card">
          <h1>
            <Logo /> Mortise
          </h1>
          <label htmlFor="key">{t("apiKey")}</label>
          <input
            id="key"
            type="password"
            autoComplete="current-password"
            required
            // biome-ignore lint/a11y/noAutofocus: the only thing to do on this page
            autoFocus
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <p className="hint">{t("apiKeyHint")}</p>
          {problem && (
            <div role="alert" className="alert">
              {problem.status === 401 ? <p>{t("wrongKey")}</p> : <ProblemView problem={problem} />}
            </div>
          )}
          <button type="submit" className="primary" disabled={busy || key.trim() === ""}>
            {busy ? t("signingIn") : t("signIn")}
          </button>
        </form>
      </main>
    </div>
  );
}

/** A mortise and its tenon. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M6 9h8v5h4V9h8v14h-8v-5h-4v5H6z" />
    </svg>
  );
}
