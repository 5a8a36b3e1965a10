import type { ReactNode } from "react";
import { problemOf } from "../api/problem.ts";
import type { Problem } from "../api/schema.generated.ts";
import { useText } from "../i18n/text.ts";

/** While something is read. */
export function Loading() {
  const t = useText();
  return (
    <div className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      <span>{t("loading")}</span>
    </div>
  );
}

/** Where there is nothing yet, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What could not be read, with a way to try again. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const t = useText();
  return (
    <div className="failure" role="alert">
      <ProblemView problem={problemOf(error)} />
      {retry && (
        <button type="button" onClick={retry}>
          {t("tryAgain")}
        </button>
      )}
    </div>
  );
}

/** A problem in full: what is wrong, where, what to do, all of its mistakes, and its code. */
export function ProblemView({ problem }: { readonly problem: Problem }) {
  const t = useText();
  const { detail, help, code, source, position, errors = [] } = problem;
  return (
    <div className="problem">
      <p className="detail">{detail}</p>
      {source !== undefined && position && (
        <pre className="caret">
          {source.split("\n")[position.line - 1]}
          {"\n"}
          {" ".repeat(Math.max(0, position.column - 1))}^
        </pre>
      )}
      {errors.length > 1 && (
        <ul>
          {errors.map((mistake, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: mistakes have no name of their own and never move
            <li key={index}>
              {mistake.nodeId && <strong>{mistake.nodeId}: </strong>}
              {mistake.message}
            </li>
          ))}
        </ul>
      )}
      {help !== "" && <p className="help">{help}</p>}
      <p className="code">{code === "OFFLINE" ? t("offline") : code}</p>
    </div>
  );
}

interface ReadLike<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** Shows what was read, or how far that is. What was read before stays in sight when a later look fails. */
export function Read<Data>({
  of,
  children,
}: {
  readonly of: ReadLike<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Failure error={of.error} retry={() => void of.refetch()} />;
  return <Loading />;
}
