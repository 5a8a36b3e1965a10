import { Component, type ReactNode } from "react";
import { Failure } from "./states.tsx";

/** Keeps what fails on one page from taking the others along. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    // A page that cannot be loaded was most likely replaced by a newer build.
    return <Failure error={error} retry={() => location.reload()} />;
  }
}
